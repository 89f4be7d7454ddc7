using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;
using static GraphRun.Kernels.Elementwise;

namespace GraphRun.Ops.Elementwise;

/// <summary>Powers.</summary>
public static class PowOp
{
    [Op("pow", "math.pow")]
    public static OpDef Pow { get; } = Declaration.Binary(
        "Pow",
        "x to the power of y, with broadcasting. Integers wrap on overflow, and a negative power of them is an error.",
        "T: {bfloat16, float, half, double, int8, int16, int32, int64, complex64, complex128}",
        "pow(x, y)",
        Compute,
        Gradient);

    private static void Compute(Tensor x, Tensor y, Tensor z)
    {
        if (x.DType.IsInteger())
            BinaryInteger<IntegerPowerOperator>(x, y, z);
        else
            BinaryInexact<PowOperator>(x, y, z);
    }

    /// <summary>y x^(y-1), and x^y log(x) or 0 where x is not above 0, as <c>_PowGrad</c> in TensorFlow's <c>math_grad.py</c>.</summary>
    private static IReadOnlyList<Output?> Gradient(GradientContext context)
    {
        var gradient = context.Gradient()!.Value;
        var (x, y) = (Declaration.Conjugate(context, context.Input(0)), Declaration.Conjugate(context, context.Input(1)));
        var power = context.Call("Pow", x, context.Call("Sub", y, context.Constant(1, y)));
        var left = context.Call("Mul", context.Call("Mul", gradient, y), power);
        var mask = context.Call(x.DType.IsComplex() ? "NotEqual" : "Greater", x, context.Constant(0, x));
        var safe = context.Call("SelectV2", mask, x, context.Call("OnesLike", x));
        var logarithm = context.Call("SelectV2", mask, context.Call("Log", safe), context.Call("ZerosLike", x));
        var result = Declaration.Conjugate(context, context.Output());
        return Broadcasts.Reduce(context, left, context.Call("Mul", context.Call("Mul", gradient, result), logarithm));
    }
}
