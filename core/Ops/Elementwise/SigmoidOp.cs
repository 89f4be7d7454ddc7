using GraphRun.Graphs;
using GraphRun.Kernels;
using static GraphRun.Kernels.Elementwise;

namespace GraphRun.Ops.Elementwise;

/// <summary>The sigmoid, and the gradients of the two functions that are told by their values.</summary>
public static class SigmoidOp
{
    [Op("sigmoid", "math.sigmoid", "nn.sigmoid")]
    public static OpDef Sigmoid { get; } = Declaration.Unary(
        "Sigmoid",
        "1 / (1 + e to the power of -x).",
        Declaration.FloatsAndComplex,
        "sigmoid(x)",
        UnaryInexact<SigmoidOperator>,
        context => [context.Call("SigmoidGrad", context.Output(), context.Gradient()!.Value)],
        Kernels.FusedActivation.Sigmoid);

    [Op]
    public static OpDef SigmoidGrad { get; } = Declaration.Slope(
        "SigmoidGrad",
        "Sigmoid",
        "SigmoidGrad(0.5, 1.0)",
        BinaryInexact<SigmoidGradOperator>,
        context =>
        {
            var (y, gradient) = (Declaration.Conjugate(context, context.Input(0)), context.Gradient()!.Value);
            var product = context.Call("Mul", gradient, context.Input(1));
            var twice = context.Call("Mul", context.Call("Mul", context.Constant(2, product), product), y);
            return [context.Call("Sub", product, twice), context.Call("SigmoidGrad", y, gradient)];
        });

    [Op]
    public static OpDef TanhGrad { get; } = Declaration.Slope(
        "TanhGrad",
        "Tanh",
        "TanhGrad(0.5, 1.0)",
        BinaryInexact<TanhGradOperator>,
        context =>
        {
            var (y, gradient) = (Declaration.Conjugate(context, context.Input(0)), context.Gradient()!.Value);
            var product = context.Call("Mul", context.Call("Mul", gradient, context.Constant(-2, gradient)), context.Input(1));
            return [context.Call("Mul", product, y), context.Call("TanhGrad", y, gradient)];
        });
}
