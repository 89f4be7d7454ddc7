using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.NeuralNetwork;

/// <summary>The greatest elements under a window.</summary>
public static class MaxPoolOp
{
    [Op("nn.max_pool", "nn.max_pool2d", "max_pool")]
    public static OpDef MaxPool { get; } = PoolingOp.Of(
        "MaxPool",
        "The greatest element of each channel under a window that moves over an image; NaN if there is one. Padding takes no part.",
        "input",
        PoolingOp.RealNumbers,
        Pooling.Maximum,
        context =>
        [
            context.Call(
                "MaxPoolGrad",
                [context.Input(0), context.Output(), context.Gradient()!.Value],
                ConvolutionGradientOp.Attrs(context.Node, "ksize", "strides", "padding", "explicit_paddings", "data_format")),
        ],
        isExplicit: true);

    [Op("nn.max_pool3d")]
    public static OpDef MaxPool3D { get; } = PoolingOp.Of(
        "MaxPool3D",
        "The greatest element of each channel under a window that moves over a volume; NaN if there is one. Padding takes no part.",
        "input",
        "T: {half, bfloat16, float}",
        Pooling.Maximum,
        context =>
        [
            context.Call(
                "MaxPool3DGrad",
                [context.Input(0), context.Output(), context.Gradient()!.Value],
                ConvolutionGradientOp.Attrs(context.Node, "ksize", "strides", "padding", "data_format")),
        ],
        isVolume: true);

    [Op]
    public static OpDef MaxPoolV2 { get; } = new()
    {
        Name = "MaxPoolV2",
        Summary = "MaxPool whose window and strides are inputs.",
        Inputs = ["input: T", "ksize: int32", "strides: int32"],
        Outputs = ["output: T"],
        Attrs = [PoolingOp.RealNumbers, "padding: {'SAME', 'VALID'}", "data_format: {'NHWC', 'NCHW', 'NCHW_VECT_C'} = 'NHWC'"],
        Example = "MaxPoolV2(image, [1, 2, 2, 1], [1, 2, 2, 1], padding='VALID')",
        Shape = context =>
        {
            var input = context.WithRank(0, 4);
            if (context.Constant(1) is not { } sizes || context.Constant(2) is not { } strides)
            {
                context.Output(0, Shape.OfRank(4));
                return;
            }

            var window = new SlidingWindow("MaxPoolV2", context.Attrs, 2, strides.Integers());
            var (channels, name) = (input[window.ChannelAxis], input.NameOf(window.ChannelAxis));
            context.Output(0, window.OutputShape(input, window.Windows("MaxPoolV2", sizes.Integers()), channels, name));
        },
        Kernel = builder =>
        {
            var (attrs, dtype) = (builder.Attrs, builder.InputDType(0));
            return step =>
            {
                var window = new SlidingWindow("MaxPoolV2", attrs, 2, step.Input(2).Integers());
                var sizes = window.Windows("MaxPoolV2", step.Input(1).Integers());
                var shapes = new ShapeMemo<(Shape, ConvolutionGeometry)>((shape, _) => PoolingOp.Prepare(window, sizes, shape));
                PoolingOp.Run(step, shapes, new ComputeLayout(window.ChannelsFirst, dtype), Pooling.Maximum);
            };
        },
    };
}
