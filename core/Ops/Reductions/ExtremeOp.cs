using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Kernels;

namespace GraphRun.Ops.Reductions;

/// <summary>The largest and the smallest element.</summary>
public static class ExtremeOp
{
    [Op("reduce_max")]
    public static OpDef Max { get; } = Declaration.Of(
        "Max", "reduce_max", "The largest element over axes; NaN if there is one; the lowest number, or -inf, over no elements.", Declaration.RealNumbers, Reduction.Maximum, Gradient);

    [Op("reduce_min")]
    public static OpDef Min { get; } = Declaration.Of(
        "Min", "reduce_min", "The smallest element over axes; NaN if there is one; the highest number, or inf, over no elements.", Declaration.RealNumbers, Reduction.Minimum, Gradient);

    /// <summary>The gradient is shared evenly among the elements that are the extreme (TensorFlow's <c>_MinOrMaxGrad</c>).</summary>
    private static IReadOnlyList<Output?> Gradient(GradientContext context)
    {
        var gradient = Declaration.Kept(context, context.Gradient()!.Value);
        var isExtreme = context.Call("Equal", Declaration.Kept(context, context.Output()), context.Input(0));
        var share = context.Call("Cast", [isExtreme], ("DstT", gradient.DType));
        var count = context.Call("Sum", [share, context.Input(1)], ("keep_dims", true));
        return [context.Call("Mul", context.Call("RealDiv", share, count), gradient), null];
    }
}
