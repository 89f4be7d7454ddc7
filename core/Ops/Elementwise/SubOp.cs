using GraphRun.Gradients;
using GraphRun.Kernels;
using static GraphRun.Kernels.Elementwise;

namespace GraphRun.Ops.Elementwise;

/// <summary>x - y.</summary>
public static class SubOp
{
    [Op("subtract", "sub")]
    public static OpDef Sub { get; } = Declaration.Binary(
        "Sub",
        "x - y with broadcasting. Integers wrap on overflow.",
        Declaration.Numbers,
        "subtract(x, y)",
        BinaryNumber<SubtractOperator>,
        context => Broadcasts.Reduce(context, context.Gradient(), context.Call("Neg", context.Gradient()!.Value)),
        Declaration.Known((x, y) => x - y),
        kernel: Declaration.Binary<SubtractOperator>(BinaryNumber<SubtractOperator>));
}
