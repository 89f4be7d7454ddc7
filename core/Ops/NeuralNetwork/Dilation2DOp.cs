using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.NeuralNetwork;

/// <summary>Grayscale dilation of images, and its gradients.</summary>
public static class Dilation2DOp
{
    private static readonly string[] attrs =
    [
        "T: realnumbertype", "strides: list(int) >= 4", "rates: list(int) >= 4", "padding: {'SAME', 'VALID'}",
    ];

    [Op("nn.dilation2d")]
    public static OpDef Dilation2D { get; } = new()
    {
        Name = "Dilation2D",
        Summary = "The greatest sum, for each channel, of an image's elements under a window that moves over it and of a filter "
            + "[height, width, channels]. Padding takes no part.",
        Inputs = ["input: T", "filter: T"],
        Outputs = ["output: T"],
        Attrs = attrs,
        Example = "Dilation2D(image, ones([2, 2, 2]), strides=[1, 1, 1, 1], rates=[1, 1, 1, 1], padding='SAME')",
        Shape = context =>
        {
            var window = Window("Dilation2D", context.Attrs);
            context.Output(0, OutputShape(window, context.WithRank(0, 4), context.WithRank(1, 3)));
        },
        Kernel = builder => Make(builder, "Dilation2D", Dilation.Kind.Output, (input, _, output) => output),
        Gradient = context =>
        {
            Output[] inputs = [context.Input(0), context.Input(1), context.Gradient()!.Value];
            var same = ConvolutionGradientOp.Attrs(context.Node, "strides", "rates", "padding");
            return [context.Call("Dilation2DBackpropInput", inputs, same), context.Call("Dilation2DBackpropFilter", inputs, same)];
        },
    };

    [Op]
    public static OpDef Dilation2DBackpropInput { get; } = OfGradient(
        "Dilation2DBackpropInput", "in_backprop", 0, Dilation.Kind.InputGradient);

    [Op]
    public static OpDef Dilation2DBackpropFilter { get; } = OfGradient(
        "Dilation2DBackpropFilter", "filter_backprop", 1, Dilation.Kind.FilterGradient);

    private static OpDef OfGradient(string name, string output, int of, Dilation.Kind kind) => new()
    {
        Name = name,
        Summary = $"The gradient of Dilation2D's {(of == 0 ? "input" : "filter")}: each window's goes to the first pair of elements of "
            + $"the greatest sum.",
        Inputs = ["input: T", "filter: T", "out_backprop: T"],
        Example = $"{name}(image, ones([2, 2, 2]), image, strides=[1, 1, 1, 1], rates=[1, 1, 1, 1], padding='SAME')",
        Outputs = [$"{output}: T"],
        Attrs = attrs,
        Shape = context => context.Output(0, context.WithRank(of, of == 0 ? 4 : 3)),
        Kernel = builder => Make(builder, name, kind, (input, filter, _) => of == 0 ? input : filter),
    };

    private static SlidingWindow Window(string op, Attrs attrs) => new(op, attrs, 2, dilations: "rates");

    private static Shape OutputShape(SlidingWindow window, Shape input, Shape filter)
    {
        var channels = ShapeContext.Merge(input[3], filter[2]);
        return window.OutputShape(input, filter.Dims[..2], channels, input.NameOf(3));
    }

    private static Kernel Make(KernelBuilder builder, string op, Dilation.Kind kind, Func<Shape, Shape, Shape, Shape> shapeOf)
    {
        var window = Window(op, builder.Attrs);
        var layout = new ComputeLayout(false, builder.InputDType(0));
        return step =>
        {
            var (input, filter) = (step.Input(0), step.Input(1));
            ConvolutionKernel.CheckRank("input", input.Shape, 4);
            ConvolutionKernel.CheckRank("filter", filter.Shape, 3);
            var shape = OutputShape(window, input.Shape, filter.Shape);
            var gradient = kind == Dilation.Kind.Output ? null : step.Input(2);
            if (gradient is not null && !gradient.Shape.Equals(shape))
                throw IntegerTensors.Invalid($"{op}: out_backprop must have shape {shape}, but has {gradient.Shape}");
            var output = step.Allocate(0, shapeOf(input.Shape, filter.Shape, shape));
            var target = layout.Target(output);
            var wide = gradient is null ? null : ComputeLayout.Widen(gradient);
            var geometry = window.Geometry(input.Shape, filter.Shape.Dims[..2]);
            Dilation.Run(ComputeLayout.Widen(input), ComputeLayout.Widen(filter), wide, geometry, kind, target);
            layout.Store(target, output);
        };
    }
}
