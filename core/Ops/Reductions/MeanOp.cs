using GraphRun.Kernels;

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
            var factor = context.Call("FloorDiv", context.Call("Size", context.Input(0)), context.Call("Maximum", context.Call("Size", context.Output()), One(context)));
            return [context.Call("RealDiv", stretched, context.Call("Cast", [factor], ("DstT", stretched.DType))), null];
        });

    private static Graphs.Output One(Gradients.GradientContext context) => context.Builder.Constant(Tensors.Tensor.Scalar(1));
}
