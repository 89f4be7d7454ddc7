using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Ops.NeuralNetwork;

/// <summary>
/// The second derivative of batch normalisation, as in TensorFlow (<c>python/ops/nn_grad.py</c>, _FusedBatchNormGradGrad): the first one is
/// written out in ordinary ops of the same inputs, and these are differentiated.
/// </summary>
internal static class BatchNormSecondGradient
{
    internal static IReadOnlyList<Output?> Of(GradientContext context)
    {
        var attrs = context.Node.Attrs;
        var format = attrs.Text("data_format");
        var axis = format.StartsWith("NC", StringComparison.Ordinal) ? 1 : format.Length - 1;
        // Copies: x may be what the gradient of y depends on in another way too.
        Output[] inputs = [.. Enumerable.Range(0, 3).Select(i => context.Call("Identity", context.Input(i)))];
        var first = new First(context, format.Length, axis);
        var outputs = attrs.Bool("is_training") ? first.InTraining(inputs) : first.Outside(inputs);
        int[] arrived = [.. Enumerable.Range(0, 3).Where(i => context.Gradient(i) is not null)];
        var gradients = Backpropagation.Gradients(context.Builder, new GradientRequest
        {
            Ys = [.. arrived.Select(i => outputs[i])],
            Xs = inputs,
            YGradients = [.. arrived.Select(context.Gradient)],
        });
        return [.. gradients, .. context.Node.Inputs.Skip(3).Select(_ => (Output?)null)];
    }

    /// <summary>The gradients of x, scale and offset from those of y, x and scale.</summary>
    private sealed class First(GradientContext context, int rank, int axis)
    {
        private readonly Output axes = context.Constant([.. Enumerable.Range(0, rank).Where(dim => dim != axis)]);
        private readonly DType wide = context.Input(2).DType;

        public Output[] InTraining(Output[] inputs)
        {
            var (dy, x, scale) = (Cast(inputs[0], wide), Cast(inputs[1], wide), AlongChannels(inputs[2]));
            var centered = context.Call("Sub", x, Mean(x));
            var root = Root(Mean(context.Call("Square", centered)));
            var normal = context.Call("Mul", centered, root);
            var product = context.Call("Mul", dy, normal);
            var rest = context.Call("Sub", context.Call("Sub", dy, Mean(dy)), context.Call("Mul", normal, Mean(product)));
            return [Cast(context.Call("Mul", context.Call("Mul", scale, root), rest), inputs[1].DType), Sum(product), Sum(dy)];
        }

        public Output[] Outside(Output[] inputs)
        {
            var (dy, x, scale) = (Cast(inputs[0], wide), Cast(inputs[1], wide), AlongChannels(inputs[2]));
            var root = Root(AlongChannels(context.Input(4)));
            var normal = context.Call("Mul", context.Call("Sub", x, AlongChannels(context.Input(3))), root);
            var slope = context.Call("Mul", context.Call("Mul", dy, scale), root);
            return [Cast(slope, inputs[1].DType), Sum(context.Call("Mul", dy, normal)), Sum(dy)];
        }

        private Output Root(Output variance) =>
            context.Call("Rsqrt", context.Call("AddV2", variance, context.Constant(context.Node.Attrs.Float("epsilon"), variance)));

        private Output Mean(Output value) => context.Call("Mean", [value, axes], ("keep_dims", true));

        private Output Sum(Output value) => context.Call("Sum", value, axes);

        private Output AlongChannels(Output value) =>
            context.Call("Reshape", value, context.Constant([.. Enumerable.Range(0, rank).Select(dim => dim == axis ? -1 : 1)]));

        private Output Cast(Output value, DType dtype) => value.DType == dtype ? value : context.Call("Cast", [value], ("DstT", dtype));
    }
}
