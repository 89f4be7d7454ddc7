using GraphRun.Errors;
using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Ops.Plumbing;

/// <summary>Fails the run when a condition does not hold.</summary>
public static class AssertOp
{
    [Op("assert")]
    public static OpDef Assert { get; } = new()
    {
        Name = "Assert",
        Summary = "Fails the run, which then changes nothing, when the condition is false. The message shows the data, of each tensor the first 'summarize' elements.",
        Inputs = ["condition: bool", "data: T"],
        Attrs = ["T: list(type) >= 1", "summarize: int = 3"],
        Example = "assert(true, 'x must be positive')",
        Shape = context =>
        {
            if (context.Input(0) is { HasRank: true, Rank: not 0 } shape)
                throw ShapeContext.Error($"In[0] should be a scalar: {shape}");
        },
        IsStateful = true,
        Kernel = builder =>
        {
            var limit = builder.Attrs.Int("summarize");
            return step =>
            {
                if (step.Input(0).ElementCount != 1)
                    throw new GraphRunException(ErrorCode.InvalidArgument, $"In[0] should be a scalar: {step.Input(0).Shape}");
                if (!step.Input(0).Value<bool>())
                    throw new GraphRunException(ErrorCode.AssertionFailed, $"assertion failed:{Summaries(step.Inputs().AsSpan(1), limit)}");
            };
        },
        Gradient = GradientRules.Stop,
    };

    private static string Summaries(ReadOnlySpan<Tensor> data, long limit)
    {
        var text = "";
        foreach (var tensor in data)
            text += $" [{TensorSummary.Of(tensor, limit)}]";
        return text;
    }
}
