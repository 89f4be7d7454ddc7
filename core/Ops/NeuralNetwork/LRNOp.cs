using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Kernels;

namespace GraphRun.Ops.NeuralNetwork;

/// <summary>Local response normalisation.</summary>
public static class LRNOp
{
    private static readonly string[] attrs =
    [
        "depth_radius: int = 5", "bias: float = 1.0", "alpha: float = 1.0", "beta: float = 0.5", "T: {half, bfloat16, float} = float",
    ];

    [Op("nn.local_response_normalization", "nn.lrn")]
    public static OpDef LRN { get; } = new()
    {
        Name = "LRN",
        Summary = "Divides each element by (bias + alpha * s) to the power of beta, where s is the sum of the squares of its pixel's "
            + "channels, depth_radius to each side.",
        Inputs = ["input: T"],
        Outputs = ["output: T"],
        Attrs = attrs,
        Example = "nn.lrn(image, depth_radius=2)",
        Shape = context => context.Output(0, context.WithRank(0, 4)),
        Kernel = builder =>
        {
            var (response, layout) = (Response(builder), new ComputeLayout(false, builder.InputDType(0)));
            return step =>
            {
                ConvolutionKernel.CheckRank("in", step.Input(0).Shape, 4);
                var output = step.Allocate(0, step.Input(0).Shape);
                var target = layout.Target(output);
                response.Normalize(ComputeLayout.Widen(step.Input(0)), target);
                layout.Store(target, output);
            };
        },
        Gradient = context =>
        [
            context.Call(
                "LRNGrad",
                [context.Gradient()!.Value, context.Input(0), context.Output()],
                ConvolutionGradientOp.Attrs(context.Node, "depth_radius", "bias", "alpha", "beta")),
        ],
    };

    [Op]
    public static OpDef LRNGrad { get; } = new()
    {
        Name = "LRNGrad",
        Summary = "The gradient of LRN's input.",
        Inputs = ["input_grads: T", "input_image: T", "output_image: T"],
        Outputs = ["output: T"],
        Attrs = attrs,
        Example = "LRNGrad(image, image, image, depth_radius=2)",
        Shape = context => context.Output(
            0, ShapeContext.Merge(ShapeContext.Merge(context.WithRank(0, 4), context.WithRank(1, 4)), context.WithRank(2, 4))),
        Kernel = builder =>
        {
            var (response, layout) = (Response(builder), new ComputeLayout(false, builder.InputDType(0)));
            return step =>
            {
                if (!step.Input(0).Shape.Equals(step.Input(1).Shape) || !step.Input(1).Shape.Equals(step.Input(2).Shape))
                    throw IntegerTensors.Invalid("input_grads, input_image, and out_image should have the same shape");
                var output = step.Allocate(0, step.Input(0).Shape);
                var target = layout.Target(output);
                response.Gradient(ComputeLayout.Widen(step.Input(0)), ComputeLayout.Widen(step.Input(1)), ComputeLayout.Widen(step.Input(2)), target);
                layout.Store(target, output);
            };
        },
    };

    private static LocalResponse Response(KernelBuilder builder) => new(
        builder.Attrs.Int("depth_radius"), builder.Attrs.Float("bias"), builder.Attrs.Float("alpha"), builder.Attrs.Float("beta"));
}
