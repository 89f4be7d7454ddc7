using GraphRun.Errors;
using GraphRun.Graphs;
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
            if (!Finiteness.IsFinite(step.Output(i)))
                throw Found(step, i);
        }
    }

    private static GraphRunException Found(Step step, int index)
    {
        var output = step.Output(index);
        var name = new Output(step.Node, index);
        var what = Finiteness.HasNaN(output) ? "NaN" : "an infinity";
        return new GraphRunException([
            new Diagnostic(ErrorCode.NotFinite, $"'{name}' (op: '{step.Node.Op.Name}') gave {what} in {output}")
            {
                Note = step.InputCount == 0 || step.InputCount != step.Node.Inputs.Count ? null
                    : $"it was given {string.Join(", ", Enumerable.Range(0, step.InputCount).Select(input => Describe(step, input)))}",
            },
        ]);
    }

    /// <summary>Not what an input holds, for the outputs may have been written over it.</summary>
    private static string Describe(Step step, int input) =>
        step.InputSlots[input] < 0 ? $"{step.Node.Inputs[input]}" : $"{step.Node.Inputs[input]} {step.Input(input)}";
}
