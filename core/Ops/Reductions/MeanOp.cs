using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.Reductions;

/// <summary>Means.</summary>
public static class MeanOp
{
    [Op("reduce_mean")]
    public static OpDef Mean { get; } = Declaration.Of(
        "Mean",
        "reduce_mean",
        "The mean over axes; NaN over no elements. Of integers the sum divided, rounded towards zero.",
        Declaration.Numbers,
        Reduction.Mean,
        context =>
        {
            var stretched = Declaration.Stretch(context, context.Gradient()!.Value);
            return [context.Call("RealDiv", stretched, Factor(context, stretched)), null];
        });

    /// <summary>How many elements make one mean.</summary>
    private static Output Factor(GradientContext context, Output like)
    {
        var (input, mean) = (context.Input(0).Shape, context.Output().Shape);
        if (input.IsFullyDefined && mean.IsFullyDefined)
            return context.Constant(input.ElementCount / Math.Max(mean.ElementCount, 1), like);
        var count = context.Call("Maximum", context.Call("Size", context.Output()), context.Builder.Constant(Tensor.Scalar(1)));
        return context.Call("Cast", [context.Call("FloorDiv", context.Call("Size", context.Input(0)), count)], ("DstT", like.DType));
    }
}
