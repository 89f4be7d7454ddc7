using GraphRun.Gradients;
using GraphRun.Kernels;
using static GraphRun.Kernels.Elementwise;

namespace GraphRun.Ops.Elementwise;

/// <summary>(x - y) squared.</summary>
public static class SquaredDifferenceOp
{
    [Op("squared_difference", "math.squared_difference")]
    public static OpDef SquaredDifference { get; } = Declaration.Binary(
        "SquaredDifference",
        "(x - y) * (x - y) with broadcasting; of complex numbers the conjugate of the first factor.",
        "T: {bfloat16, half, float, double, int32, int64, complex64, complex128}",
        "squared_difference(x, y)",
        BinaryNumber<SquaredDifferenceOperator>,
        context =>
        {
            var difference = context.Call("Sub", context.Input(0), context.Input(1));
            var slope = context.Call("Mul", context.Call("Mul", context.Constant(2, difference), context.Gradient()!.Value), difference);
            return Broadcasts.Reduce(context, slope, context.Call("Neg", slope));
        });
}
