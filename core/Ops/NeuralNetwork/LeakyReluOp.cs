using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.NeuralNetwork;

/// <summary>The rectified linear unit with a small slope below 0.</summary>
public static class LeakyReluOp
{
    private static readonly string[] attrs = ["alpha: float = 0.2", "T: {half, bfloat16, float, double} = float"];

    [Op("nn.leaky_relu", "leaky_relu")]
    public static OpDef LeakyRelu { get; } = new()
    {
        Name = "LeakyRelu",
        Summary = "features where they are above 0, elsewhere alpha times features.",
        Inputs = ["features: T"],
        Outputs = ["activations: T"],
        Attrs = attrs,
        Example = "leaky_relu(x, alpha=0.1)",
        Shape = ShapeRules.Unchanged,
        WorksInPlace = true,
        Kernel = Leak,
        Elementwise = ElementwiseForm.Broadcasting(Leak),
        Gradient = context => [context.Call("LeakyReluGrad", [context.Gradient()!.Value, context.Input(0)], Slope(context.Node))],
    };

    [Op]
    public static OpDef LeakyReluGrad { get; } = new()
    {
        Name = "LeakyReluGrad",
        Summary = "The gradients where the features are above 0, elsewhere alpha times the gradients.",
        Inputs = ["gradients: T", "features: T"],
        Outputs = ["backprops: T"],
        Attrs = attrs,
        Example = "LeakyReluGrad(1.0, 0.5)",
        Shape = ShapeRules.Broadcast,
        WorksInPlace = true,
        Kernel = builder =>
        {
            var alpha = Alpha(builder);
            return step =>
            {
                var (gradient, features) = (step.Input(0), step.Input(1));
                var output = step.Allocate(0, Broadcasting.Combine(gradient.Shape, features.Shape));
                Kernels.Elementwise.TernaryFloating<LeakyReluGradOperator>(gradient, features, alpha, output);
            };
        },
        Gradient = context =>
        [
            context.Call("LeakyReluGrad", [context.Gradient()!.Value, context.Input(1)], Slope(context.Node)),
            context.Call("ZerosLike", context.Input(1)),
        ],
    };

    private static Kernel Leak(KernelBuilder builder)
    {
        var alpha = Alpha(builder);
        return step =>
        {
            var x = step.Input(0);
            Kernels.Elementwise.BinaryFloating<LeakyReluOperator>(x, alpha, step.Allocate(0, x.Shape));
        };
    }

    private static (string Name, object Value) Slope(Node node) => ("alpha", node.Attrs.Float("alpha"));

    private static Tensor Alpha(KernelBuilder builder)
    {
        var alpha = Tensor.Allocate(builder.Attrs.DType("T"), Shape.Scalar);
        Kernels.Elementwise.Cast(Tensor.Scalar(builder.Attrs.Float("alpha")), alpha);
        return alpha;
    }
}
