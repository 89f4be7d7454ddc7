using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Kernels;
using static GraphRun.Kernels.Elementwise;

namespace GraphRun.Ops.Elementwise;

/// <summary>The larger and the smaller of two.</summary>
public static class ExtremaOp
{
    [Op("maximum")]
    public static OpDef Maximum { get; } = Declaration.Binary(
        "Maximum",
        "The larger of x and y with broadcasting; NaN when either is NaN.",
        Declaration.RealNumbers,
        "maximum(x, y)",
        Binary<MaximumOperator>,
        context => Gradient(context, "GreaterEqual"),
        Declaration.Known((x, y) => Math.Max(x, y)));

    [Op("minimum")]
    public static OpDef Minimum { get; } = Declaration.Binary(
        "Minimum",
        "The smaller of x and y with broadcasting; NaN when either is NaN.",
        Declaration.RealNumbers,
        "minimum(x, y)",
        Binary<MinimumOperator>,
        context => Gradient(context, "LessEqual"),
        Declaration.Known((x, y) => Math.Min(x, y)));

    /// <summary>The gradient goes where the value came from; to x when both are equal.</summary>
    private static IReadOnlyList<Output?> Gradient(GradientContext context, string comparison)
    {
        var gradient = context.Gradient()!.Value;
        var zeros = context.Call("ZerosLike", gradient);
        var mask = context.Call(comparison, context.Input(0), context.Input(1));
        return Broadcasts.Reduce(context, context.Call("SelectV2", mask, gradient, zeros), context.Call("SelectV2", mask, zeros, gradient));
    }
}
