using GraphRun.Kernels;

namespace GraphRun.Ops.Reductions;

/// <summary>Euclidean norms.</summary>
public static class EuclideanNormOp
{
    [Op("reduce_euclidean_norm", "math.reduce_euclidean_norm")]
    public static OpDef EuclideanNorm { get; } = Declaration.Of(
        "EuclideanNorm",
        "reduce_euclidean_norm",
        "The square root of the sum of squares over axes; 0 over no elements.",
        Declaration.Numbers,
        Reduction.EuclideanNorm,
        context =>
        {
            var gradient = Declaration.Kept(context, context.Gradient()!.Value);
            var scale = context.Call("DivNoNan", gradient, Declaration.Kept(context, context.Output()));
            return [context.Call("Mul", context.Input(0), scale), null];
        });
}
