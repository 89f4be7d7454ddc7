using System.Numerics;
using GraphRun.Gradients;
using GraphRun.Kernels;
using GraphRun.Tensors;
using static GraphRun.Kernels.Elementwise;

namespace GraphRun.Ops.Elementwise;

/// <summary>Ops on the sign of a number.</summary>
public static class SignOp
{
    [Op("negative", "neg")]
    public static OpDef Neg { get; } = Declaration.Unary(
        "Neg",
        "-x. The smallest integer of a dtype stays as it is, and unsigned integers wrap.",
        "T: {bfloat16, half, float, double, int8, int16, int32, int64, complex64, complex128}",
        "negative(x)",
        UnaryNumber<NegateOperator>,
        context => [context.Call("Neg", context.Gradient()!.Value)]);

    [Op("abs")]
    public static OpDef Abs { get; } = Declaration.Unary(
        "Abs",
        "The absolute value. The smallest integer of a dtype stays as it is.",
        "T: {bfloat16, half, float, double, int8, int16, int32, int64}",
        "abs(x)",
        Unary<AbsoluteOperator>,
        context => [context.Call("Mul", context.Gradient()!.Value, context.Call("Sign", context.Input(0)))]);

    [Op("sign")]
    public static OpDef Sign { get; } = Declaration.Unary(
        "Sign",
        "-1, 0 or 1; NaN for NaN; of a complex number x / |x|, and 0 for 0.",
        "T: {bfloat16, half, float, double, int8, int16, int32, int64, complex64, complex128}",
        "sign(x)",
        Compute,
        GradientRules.Stop);

    private static void Compute(Tensor x, Tensor y)
    {
        if (x.DType.IsComplex())
            UnaryComplex<ComplexSignOperator>(x, y);
        else
            Unary<SignOperator>(x, y);
    }

    private readonly struct ComplexSignOperator : IUnaryComplexOperator
    {
        public static Complex Invoke(Complex x) => x == Complex.Zero ? x : x / Complex.Abs(x);
    }
}
