namespace GraphRun.Ops.NeuralNetwork;

/// <summary>Convolutions of images.</summary>
public static class Conv2DOp
{
    private static readonly string[] attrs =
    [
        "T: {half, bfloat16, float, double, int32}",
        "strides: list(int)",
        "use_cudnn_on_gpu: bool = true",
        "padding: {'SAME', 'VALID', 'EXPLICIT'}",
        "explicit_paddings: list(int) = []",
        "data_format: {'NHWC', 'NCHW'} = 'NHWC'",
        "dilations: list(int) = [1, 1, 1, 1]",
    ];

    [Op("nn.conv2d", "conv2d")]
    public static OpDef Conv2D { get; } = new()
    {
        Name = "Conv2D",
        Summary = "The sums of an image's elements under a window that moves over it, weighted by a filter [height, width, channels, "
            + "channels of the output]. "
            + ConvolutionKernel.Summary,
        Inputs = ["input: T", "filter: T"],
        Outputs = ["output: T"],
        Attrs = attrs,
        Parameters =
        [
            "input: input", "filter: filter", "strides: strides", "padding: padding", "use_cudnn_on_gpu: use_cudnn_on_gpu = true",
            "data_format: data_format = 'NHWC'", "dilations: dilations = [1, 1, 1, 1]", "explicit_paddings: explicit_paddings = []",
        ],
        Example = "conv2d(image, filter, strides=[1, 1, 1, 1], padding='SAME')",
        Shape = context => ConvolutionKernel.Infer(context, "Conv2D", 2),
        TakesEpilogue = ConvolutionKernel.TakesEpilogue,
        TakesMargins = ConvolutionKernel.TakesMargins,
        Kernel = builder => ConvolutionKernel.Make(builder, "Conv2D", 2, isFused: false),
        Flops = FlopRules.Convolution(outputDims: 1),
        Gradient = context =>
        {
            var (gradient, input, filter) = (context.Gradient()!.Value, context.Input(0), context.Input(1));
            var same = ConvolutionGradientOp.Attrs(context.Node, "strides", "padding", "explicit_paddings", "data_format", "dilations");
            return
            [
                context.Call("Conv2DBackpropInput", [context.Call("Shape", input), filter, gradient], same),
                context.Call("Conv2DBackpropFilter", [input, context.Call("Shape", filter), gradient], same),
            ];
        },
    };

    [Op]
    public static OpDef _FusedConv2D { get; } = new()
    {
        Name = "_FusedConv2D",
        Summary = "Conv2D and what follows it in one pass: BiasAdd or FusedBatchNorm, then Add, then Relu, Relu6, Elu, LeakyRelu, "
            + "Prelu, Sigmoid or Tanh, as far as fused_ops names them.",
        Inputs = ["input: T", "filter: T", "args: num_args * T"],
        Outputs = ["output: T"],
        Attrs = ["T: {half, bfloat16, float, double}", .. attrs[1..], .. Fusion.Attrs],
        Example = "_FusedConv2D(image, filter, [[1.0, 2.0]], strides=[1, 1, 1, 1], padding='SAME', fused_ops=['BiasAdd'])",
        Shape = context => ConvolutionKernel.Infer(context, "_FusedConv2D", 2),
        TakesEpilogue = ConvolutionKernel.TakesEpilogue,
        TakesMargins = ConvolutionKernel.TakesMargins,
        Kernel = builder => ConvolutionKernel.Make(builder, "_FusedConv2D", 2, isFused: true),
        Flops = FlopRules.Convolution(outputDims: 1),
    };
}
