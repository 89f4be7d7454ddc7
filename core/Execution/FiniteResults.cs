using GraphRun.Errors;
using GraphRun.Kernels;

namespace GraphRun.Execution;

/// <summary>Lets every step of a plan look at what it gave: a NaN or an infinity fails the run at the node where it came up.</summary>
internal static class FiniteResults
{
    internal static void Require(Step[] steps)
    {
        foreach (var step in steps)
        {
            if (step.Kernel is { Target: not VariableRead } kernel)
            {
                step.Kernel = current =>
                {
                    kernel(current);
                    Check(current);
                };
            }
        }
    }

    private static void Check(Step step)
    {
        for (var i = 0; i < step.OutputCount; i++)
        {
            var output = step.Output(i);
            if (!Finiteness.IsFinite(output))
            {
                throw new GraphRunException(
                    ErrorCode.NotFinite,
                    $"'{step.Node.Name}' (op: '{step.Node.Op.Name}') gave {(Finiteness.HasNaN(output) ? "NaN" : "an infinity")}");
            }
        }
    }
}
