using GraphRun.Kernels;
using static GraphRun.Kernels.Elementwise;

namespace GraphRun.Ops.Elementwise;

/// <summary>x * x.</summary>
public static class SquareOp
{
    [Op("square")]
    public static OpDef Square { get; } = Declaration.Unary(
        "Square",
        "x * x. Integers wrap on overflow.",
        "T: {bfloat16, half, float, double, int8, int16, int32, int64, uint8, uint16, uint32, uint64, complex64, complex128}",
        "square(x)",
        UnaryNumber<SquareOperator>,
        context =>
        {
            var slope = context.Call("Mul", context.Input(0), context.Constant(2, context.Input(0)));
            return [context.Call("Mul", context.Gradient()!.Value, slope)];
        });
}
