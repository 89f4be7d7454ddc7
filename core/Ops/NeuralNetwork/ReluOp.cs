using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Kernels;
using static GraphRun.Kernels.Elementwise;

namespace GraphRun.Ops.NeuralNetwork;

/// <summary>Rectified linear units.</summary>
public static class ReluOp
{
    [Op("nn.relu", "relu")]
    public static OpDef Relu { get; } = Activation.Of(
        "Relu",
        "max(features, 0); NaN stays.",
        Activation.RealNumbers,
        "relu(x)",
        Unary<ReluOperator>,
        context => [context.Call("ReluGrad", context.Gradient()!.Value, context.Output())],
        FusedActivation.Relu);

    [Op]
    public static OpDef ReluGrad { get; } = Activation.Slope(
        "ReluGrad", "features", Activation.RealNumbers, Binary<ReluGradOperator>, context => Again(context, "ReluGrad"));

    [Op("nn.relu6", "relu6")]
    public static OpDef Relu6 { get; } = Activation.Of(
        "Relu6",
        "min(max(features, 0), 6); NaN stays.",
        Activation.RealNumbers,
        "relu6(x)",
        Unary<Relu6Operator>,
        context => [context.Call("Relu6Grad", context.Gradient()!.Value, context.Output())],
        FusedActivation.Relu6);

    [Op]
    public static OpDef Relu6Grad { get; } = Activation.Slope(
        "Relu6Grad", "features", Activation.RealNumbers, Binary<Relu6GradOperator>, context => Again(context, "Relu6Grad"));

    /// <summary>The same slope again; it does not change with the features.</summary>
    private static IReadOnlyList<Output?> Again(GradientContext context, string op) =>
        [context.Call(op, context.Gradient()!.Value, context.Input(1)), context.Call("ZerosLike", context.Input(1))];
}
