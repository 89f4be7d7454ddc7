using System.Globalization;
using GraphRun.Errors;
using GraphRun.Kernels;
using GraphRun.Ops;
using GraphRun.Tensors;

namespace GraphRun.Execution;

/// <summary>Lets a run fail at the first node that computes a NaN or an infinity.</summary>
internal static class FiniteCheck
{
    /// <summary>The kernel, followed by a look at everything that it gave.</summary>
    public static Kernel Around(Kernel kernel) => step =>
    {
        kernel(step);
        for (var i = 0; i < step.OutputCount; i++)
        {
            if (step.Output(i) is { } value && !Finiteness.IsFinite(value))
                throw Found(step, i, value);
        }
    };

    private static GraphRunException Found(Step step, int output, Tensor value)
    {
        var name = output == 0 ? step.Node.Name : string.Create(CultureInfo.InvariantCulture, $"{step.Node.Name}:{output}");
        var what = Finiteness.HasNaN(value) ? "NaN" : "an infinity";
        var inputs = string.Join(", ", Enumerable.Range(0, step.InputCount).Select(input => Describe(step, input)));
        return new GraphRunException([
            new Diagnostic(ErrorCode.NotFinite, $"'{name}' ({step.Node.Op.Name}) computed {what} in {value}", step.Node.Span, Node: step.Node.Name)
            {
                Note = inputs.Length == 0 ? null : $"its inputs: {inputs}",
            },
        ]);
    }

    private static string Describe(Step step, int input)
    {
        var name = step.Node.Inputs[input].ToString();
        if (step.InputSlots[input] < 0)
            return name;
        // Its elements may have been overwritten by the outputs.
        return $"{name} {step.Input(input)}";
    }
}
