using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.NeuralNetwork;

/// <summary>The gradients of poolings, and theirs.</summary>
public static class PoolingGradientOp
{
    [Op]
    public static OpDef MaxPoolGrad { get; } = OfMaximum("MaxPoolGrad", "MaxPoolGradGrad", isExplicit: true, isVolume: false);

    [Op]
    public static OpDef MaxPool3DGrad { get; } = OfMaximum("MaxPool3DGrad", "MaxPool3DGradGrad", isExplicit: false, isVolume: true);

    [Op]
    public static OpDef MaxPoolGradGrad { get; } = OfMaximumTwice("MaxPoolGradGrad", "MaxPoolGrad", isExplicit: true, isVolume: false);

    [Op]
    public static OpDef MaxPool3DGradGrad { get; } =
        OfMaximumTwice("MaxPool3DGradGrad", "MaxPool3DGrad", isExplicit: false, isVolume: true);

    [Op]
    public static OpDef AvgPoolGrad { get; } = OfAverage("AvgPoolGrad", "AvgPool", isVolume: false);

    [Op]
    public static OpDef AvgPool3DGrad { get; } = OfAverage("AvgPool3DGrad", "AvgPool3D", isVolume: true);

    private static OpDef OfMaximum(string name, string again, bool isExplicit, bool isVolume) => new()
    {
        Name = name,
        Summary = "The gradient of a maximum pooling: each window's goes to its greatest element, the first one of equals.",
        Example = $"{name}({Image(isVolume)}, {Pooled("Max", isVolume)}, {Pooled("Max", isVolume)}, {PoolingOp.ExampleAttrs(isVolume)})",
        Inputs = ["orig_input: T", "orig_output: T", "grad: T"],
        Outputs = ["output: T"],
        Attrs = PoolingOp.Attrs(Dtypes(isVolume), isVolume, isExplicit),
        Shape = context => context.Output(0, context.WithRank(0, isVolume ? 5 : 4)),
        Kernel = builder => MakeMaximum(builder, name, isVolume, isOnce: true, (step, layout, positions) =>
        {
            var output = step.Allocate(0, step.Input(0).Shape);
            var target = layout.Target(output);
            PoolingGradient.Scatter(layout.Load(step.Input(2)), positions, target);
            layout.Store(target, output);
        }),
        Gradient = context =>
        [
            context.Call("ZerosLike", context.Input(0)),
            context.Call("ZerosLike", context.Input(1)),
            context.Call(again, [context.Input(0), context.Input(1), context.Gradient()!.Value], Same(context.Node)),
        ],
    };

    private static OpDef OfMaximumTwice(string name, string once, bool isExplicit, bool isVolume) => new()
    {
        Name = name,
        Summary = "The gradient of a maximum pooling's gradient: for each window that of its greatest element, the first one of equals.",
        Example = $"{name}({Image(isVolume)}, {Pooled("Max", isVolume)}, {Image(isVolume)}, {PoolingOp.ExampleAttrs(isVolume)})",
        Inputs = ["orig_input: T", "orig_output: T", "grad: T"],
        Outputs = ["output: T"],
        Attrs = PoolingOp.Attrs(Dtypes(isVolume), isVolume, isExplicit),
        Shape = context => context.Output(0, context.WithRank(1, isVolume ? 5 : 4)),
        Kernel = builder => MakeMaximum(builder, name, isVolume, isOnce: false, (step, layout, positions) =>
        {
            var output = step.Allocate(0, step.Input(1).Shape);
            var target = layout.Target(output);
            PoolingGradient.Gather(layout.Load(step.Input(2)), positions, target);
            layout.Store(target, output);
        }),
        Gradient = context =>
        [
            context.Call("ZerosLike", context.Input(0)),
            context.Call("ZerosLike", context.Input(1)),
            context.Call(once, [context.Input(0), context.Input(1), context.Gradient()!.Value], Same(context.Node)),
        ],
    };

    private static OpDef OfAverage(string name, string forward, bool isVolume) => new()
    {
        Name = name,
        Summary = "The gradient of a mean: each window's, shared by the elements under it.",
        Example = $"{name}(shape({Image(isVolume)}), {Pooled("Avg", isVolume)}, {PoolingOp.ExampleAttrs(isVolume)})",
        Inputs = ["orig_input_shape: int32", "grad: T"],
        Outputs = ["output: T"],
        Attrs = PoolingOp.Attrs(PoolingOp.Floats, isVolume),
        Shape = context =>
        {
            var shape = context.ConstantShape(0);
            context.WithRank(1, isVolume ? 5 : 4);
            context.Output(0, shape.HasRank ? shape : Shape.OfRank(isVolume ? 5 : 4));
        },
        Kernel = builder =>
        {
            var window = new SlidingWindow(name, builder.Attrs, isVolume ? 3 : 2);
            var sizes = window.Windows(name, builder.Attrs.Ints("ksize"));
            var layout = new ComputeLayout(window.ChannelsFirst, builder.InputDType(1));
            return step =>
            {
                var shape = step.Input(0).ToShape();
                var (computed, geometry) = PoolingOp.Prepare(window, sizes, shape);
                CheckGradient(name, computed, step.Input(1).Shape);
                var output = step.Allocate(0, shape);
                var target = layout.Target(output);
                PoolingGradient.Average(layout.Load(step.Input(1)), geometry, target);
                layout.Store(target, output);
            };
        },
        Gradient = context => [null, context.Call(forward, [context.Gradient()!.Value], Same(context.Node))],
    };

    private static string Image(bool isVolume) => isVolume ? "volume" : "image";

    private static string Pooled(string kind, bool isVolume) =>
        $"{kind}Pool{(isVolume ? "3D" : "")}({Image(isVolume)}, {PoolingOp.ExampleAttrs(isVolume)})";

    private static Kernel MakeMaximum(KernelBuilder builder, string name, bool isVolume, bool isOnce, Finisher finish)
    {
        var window = new SlidingWindow(name, builder.Attrs, isVolume ? 3 : 2);
        var sizes = window.Windows(name, builder.Attrs.Ints("ksize"));
        var layout = new ComputeLayout(window.ChannelsFirst, builder.InputDType(0));
        var positions = (Tensor?)null;
        return step =>
        {
            var (computed, geometry) = PoolingOp.Prepare(window, sizes, step.Input(0).Shape);
            CheckGradient(name, computed, step.Input(1).Shape);
            CheckGradient(name, isOnce ? computed : step.Input(0).Shape, step.Input(2).Shape);
            if (positions is null || positions.ElementCount < computed.ElementCount)
                positions = Tensor.Allocate(DType.Int64, Shape.Of(computed.ElementCount));
            PoolingGradient.Positions(layout.Load(step.Input(0)), geometry, countsBatches: true, positions);
            finish(step, layout, positions.Values<long>());
        };
    }

    private static string Dtypes(bool isVolume) => isVolume ? "T: {half, bfloat16, float}" : PoolingOp.RealNumbers;

    private static readonly string[] sameAttrs = ["ksize", "strides", "padding", "explicit_paddings", "data_format"];

    private static (string Name, object Value)[] Same(Node node) => ConvolutionGradientOp.Attrs(
        node, [.. sameAttrs.Where(node.Attrs.Has)]);

    private static void CheckGradient(string op, Shape expected, Shape actual)
    {
        if (!expected.Equals(actual))
            throw IntegerTensors.Invalid($"{op}: expected a gradient of shape {expected}, but got {actual}");
    }

    private delegate void Finisher(Step step, ComputeLayout layout, ReadOnlySpan<long> positions);
}
