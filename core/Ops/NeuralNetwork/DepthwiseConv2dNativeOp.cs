using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.NeuralNetwork;

/// <summary>Convolutions of each channel by itself.</summary>
public static class DepthwiseConv2dNativeOp
{
    private static readonly string[] attrs =
    [
        "T: {half, bfloat16, float, double}",
        "strides: list(int)",
        "padding: {'SAME', 'VALID', 'EXPLICIT'}",
        "explicit_paddings: list(int) = []",
        "data_format: {'NHWC', 'NCHW'} = 'NHWC'",
        "dilations: list(int) = [1, 1, 1, 1]",
    ];

    [Op("nn.depthwise_conv2d_native", "nn.depthwise_conv2d", "depthwise_conv2d")]
    public static OpDef DepthwiseConv2dNative { get; } = new()
    {
        Name = "DepthwiseConv2dNative",
        Summary = "Convolves each channel of an image with filters of its own, [height, width, channels, filters of a channel]; output "
            + "channel c * filters + q is that of filter q of channel c.",
        Inputs = ["input: T", "filter: T"],
        Outputs = ["output: T"],
        Attrs = attrs,
        Example = "nn.depthwise_conv2d(image, filter, strides=[1, 1, 1, 1], padding='SAME')",
        Shape = context => Infer(context, "DepthwiseConv2dNative"),
        TakesEpilogue = ConvolutionKernel.TakesEpilogue,
        TakesMargins = TakesMargins,
        Kernel = builder => Make(builder, "DepthwiseConv2dNative", isFused: false),
        Flops = FlopRules.Convolution(outputDims: 2),
        Gradient = context =>
        {
            var (gradient, input, filter) = (context.Gradient()!.Value, context.Input(0), context.Input(1));
            var same = ConvolutionGradientOp.Attrs(context.Node, "strides", "padding", "explicit_paddings", "data_format", "dilations");
            return
            [
                context.Call("DepthwiseConv2dNativeBackpropInput", [context.Call("Shape", input), filter, gradient], same),
                context.Call("DepthwiseConv2dNativeBackpropFilter", [input, context.Call("Shape", filter), gradient], same),
            ];
        },
    };

    [Op]
    public static OpDef FusedDepthwiseConv2dNative { get; } = new()
    {
        Name = "FusedDepthwiseConv2dNative",
        Summary = "DepthwiseConv2dNative and what follows it in one pass: BiasAdd or FusedBatchNorm, then Add, then an activation, as "
            + "far as fused_ops names them. An op of TensorFlow.js.",
        Inputs = ["input: T", "filter: T", "args: num_args * T"],
        Outputs = ["output: T"],
        Attrs = [.. attrs, .. Fusion.Attrs],
        Example = "FusedDepthwiseConv2dNative(image, filter, [[1.0, 2.0, 3.0, 4.0]], strides=[1, 1, 1, 1], padding='SAME', fused_ops=['BiasAdd'])",
        Shape = context => Infer(context, "FusedDepthwiseConv2dNative"),
        TakesEpilogue = ConvolutionKernel.TakesEpilogue,
        TakesMargins = TakesMargins,
        Kernel = builder => Make(builder, "FusedDepthwiseConv2dNative", isFused: true),
        Flops = FlopRules.Convolution(outputDims: 2),
    };

    internal static Shape OutputShape(SlidingWindow window, Shape input, Shape filter)
    {
        ShapeContext.Merge(input[window.ChannelAxis], filter[2]);
        var channels = PartialShapes.Multiply(filter[2] != Shape.Unknown ? filter[2] : input[window.ChannelAxis], filter[3]);
        var name = filter[3] == 1 ? input.NameOf(window.ChannelAxis) : null;
        return window.OutputShape(input, ConvolutionKernel.Windows(filter), channels, name);
    }

    // Padding of the convolution's own takes no part, so there must not be any besides.
    private static bool TakesMargins(Node node, long[] margins) =>
        node.Attrs.Text("padding") == "VALID" && ConvolutionKernel.TakesMargins(node, margins);

    private static void Infer(ShapeContext context, string op)
    {
        var window = new SlidingWindow(op, context.Attrs, 2);
        context.Output(0, OutputShape(window, context.WithRank(0, 4), context.WithRank(1, 4)));
    }

    private static Kernel Make(KernelBuilder builder, string op, bool isFused)
    {
        var window = new SlidingWindow(op, builder.Attrs, 2, margins: builder.Margins);
        var layout = new ComputeLayout(window.ChannelsFirst, builder.InputDType(0));
        var filters = new FilterCache(builder.Constant(1));
        var fusion = isFused ? new Fusion(builder.Attrs, 2) : null;
        var shapes = new ShapeMemo<(Shape Output, ConvolutionGeometry Geometry)>((input, filter) => Prepare(window, input, filter));
        return step =>
        {
            var (input, filter) = (step.Input(0), step.Input(1));
            var (shape, geometry) = shapes.Get(input.Shape, filter.Shape);
            var output = step.Allocate(0, shape);
            var target = layout.Target(output);
            var finish = fusion?.Finish(step, layout, target.Shape) ?? Finish.Nothing;
            finish = builder.Epilogue?.Finish(step, output, finish) ?? finish;
            DepthwiseConvolution.Run(layout.Load(input), filters.Widened(filter), geometry, target, finish);
            fusion?.Complete(step, layout, target);
            layout.Store(target, output);
        };
    }

    private static (Shape Output, ConvolutionGeometry Geometry) Prepare(SlidingWindow window, Shape input, Shape filter)
    {
        ConvolutionKernel.CheckRank("input", input, 4);
        ConvolutionKernel.CheckRank("filter", filter, 4);
        return (OutputShape(window, input, filter), window.Geometry(input, ConvolutionKernel.Windows(filter)));
    }
}
