using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Kernels;
using static GraphRun.Kernels.Elementwise;

namespace GraphRun.Ops.NeuralNetwork;

/// <summary>Exponential linear units.</summary>
public static class EluOp
{
    [Op("nn.elu", "elu")]
    public static OpDef Elu { get; } = Activation.Of(
        "Elu",
        "features where they are not below 0, elsewhere e to the power of features, less 1.",
        Activation.Floats,
        "elu(x)",
        UnaryFloating<EluOperator>,
        context => [context.Call("EluGrad", context.Gradient()!.Value, context.Output())],
        FusedActivation.Elu);

    [Op]
    public static OpDef EluGrad { get; } = Activation.Slope(
        "EluGrad", "outputs", Activation.Floats, BinaryFloating<EluGradOperator>, context => Again(context, "EluGrad"));

    [Op("nn.selu", "selu")]
    public static OpDef Selu { get; } = Activation.Of(
        "Selu",
        "scale * features where they are not below 0, elsewhere scale * alpha * (e to the power of features, less 1), with scale 1.0507 and alpha 1.6733 (Klambauer and others, 2017).",
        Activation.Floats,
        "selu(x)",
        UnaryFloating<SeluOperator>,
        context => [context.Call("SeluGrad", context.Gradient()!.Value, context.Output())]);

    [Op]
    public static OpDef SeluGrad { get; } = Activation.Slope(
        "SeluGrad", "outputs", Activation.Floats, BinaryFloating<SeluGradOperator>, context => Again(context, "SeluGrad"));

    /// <summary>The slope changes with the outputs where they are below 0.</summary>
    private static IReadOnlyList<Output?> Again(GradientContext context, string op)
    {
        var (gradient, outputs) = (context.Gradient()!.Value, context.Input(1));
        var isNegative = context.Call("Less", outputs, context.Constant(0, outputs));
        var product = context.Call("Mul", gradient, context.Input(0));
        return [context.Call(op, gradient, outputs), context.Call("SelectV2", isNegative, product, context.Call("ZerosLike", outputs))];
    }
}
