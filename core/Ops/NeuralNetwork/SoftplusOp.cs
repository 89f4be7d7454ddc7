using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Kernels;
using static GraphRun.Kernels.Elementwise;

namespace GraphRun.Ops.NeuralNetwork;

/// <summary>Smooth relatives of the rectified linear unit and of the sign.</summary>
public static class SoftplusOp
{
    [Op("nn.softplus", "math.softplus", "softplus")]
    public static OpDef Softplus { get; } = Activation.Of(
        "Softplus",
        "The logarithm of 1 + e to the power of features.",
        Activation.Floats,
        "softplus(x)",
        UnaryFloating<SoftplusOperator>,
        context => [context.Call("Mul", context.Gradient()!.Value, context.Call("Sigmoid", context.Input(0)))]);

    [Op]
    public static OpDef SoftplusGrad { get; } = Activation.Slope(
        "SoftplusGrad", "features", Activation.Floats, BinaryFloating<SoftplusGradOperator>, OfSoftplusGrad);

    [Op("nn.softsign", "softsign")]
    public static OpDef Softsign { get; } = Activation.Of(
        "Softsign",
        "features / (1 + abs(features)).",
        Activation.Floats,
        "softsign(x)",
        UnaryFloating<SoftsignOperator>,
        context => [context.Call("SoftsignGrad", context.Gradient()!.Value, context.Input(0))]);

    [Op]
    public static OpDef SoftsignGrad { get; } = Activation.Slope(
        "SoftsignGrad", "features", Activation.Floats, BinaryFloating<SoftsignGradOperator>, null);

    /// <summary>The slope of the sigmoid is <c>s (1 - s)</c>.</summary>
    private static IReadOnlyList<Output?> OfSoftplusGrad(GradientContext context)
    {
        var (gradient, features) = (context.Gradient()!.Value, context.Input(1));
        var product = context.Call("Mul", gradient, context.Input(0));
        var second = context.Call("SigmoidGrad", context.Call("Sigmoid", features), product);
        return [context.Call("SoftplusGrad", gradient, features), second];
    }
}
