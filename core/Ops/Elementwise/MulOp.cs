using GraphRun.Gradients;
using GraphRun.Kernels;
using static GraphRun.Kernels.Elementwise;

namespace GraphRun.Ops.Elementwise;

/// <summary>x * y.</summary>
public static class MulOp
{
    [Op("multiply", "mul")]
    public static OpDef Mul { get; } = Declaration.Binary(
        "Mul",
        "x * y with broadcasting. Integers wrap on overflow.",
        Declaration.Numbers,
        "multiply(x, y)",
        BinaryNumber<MultiplyOperator>,
        context =>
        {
            var gradient = context.Gradient()!.Value;
            return Broadcasts.Reduce(context, context.Call("Mul", gradient, context.Input(1)), context.Call("Mul", context.Input(0), gradient));
        },
        Declaration.Known((x, y) => x * y),
        kernel: Declaration.Binary<MultiplyOperator>(BinaryNumber<MultiplyOperator>));
}
