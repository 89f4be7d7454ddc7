using GraphRun.Kernels;
using GraphRun.Tensors;

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
        Run,
        context =>
        {
            var gradient = Declaration.Kept(context, context.Gradient()!.Value);
            var scale = context.Call("DivNoNan", gradient, Declaration.Kept(context, context.Output()));
            return [context.Call("Mul", context.Input(0), scale), null];
        });

    // The norm of complex numbers is that of their parts, as a real number.
    private static void Run(Tensor x, ReadOnlySpan<int> axes, Tensor result)
    {
        if (!x.DType.IsComplex())
        {
            Reduction.EuclideanNorm(x, axes, result);
            return;
        }

        var part = x.DType == DType.Complex64 ? DType.Float32 : DType.Float64;
        var norm = Tensor.Allocate(part, result.Shape);
        Reduction.EuclideanNorm(x.Reinterpret(part, x.Shape.Then(Shape.Of(2))), [.. axes, x.Rank], norm);
        Kernels.Elementwise.Cast(norm, result);
    }
}
