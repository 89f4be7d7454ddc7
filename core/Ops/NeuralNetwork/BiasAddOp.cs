using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.NeuralNetwork;

/// <summary>Adds one number per channel.</summary>
public static class BiasAddOp
{
    private static readonly ElementwiseForm overLastDim = new(
        Elementwise.Declaration.Binary(Kernels.Elementwise.BinaryNumber<AddOperator>),
        shapes => shapes[0].Rank >= 2 && shapes[1].Rank == 1 && shapes[1][0] == shapes[0][-1] ? shapes[0] : null)
    { IsSum = true };

    [Op("nn.bias_add", "bias_add")]
    public static OpDef BiasAdd { get; } = new()
    {
        Name = "BiasAdd",
        Summary = "Adds a vector to the channels of a tensor: to its last dim (NHWC), or its second one (NCHW).",
        Inputs = ["value: T", "bias: T"],
        Outputs = ["output: T"],
        Attrs = ["T: numbertype", "data_format: {'NHWC', 'NCHW'} = 'NHWC'"],
        Parameters = ["value: value", "bias: bias", "data_format: data_format = 'NHWC'"],
        Example = "bias_add([[1.0, 2.0]], [10.0, 20.0])",
        Shape = context =>
        {
            var (value, bias) = (context.WithRankAtLeast(0, 2), context.WithRank(1, 1));
            if (value.HasRank)
                ShapeContext.Merge(value[Channels(value, context.Attrs.Text("data_format"))], bias[0]);
            context.Output(0, value);
        },
        WorksInPlace = true,
        Elementwise = node => node.Attrs.Text("data_format") == "NHWC" ? overLastDim : null,
        Kernel = builder =>
        {
            var format = builder.Attrs.Text("data_format");
            return step => Add(step, format);
        },
        Gradient = context =>
        [
            context.Gradient(),
            context.Call("BiasAddGrad", [context.Gradient()!.Value], ("data_format", context.Node.Attrs.Text("data_format"))),
        ],
    };

    /// <summary>The sum over everything but the channels.</summary>
    [Op]
    public static OpDef BiasAddGrad { get; } = new()
    {
        Name = "BiasAddGrad",
        Summary = "The gradient of BiasAdd's bias: the sum over all dims but the channels.",
        Inputs = ["out_backprop: T"],
        Outputs = ["output: T"],
        Attrs = ["T: numbertype", "data_format: {'NHWC', 'NCHW'} = 'NHWC'"],
        Example = "BiasAddGrad([[1.0, 2.0], [3.0, 4.0]])",
        Shape = context =>
        {
            var gradient = context.WithRankAtLeast(0, 2);
            context.Output(0, gradient.HasRank ? Shape.Of(gradient[Channels(gradient, context.Attrs.Text("data_format"))]) : Shape.OfRank(1));
        },
        Kernel = builder =>
        {
            var format = builder.Attrs.Text("data_format");
            return step =>
            {
                var gradient = step.Input(0);
                var channels = Channels(gradient.Shape, format);
                var axes = Enumerable.Range(0, gradient.Rank).Where(axis => axis != channels).ToArray();
                Reduction.Sum(gradient, axes, step.Allocate(0, Shape.Of(gradient.Shape[channels])));
            };
        },
        Gradient = SpreadOverChannels,
    };

    /// <summary>Every element gets what arrived at its channel.</summary>
    private static IReadOnlyList<Output?> SpreadOverChannels(GradientContext context)
    {
        var gradient = context.Gradient()!.Value;
        var one = context.Builder.Constant(Tensor.Scalar(1));
        if (context.Node.Attrs.Text("data_format") == "NCHW")
        {
            var missing = context.Call("Sub", context.Call("Rank", context.Input(0)), context.Builder.Constant(Tensor.Scalar(2)));
            var zero = context.Builder.Constant(Tensor.Scalar(0));
            var ones = context.Call("Fill", context.Call("ExpandDims", missing, zero), one);
            gradient = context.Call("Reshape", gradient, context.Call("ConcatV2", context.Constant(-1), ones, zero));
        }

        return [context.Call("BroadcastTo", gradient, context.ShapeOf(context.Input(0)))];
    }

    private static void Add(Execution.Step step, string format)
    {
        var (value, bias) = (step.Input(0), step.Input(1));
        if (value.Rank < 2)
            throw IntegerTensors.Invalid($"Input tensor must be at least 2D: {value.Shape}");
        var channels = Channels(value.Shape, format);
        if (bias.Rank != 1 || bias.Shape[0] != value.Shape[channels])
            throw IntegerTensors.Invalid($"Must provide as many biases as the channel dimension of the input tensor: {bias.Shape} vs. {value.Shape[channels]} in {value.Shape}");
        var dims = new long[value.Rank - channels];
        Array.Fill(dims, 1);
        dims[0] = bias.Shape[0];
        Kernels.Elementwise.BinaryNumber<AddOperator>(value, bias.Reshape(Shape.Of(dims)), step.Allocate(0, value.Shape));
    }

    private static int Channels(Shape shape, string format) => format == "NHWC" ? shape.Rank - 1 : 1;
}
