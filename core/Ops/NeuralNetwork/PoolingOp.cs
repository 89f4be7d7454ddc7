using GraphRun.Execution;
using GraphRun.Gradients;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.NeuralNetwork;

/// <summary>The parts that all poolings declare alike.</summary>
internal static class PoolingOp
{
    internal const string Floats = "T: {half, bfloat16, float, double}";

    internal const string RealNumbers = "T: {half, bfloat16, float, double, int32, int64, uint8, int16, int8, uint16}";

    /// <summary>A pooling whose windows are attrs.</summary>
    /// <param name="name">The op type.</param>
    /// <param name="summary">Its documentation.</param>
    /// <param name="input">The input's name.</param>
    /// <param name="dtypes">The declaration of T.</param>
    /// <param name="pool">The kernel.</param>
    /// <param name="gradient">The gradient.</param>
    /// <param name="isVolume">Three dims of space rather than two.</param>
    /// <param name="isExplicit">Paddings may be given one by one.</param>
    internal static OpDef Of(
        string name,
        string summary,
        string input,
        string dtypes,
        Action<Tensor, ConvolutionGeometry, Tensor> pool,
        GradientRule gradient,
        bool isVolume = false,
        bool isExplicit = false)
    {
        var format = isVolume ? "NDHWC" : "NHWC";
        return new()
        {
            Name = name,
            Summary = summary,
            Inputs = [$"{input}: T"],
            Outputs = ["output: T"],
            Attrs = Attrs(dtypes, isVolume, isExplicit),
            Parameters =
            [
                $"{input}: {input}", "ksize: ksize", "strides: strides", "padding: padding", $"data_format: data_format = '{format}'",
                .. isExplicit ? new[] { "explicit_paddings: explicit_paddings = []" } : [],
            ],
            Example = $"{name}({(isVolume ? "volume" : "image")}, {ExampleAttrs(isVolume)})",
            Shape = context =>
            {
                var window = new SlidingWindow(name, context.Attrs, isVolume ? 3 : 2);
                var sizes = window.Windows(name, context.Attrs.Ints("ksize"));
                var shape = context.WithRank(0, window.Rank);
                context.Output(0, window.OutputShape(shape, sizes, shape[window.ChannelAxis], shape.NameOf(window.ChannelAxis)));
            },
            Kernel = builder =>
            {
                var window = new SlidingWindow(name, builder.Attrs, isVolume ? 3 : 2);
                var sizes = window.Windows(name, builder.Attrs.Ints("ksize"));
                var shapes = new ShapeMemo<(Shape, ConvolutionGeometry)>((shape, _) => Prepare(window, sizes, shape));
                return step => Run(step, shapes, new ComputeLayout(window.ChannelsFirst, builder.InputDType(0)), pool);
            },
            Gradient = gradient,
            Flops = FlopRules.Pooling,
        };
    }

    /// <summary>The attrs of an example.</summary>
    internal static string ExampleAttrs(bool isVolume)
    {
        var list = isVolume ? "[1, 2, 2, 2, 1]" : "[1, 2, 2, 1]";
        return $"ksize={list}, strides={list}, padding='VALID'";
    }

    /// <summary>The declarations of the attrs.</summary>
    internal static string[] Attrs(string dtypes, bool isVolume, bool isExplicit = false) =>
    [
        dtypes,
        "ksize: list(int) >= 4",
        "strides: list(int) >= 4",
        isExplicit ? "padding: {'SAME', 'VALID', 'EXPLICIT'}" : "padding: {'SAME', 'VALID'}",
        .. isExplicit ? new[] { "explicit_paddings: list(int) = []" } : [],
        isVolume ? "data_format: {'NDHWC', 'NCDHW'} = 'NDHWC'" : "data_format: {'NHWC', 'NCHW', 'NCHW_VECT_C'} = 'NHWC'",
    ];

    /// <summary>The output's shape and the geometry of an input that must have the right rank.</summary>
    internal static (Shape Output, ConvolutionGeometry Geometry) Prepare(SlidingWindow window, long[] sizes, Shape input)
    {
        ConvolutionKernel.CheckRank("tensor_in", input, window.Rank);
        return (window.OutputShape(input, sizes, input[window.ChannelAxis]), window.Geometry(input, sizes));
    }

    internal static void Run(
        Step step,
        ShapeMemo<(Shape Output, ConvolutionGeometry Geometry)> shapes,
        ComputeLayout layout,
        Action<Tensor, ConvolutionGeometry, Tensor> pool)
    {
        var input = step.Input(0);
        var (shape, geometry) = shapes.Get(input.Shape, input.Shape);
        var output = step.Allocate(0, shape);
        var target = layout.Target(output);
        pool(layout.Load(input), geometry, target);
        layout.Store(target, output);
    }
}
