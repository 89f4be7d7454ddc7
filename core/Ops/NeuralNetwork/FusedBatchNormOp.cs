using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.NeuralNetwork;

/// <summary>Batch normalisation and its gradients.</summary>
public static class FusedBatchNormOp
{
    private static readonly string[] version1 = ["T: {float}"];
    private static readonly string[] version2 = ["T: {half, bfloat16, float}", "U: {float}"];
    private static readonly string[] version3 = ["T: {half, bfloat16, float}", "U: {bfloat16, float}"];

    [Op]
    public static OpDef FusedBatchNorm { get; } = Declare("FusedBatchNorm", version1, "T", hasReserve: false);

    [Op]
    public static OpDef FusedBatchNormV2 { get; } = Declare("FusedBatchNormV2", version2, "U", hasReserve: false);

    [Op("nn.fused_batch_norm")]
    public static OpDef FusedBatchNormV3 { get; } = Declare("FusedBatchNormV3", version3, "U", hasReserve: true);

    [Op]
    public static OpDef FusedBatchNormGrad { get; } = DeclareGradient("FusedBatchNormGrad", version1, "T", "T", hasReserve: false);

    [Op]
    public static OpDef FusedBatchNormGradV2 { get; } = DeclareGradient("FusedBatchNormGradV2", version2, "float", "U", hasReserve: false);

    [Op]
    public static OpDef FusedBatchNormGradV3 { get; } = DeclareGradient("FusedBatchNormGradV3", version3, "float", "U", hasReserve: true);

    private static OpDef Declare(string name, string[] dtypes, string moment, bool hasReserve) => new()
    {
        Name = name,
        Summary = "(x - mean) * scale / sqrt(variance + epsilon) + offset for each channel. While training, mean and variance are those "
            + "of x itself; "
            + "they are put out, the variance times n / (n - 1), or mixed with the inputs by exponential_avg_factor.",
        Inputs = ["x: T", $"scale: {moment}", $"offset: {moment}", $"mean: {moment}", $"variance: {moment}"],
        Outputs =
        [
            "y: T", $"batch_mean: {moment}", $"batch_variance: {moment}", $"reserve_space_1: {moment}", $"reserve_space_2: {moment}",
            .. hasReserve ? new[] { $"reserve_space_3: {moment}" } : [],
        ],
        Attrs = [.. dtypes, "epsilon: float = 0.0001", "exponential_avg_factor: float = 1.0", .. Formats(hasReserve)],
        Example = $"{name}(image, [1.0, 2.0], [0.0, 1.0], [0.5, 0.25], [2.0, 1.0], is_training=false)",
        Shape = context =>
        {
            var x = context.WithRank(0, Rank(context.Attrs));
            var axis = ChannelAxis(context.Attrs, x.Rank);
            var training = context.Attrs.Bool("is_training");
            var channels = x[axis];
            for (var i = 1; i < (training ? 3 : 5); i++)
                channels = ShapeContext.Merge(channels, context.WithRank(i, 1)[0]);
            context.Output(0, x[axis] == Shape.Unknown ? x.With(axis, channels) : x);
            for (var i = 1; i < 5; i++)
                context.Output(i, Shape.Of(channels));
            if (hasReserve)
                context.Output(5, Shape.Scalar);
        },
        Kernel = builder => new BatchNormStep(builder, hasReserve).Run,
        Gradient = context => Gradient(context, name.Insert("FusedBatchNorm".Length, "Grad"), hasReserve),
    };

    private static IReadOnlyList<Output?> Gradient(Gradients.GradientContext context, string op, bool hasReserve)
    {
        var training = context.Node.Attrs.Bool("is_training");
        var (mean, variance) = training ? (context.Output(3), context.Output(4)) : (context.Input(3), context.Input(4));
        Output[] inputs = [context.Gradient()!.Value, context.Input(0), context.Input(1), mean, variance];
        if (hasReserve)
            inputs = [.. inputs, context.Output(5)];
        var node = context.Call(op, inputs, ConvolutionGradientOp.Attrs(context.Node, "epsilon", "data_format", "is_training")).Node;
        return [new Output(node, 0), new Output(node, 1), new Output(node, 2), null, null];
    }

    private static OpDef DeclareGradient(string name, string[] dtypes, string scale, string moment, bool hasReserve) => new()
    {
        Name = name,
        Summary = "The gradients of batch normalisation's x, scale and offset.",
        Example = $"{name}(image, image, [1.0, 2.0], [0.5, 0.25], [2.0, 1.0]{(hasReserve ? ", [0.0]" : "")})",
        Inputs =
        [
            "y_backprop: T", "x: T", $"scale: {scale}", $"reserve_space_1: {moment}", $"reserve_space_2: {moment}",
            .. hasReserve ? new[] { $"reserve_space_3: {moment}" } : [],
        ],
        Outputs =
        [
            "x_backprop: T", $"scale_backprop: {moment}", $"offset_backprop: {moment}",
            $"reserve_space_{(hasReserve ? 4 : 3)}: {moment}", $"reserve_space_{(hasReserve ? 5 : 4)}: {moment}",
        ],
        Attrs = [.. dtypes, "epsilon: float = 0.0001", .. Formats(hasReserve)],
        Shape = context =>
        {
            var x = ShapeContext.Merge(context.WithRank(0, Rank(context.Attrs)), context.WithRank(1, Rank(context.Attrs)));
            var channels = x[ChannelAxis(context.Attrs, x.Rank)];
            for (var i = 2; i < 5; i++)
                channels = ShapeContext.Merge(channels, context.WithRank(i, 1)[0]);
            context.Output(0, x);
            for (var i = 1; i < 5; i++)
                context.Output(i, Shape.Of(i < 3 ? channels : 0));
        },
        Kernel = builder =>
        {
            var layout = Layout(builder);
            var (epsilon, training) = (builder.Attrs.Float("epsilon"), builder.Attrs.Bool("is_training"));
            return step => RunGradient(step, layout, epsilon, training);
        },
        Gradient = BatchNormSecondGradient.Of,
    };

    internal static ComputeLayout Layout(KernelBuilder builder) =>
        new(builder.Attrs.Text("data_format").StartsWith("NC", StringComparison.Ordinal), builder.InputDType(0));

    private static string[] Formats(bool hasVolumes) =>
    [
        hasVolumes ? "data_format: {'NHWC', 'NCHW', 'NDHWC', 'NCDHW'} = 'NHWC'" : "data_format: {'NHWC', 'NCHW'} = 'NHWC'",
        "is_training: bool = true",
    ];

    private static int Rank(Attrs attrs) => attrs.Text("data_format").Length;

    private static int ChannelAxis(Attrs attrs, int rank) =>
        attrs.Text("data_format").StartsWith("NC", StringComparison.Ordinal) ? 1 : rank - 1;

    private static void RunGradient(Step step, ComputeLayout layout, float epsilon, bool training)
    {
        var (dy, x) = (layout.Load(step.Input(0)), layout.Load(step.Input(1)));
        if (!dy.Shape.Equals(x.Shape))
            throw IntegerTensors.Invalid($"x and y_backprop must have same shape, but x has shape {step.Input(1).Shape} and y_backprop "
                + $"{step.Input(0).Shape}");
        for (var i = 2; i < 5; i++)
        {
            if (step.Input(i).Rank != 1 || step.Input(i).ElementCount != x.Shape[-1])
                throw IntegerTensors.Invalid(
                    $"{step.Node.Op.Signature.Inputs[i].Name} must have the same number of elements as the channels of x, "
                    + $"got {step.Input(i).Shape} and {x.Shape[-1]}");
        }

        var outputs = new Tensor[3];
        outputs[0] = step.Allocate(0, step.Input(1).Shape);
        for (var i = 1; i < 5; i++)
        {
            var output = step.Allocate(i, Shape.Of(i < 3 ? x.Shape[-1] : 0));
            if (i < 3)
                outputs[i] = output;
        }

        var (target, scale, offset) = (layout.Target(outputs[0]), ComputeLayout.WideTarget(outputs[1]), ComputeLayout.WideTarget(outputs[2]));
        var moments = (ComputeLayout.Widen(step.Input(3)), ComputeLayout.Widen(step.Input(4)));
        Normalization.Gradients(dy, x, ComputeLayout.Widen(step.Input(2)), moments, epsilon, training, (target, scale, offset));
        layout.Store(target, outputs[0]);
        layout.Store(scale, outputs[1]);
        layout.Store(offset, outputs[2]);
    }
}
