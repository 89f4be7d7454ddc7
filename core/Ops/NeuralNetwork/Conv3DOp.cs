namespace GraphRun.Ops.NeuralNetwork;

/// <summary>Convolutions of volumes.</summary>
public static class Conv3DOp
{
    [Op("nn.conv3d", "conv3d")]
    public static OpDef Conv3D { get; } = new()
    {
        Name = "Conv3D",
        Summary = "The sums of a volume's elements under a window that moves over it, weighted by a filter [depth, height, width, "
            + "channels, channels of the output]. "
            + ConvolutionKernel.Summary,
        Inputs = ["input: T", "filter: T"],
        Outputs = ["output: T"],
        Attrs =
        [
            "T: {half, bfloat16, float, double}",
            "strides: list(int) >= 5",
            "padding: {'SAME', 'VALID'}",
            "data_format: {'NDHWC', 'NCDHW'} = 'NDHWC'",
            "dilations: list(int) = [1, 1, 1, 1, 1]",
        ],
        Example = "conv3d(volume, filter, strides=[1, 1, 1, 1, 1], padding='SAME')",
        Shape = context => ConvolutionKernel.Infer(context, "Conv3D", 3),
        Kernel = builder => ConvolutionKernel.Make(builder, "Conv3D", 3, isFused: false),
        Flops = FlopRules.Convolution(outputDims: 1),
        Gradient = context =>
        {
            var (gradient, input, filter) = (context.Gradient()!.Value, context.Input(0), context.Input(1));
            var same = ConvolutionGradientOp.Attrs(context.Node, "strides", "padding", "data_format", "dilations");
            return
            [
                context.Call("Conv3DBackpropInputV2", [context.Call("Shape", input), filter, gradient], same),
                context.Call("Conv3DBackpropFilterV2", [input, context.Call("Shape", filter), gradient], same),
            ];
        },
    };
}
