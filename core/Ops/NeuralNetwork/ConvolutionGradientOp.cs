using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.NeuralNetwork;

/// <summary>The gradients of convolutions with respect to their inputs and filters, which TensorFlow calls backprops.</summary>
public static class ConvolutionGradientOp
{
    private static readonly Family images =
        new("Conv2D", "Conv2DBackpropInput", "Conv2DBackpropFilter", 2, ConvolutionKernel.OutputShape);

    private static readonly Family volumes =
        new("Conv3D", "Conv3DBackpropInputV2", "Conv3DBackpropFilterV2", 3, ConvolutionKernel.OutputShape);

    private static readonly Family channels = new(
        "DepthwiseConv2dNative",
        "DepthwiseConv2dNativeBackpropInput",
        "DepthwiseConv2dNativeBackpropFilter",
        2,
        DepthwiseConv2dNativeOp.OutputShape);

    [Op("nn.conv2d_backprop_input")]
    public static OpDef Conv2DBackpropInput { get; } = OfInput(images, Conv2DOp.Conv2D.Attrs, "int32", MakeInput);

    [Op("nn.conv2d_backprop_filter")]
    public static OpDef Conv2DBackpropFilter { get; } = OfFilter(images, Conv2DOp.Conv2D.Attrs, FilterGradient.Run);

    [Op]
    public static OpDef Conv3DBackpropInputV2 { get; } =
        OfInput(volumes, [.. Conv3DOp.Conv3D.Attrs, "Tshape: {int32, int64} = DT_INT32"], "Tshape", MakeInput);

    [Op]
    public static OpDef Conv3DBackpropFilterV2 { get; } = OfFilter(volumes, Conv3DOp.Conv3D.Attrs, FilterGradient.Run);

    [Op("nn.depthwise_conv2d_backprop_input")]
    public static OpDef DepthwiseConv2dNativeBackpropInput { get; } =
        OfInput(channels, DepthwiseConv2dNativeOp.DepthwiseConv2dNative.Attrs, "int32", MakeDepthwiseInput);

    [Op("nn.depthwise_conv2d_backprop_filter")]
    public static OpDef DepthwiseConv2dNativeBackpropFilter { get; } =
        OfFilter(channels, DepthwiseConv2dNativeOp.DepthwiseConv2dNative.Attrs, DepthwiseGradient.Filter);

    /// <summary>Some attrs of a node, to be those of a node of its gradient.</summary>
    internal static (string Name, object Value)[] Attrs(Node node, params string[] names) =>
        [.. names.Select(name => (name, node.Attrs[name]))];

    // What the ops of a family declare alike.
    private static readonly string[] sameAttrs = ["strides", "padding", "explicit_paddings", "data_format", "dilations"];

    private static (string Name, object Value)[] SameAttrs(Node node) => Attrs(
        node, [.. sameAttrs.Where(node.Attrs.Has)]);

    private static OpDef OfInput(Family family, string[] attrs, string sizes, Func<KernelBuilder, SlidingWindow, Compute> make) => new()
    {
        Name = family.Input,
        Summary = $"The gradient of {family.Forward} with respect to its input, whose shape is given: the transposed convolution.",
        Example = $"{family.Input}(shape({family.Example}), filter, {family.Forward}({family.Example}, filter, {family.Steps}), {family.Steps})",
        Inputs = [$"input_sizes: {sizes}", "filter: T", "out_backprop: T"],
        Outputs = ["output: T"],
        Attrs = attrs,
        Shape = context =>
        {
            var rank = family.Space + 2;
            var (filter, gradient) = (context.WithRank(1, rank), context.WithRank(2, rank));
            var input = context.ConstantShape(0);
            if (input.Rank == family.Space && family.Space == 2)
                input = Completed(new SlidingWindow(family.Input, context.Attrs, 2), input, filter, gradient);
            context.Output(0, input.HasRank ? input : Shape.OfRank(rank));
        },
        Kernel = builder =>
        {
            var window = new SlidingWindow(family.Input, builder.Attrs, family.Space);
            var compute = make(builder, window);
            return step =>
            {
                var (filter, gradient) = (step.Input(1), step.Input(2));
                var input = step.Input(0).ToShape();
                if (input.Rank == 2)
                    input = Completed(window, input, filter.Shape, gradient.Shape);
                CheckGradient(family, family.Input, window, input, filter.Shape, gradient.Shape);
                compute(step, input);
            };
        },
        Gradient = context =>
        [
            null,
            context.Call(
                family.Filter,
                [context.Gradient()!.Value, context.Call("Shape", context.Input(1)), context.Input(2)],
                SameAttrs(context.Node)),
            context.Call(family.Forward, [context.Gradient()!.Value, context.Input(1)], SameAttrs(context.Node)),
        ],
    };

    private static OpDef OfFilter(Family family, string[] attrs, Action<Tensor, Tensor, ConvolutionGeometry, Tensor> compute) => new()
    {
        Name = family.Filter,
        Summary = $"The gradient of {family.Forward} with respect to its filter, whose shape is given.",
        Example = $"{family.Filter}({family.Example}, shape(filter), {family.Forward}({family.Example}, filter, {family.Steps}), {family.Steps})",
        Inputs = ["input: T", "filter_sizes: int32", "out_backprop: T"],
        Outputs = ["output: T"],
        Attrs = attrs,
        Shape = context =>
        {
            context.WithRank(0, family.Space + 2);
            context.WithRank(2, family.Space + 2);
            var filter = context.ConstantShape(1);
            context.Output(0, filter.HasRank ? filter : Shape.OfRank(family.Space + 2));
        },
        Kernel = builder =>
        {
            var window = new SlidingWindow(family.Filter, builder.Attrs, family.Space);
            var layout = new ComputeLayout(window.ChannelsFirst, builder.InputDType(0));
            var filterLayout = layout with { ChannelsFirst = false };
            return step =>
            {
                var (input, filter) = (step.Input(0), step.Input(1).ToShape());
                CheckGradient(family, family.Filter, window, input.Shape, filter, step.Input(2).Shape);
                var output = step.Allocate(0, filter);
                var target = filterLayout.Target(output);
                var geometry = window.Geometry(input.Shape, ConvolutionKernel.Windows(filter));
                compute(layout.Load(input), layout.Load(step.Input(2)), geometry, target);
                filterLayout.Store(target, output);
            };
        },
        Gradient = context =>
        [
            context.Call(
                family.Input,
                [context.Call("Shape", context.Input(0)), context.Gradient()!.Value, context.Input(2)],
                SameAttrs(context.Node)),
            null,
            context.Call(family.Forward, [context.Input(0), context.Gradient()!.Value], SameAttrs(context.Node)),
        ],
    };

    private static Compute MakeInput(KernelBuilder builder, SlidingWindow window)
    {
        var layout = new ComputeLayout(window.ChannelsFirst, builder.InputDType(1));
        var constant = builder.Constant(1);
        var shapes = new ShapeMemo<ConvolutionGeometry>((input, filter) => window.Geometry(input, ConvolutionKernel.Windows(filter)));
        (ConvolutionGeometry? Geometry, TransposedConvolution? Convolution) kept = default;
        return (step, input) =>
        {
            var (filter, output) = (step.Input(1), step.Allocate(0, input));
            var (geometry, target) = (shapes.Get(input, filter.Shape), layout.Target(output));
            var isKept = ReferenceEquals(filter, constant) && ReferenceEquals(geometry, kept.Geometry);
            var convolution = isKept ? kept.Convolution! : TransposedConvolution.Of(ComputeLayout.Widen(filter), geometry);
            convolution.Run(layout.Load(step.Input(2)), target);
            layout.Store(target, output);
            if (ReferenceEquals(filter, constant))
                kept = (geometry, convolution);
            else
                convolution.Dispose();
        };
    }

    private static Compute MakeDepthwiseInput(KernelBuilder builder, SlidingWindow window)
    {
        var layout = new ComputeLayout(window.ChannelsFirst, builder.InputDType(1));
        return (step, input) =>
        {
            var (filter, output) = (step.Input(1), step.Allocate(0, input));
            var target = layout.Target(output);
            var geometry = window.Geometry(input, ConvolutionKernel.Windows(filter.Shape));
            DepthwiseGradient.Input(ComputeLayout.Widen(filter), layout.Load(step.Input(2)), geometry, target);
            layout.Store(target, output);
        };
    }

    // Two sizes are height and width: the batch is that of the gradient, the channels are those of the filter.
    private static Shape Completed(SlidingWindow window, Shape space, Shape filter, Shape gradient) => window.ChannelsFirst
        ? gradient.Part(0, 1).Then(filter.Part(2, 3)).Then(space)
        : gradient.Part(0, 1).Then(space).Then(filter.Part(2, 3));

    private static void CheckGradient(Family family, string op, SlidingWindow window, Shape input, Shape filter, Shape gradient)
    {
        if (input.Rank != window.Rank)
            throw IntegerTensors.Invalid($"{op}: input_sizes must have {window.Rank} elements, got {input}");
        ConvolutionKernel.CheckRank("filter", filter, window.Rank);
        ConvolutionKernel.CheckRank("out_backprop", gradient, window.Rank);
        var computed = family.OutputShape(window, input, filter);
        if (!computed.Equals(gradient))
            throw IntegerTensors.Invalid($"{op}: Size of out_backprop doesn't match computed: actual = {gradient}, computed = {computed}");
    }

    private delegate void Compute(Step step, Shape input);

    /// <summary>A convolution and its gradients.</summary>
    private sealed record Family(
        string Forward, string Input, string Filter, int Space, Func<SlidingWindow, Shape, Shape, Shape> OutputShape)
    {
        /// <summary>The image of the ops' examples.</summary>
        public string Example => Space == 3 ? "volume" : "image";

        /// <summary>The attrs of the ops' examples.</summary>
        public string Steps => $"strides=[{string.Join(", ", Enumerable.Repeat("1", Space + 2))}], padding='SAME'";
    }
}
