using GraphRun.Gradients;
using GraphRun.Kernels;

namespace GraphRun.Ops.NeuralNetwork;

/// <summary>The rectified linear unit whose slopes below 0 are learnt.</summary>
public static class PreluOp
{
    private static readonly KernelFactory compute =
        Elementwise.Declaration.Binary(Kernels.Elementwise.BinaryFloating<LeakyReluOperator>);

    [Op("prelu")]
    public static OpDef Prelu { get; } = new()
    {
        Name = "Prelu",
        Summary = "x where it is above 0, elsewhere alpha times x; alpha is broadcast. An op of TensorFlow.js.",
        Inputs = ["x: T", "alpha: T"],
        Outputs = ["activations: T"],
        Attrs = ["T: {half, bfloat16, float, double}"],
        Example = "prelu(x, 0.1)",
        Shape = ShapeRules.Broadcast,
        WorksInPlace = true,
        Kernel = compute,
        Elementwise = ElementwiseForm.Broadcasting(compute, activation: FusedActivation.Leaky),
        Gradient = context =>
        {
            var (gradient, x, alpha) = (context.Gradient()!.Value, context.Input(0), context.Input(1));
            var isAbove = context.Call("Greater", x, context.Constant(0, x));
            var ofX = context.Call("SelectV2", isAbove, gradient, context.Call("Mul", gradient, alpha));
            var product = context.Call("Mul", gradient, x);
            var ofAlpha = context.Call("SelectV2", isAbove, context.Call("ZerosLike", product), product);
            return Broadcasts.Reduce(context, ofX, ofAlpha);
        },
    };
}
