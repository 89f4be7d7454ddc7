using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.NeuralNetwork;

/// <summary>The shape rule and the kernel that Conv2D, Conv3D and _FusedConv2D share.</summary>
internal static class ConvolutionKernel
{
    internal const string Summary =
        "Padding takes part as zeros. A filter that sees a part of the input's channels is grouped: each part of the output sees its "
            + "own part. "
        + "Every element is added up over the taps and then the channels in ascending order.";

    /// <summary>The output's shape.</summary>
    /// <param name="context">Inputs 0 and 1 are the input and the filter.</param>
    /// <param name="space">Dims of space.</param>
    internal static void Infer(ShapeContext context, string op, int space)
    {
        var window = new SlidingWindow(op, context.Attrs, space);
        var (input, filter) = (context.WithRank(0, window.Rank), context.WithRank(1, window.Rank));
        context.Output(0, OutputShape(window, input, filter));
    }

    /// <summary>The kernel: inputs 0 and 1 are the input and the filter, what else there is belongs to the fused ops.</summary>
    internal static Kernel Make(KernelBuilder builder, string op, int space, bool isFused)
    {
        var window = new SlidingWindow(op, builder.Attrs, space, margins: builder.Margins);
        var layout = new ComputeLayout(window.ChannelsFirst, builder.InputDType(0));
        var filters = new FilterCache(builder.Constant(1));
        var fusion = isFused ? new Fusion(builder.Attrs, 2) : null;
        var shapes = new ShapeMemo<(Shape Output, ConvolutionGeometry Geometry, int Groups)>(
            (input, filter) => Prepare(window, input, filter));
        return step =>
        {
            var (input, filter) = (step.Input(0), step.Input(1));
            var (shape, geometry, groups) = shapes.Get(input.Shape, filter.Shape);
            var output = step.Allocate(0, shape);
            var target = layout.Target(output);
            var finish = fusion?.Finish(step, layout, target.Shape) ?? Finish.Nothing;
            finish = builder.Epilogue?.Finish(step, output, finish) ?? finish;
            filters.WithPacked(filter, groups, packed => Convolution.Run(layout.Load(input), packed, geometry, target, finish));
            fusion?.Complete(step, layout, target);
            layout.Store(target, output);
        };
    }

    /// <summary>Only results that lie where they are computed can be finished there.</summary>
    internal static bool TakesEpilogue(Node node) =>
        node.OutputDTypes[0] == DType.Float32 && node.Attrs.Text("data_format") == "NHWC"
        && !(node.Attrs.Has("fused_ops") && node.Attrs.Texts("fused_ops").Contains("Prelu"));

    /// <summary>Padding takes part as zeros anyway, so those of another node can be a part of it.</summary>
    internal static bool TakesMargins(Node node, long[] margins) =>
        new SlidingWindow(node.Op.Name, node.Attrs, 2).AreAroundSpace(margins);

    /// <summary>The window's size along the dims of space, of a filter [..., channels, channels of the output].</summary>
    internal static long[] Windows(Shape filter) => filter.Dims[..^2].ToArray();

    private static (Shape Output, ConvolutionGeometry Geometry, int Groups) Prepare(SlidingWindow window, Shape input, Shape filter)
    {
        CheckRank("input", input, window.Rank);
        CheckRank("filter", filter, window.Rank);
        var output = OutputShape(window, input, filter);
        var groups = filter[-2] == 0 ? 1 : (int)(input[window.ChannelAxis] / filter[-2]);
        return (output, window.Geometry(input, Windows(filter)), Math.Max(groups, 1));
    }

    internal static void CheckRank(string what, Shape shape, int rank)
    {
        if (shape.Rank != rank)
            throw IntegerTensors.Invalid($"{what} must be {rank}-dimensional: {shape}");
    }

    /// <summary>The output's shape, of an input and a filter whose ranks are checked.</summary>
    internal static Shape OutputShape(SlidingWindow window, Shape input, Shape filter)
    {
        CheckGroups(input[window.ChannelAxis], filter[-2], filter[-1]);
        return window.OutputShape(input, Windows(filter), filter[-1], filter.NameOf(-1));
    }

    private static void CheckGroups(long channels, long seen, long filters)
    {
        if (channels == Shape.Unknown || seen == Shape.Unknown || channels == seen)
            return;
        if (seen == 0 || channels % seen != 0)
            throw ShapeContext.Error($"Depth of input ({channels}) is not a multiple of input depth of filter ({seen})");
        var groups = channels / seen;
        if (filters != Shape.Unknown && groups > 0 && filters % groups != 0)
            throw ShapeContext.Error($"Depth of output ({filters}) is not a multiple of the number of groups ({groups})");
    }
}
