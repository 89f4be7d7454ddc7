using GraphRun.Gradients;
using GraphRun.Graphs;

namespace GraphRun.Ops.Plumbing;

/// <summary>A value written in the graph.</summary>
public static class ConstOp
{
    /// <summary>Integers of small constants are known to shape rules.</summary>
    private const int MaxKnownElements = 64;

    [Op("constant")]
    public static OpDef Const { get; } = new()
    {
        Name = "Const",
        Summary = "A constant tensor.",
        Outputs = ["output: dtype"],
        Attrs = ["value: tensor", "dtype: type"],
        Example = "constant([1, 2, 3])",
        Shape = context => context.Output(0, context.Attrs.Tensor("value").Shape),
        KnownElements = context => context.Attrs.Tensor("value") is { Rank: <= 1, ElementCount: <= MaxKnownElements } value
            ? [.. value.Integers().Select(element => new PartialElement(element))]
            : null,
        Kernel = builder =>
        {
            var value = builder.Attrs.Tensor("value");
            return step => step.Forward(0, value);
        },
        Gradient = GradientRules.Stop,
    };
}
