using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.NeuralNetwork;

/// <summary>Connectionist temporal classification.</summary>
public static class CTCLossOp
{
    [Op("nn.ctc_loss")]
    public static OpDef CTCLoss { get; } = new()
    {
        Name = "CTCLoss",
        Summary = "For each sequence of a batch the negative logarithm of the probability that its logits [time, batch, classes] give to its labels, "
            + "whatever the times at which they stand (Graves and others, 2006), and its gradient. The last class is the blank. "
            + "The loss is infinite where no path gives the labels.",
        Inputs = ["inputs: T", "labels_indices: int64", "labels_values: int32", "sequence_length: int32"],
        Outputs = ["loss: T", "gradient: T"],
        Attrs =
        [
            "preprocess_collapse_repeated: bool = false",
            "ctc_merge_repeated: bool = true",
            "ignore_longer_outputs_than_inputs: bool = false",
            "T: {float, double} = float",
        ],
        Example = "CTCLoss([[[0.1, 0.9]], [[0.5, 0.5]]], cast([[0, 0]], int64), [0], [2])",
        Shape = context =>
        {
            var inputs = context.WithRank(0, 3);
            var (indices, values, lengths) = (context.WithRank(1, 2), context.WithRank(2, 1), context.WithRank(3, 1));
            ShapeContext.Merge(indices[0], values[0]);
            context.Output(0, Shape.Named([ShapeContext.Merge(inputs[1], lengths[0])], [inputs.NameOf(1)]));
            context.Output(1, inputs);
        },
        Kernel = builder =>
        {
            var (collapses, merges) = (builder.Attrs.Bool("preprocess_collapse_repeated"), builder.Attrs.Bool("ctc_merge_repeated"));
            var ignores = builder.Attrs.Bool("ignore_longer_outputs_than_inputs");
            return step => Run(step, collapses, merges, ignores);
        },
        Gradient = context =>
        {
            var loss = context.Call("ExpandDims", context.Gradient()!.Value, context.Builder.Constant(Tensor.Scalar(-1)));
            var once = context.Call(
                "PreventGradient", [context.Output(1)], ("message", "there is no way to take the second derivative of CTCLoss"));
            return [context.Call("Mul", loss, once), null, null, null];
        },
    };

    private static void Run(Step step, bool collapses, bool merges, bool ignores)
    {
        var (inputs, lengths) = (step.Input(0), step.Input(3));
        Check(inputs, step.Input(1), step.Input(2), lengths);
        var (times, batch, classes) = ((int)inputs.Shape[0], (int)inputs.Shape[1], (int)inputs.Shape[2]);
        var probabilities = Tensor.Allocate(DType.Float64, inputs.Shape);
        Kernels.Elementwise.Cast(inputs, probabilities);
        RowSoftmax.Softmax(probabilities, probabilities);
        var gradient = Tensor.Of<double>(inputs.Shape, probabilities.Values<double>());
        var losses = Tensor.Allocate(DType.Float64, Shape.Of(batch));
        for (var i = 0; i < batch; i++)
        {
            var length = lengths.Values<int>()[i];
            if (length > times)
                throw IntegerTensors.Invalid($"sequence_length({i}) <= {times}");
            var labels = Labels(step.Input(1), step.Input(2), i, classes, collapses);
            var first = i * classes;
            var loss = new ConnectionistLoss(probabilities.Values<double>()[first..], classes, batch * classes, merges);
            var required = Required(labels, merges);
            if (required > length && !ignores)
            {
                throw IntegerTensors.Invalid(
                    $"Not enough time for target transition sequence (required: {required}, available: {length}) of sequence {i}");
            }

            var isComputed = length > 0 && required <= length;
            losses.Writable<double>()[i] = isComputed ? loss.Run(labels, length, gradient.Writable<double>()[first..]) : 0;
            for (var time = isComputed ? length : 0; time < times; time++)
                gradient.Writable<double>().Slice((time * batch * classes) + first, classes).Clear();
        }

        Kernels.Elementwise.Cast(losses, step.Allocate(0, losses.Shape));
        Kernels.Elementwise.Cast(gradient, step.Allocate(1, inputs.Shape));
    }

    private static void Check(Tensor inputs, Tensor indices, Tensor values, Tensor lengths)
    {
        if (inputs.Rank != 3)
            throw IntegerTensors.Invalid("inputs is not a 3-Tensor");
        if (indices.Rank != 2 || values.Rank != 1 || indices.Shape[0] != values.Shape[0] || indices.Shape[1] != 2)
            throw IntegerTensors.Invalid($"labels_indices must be [n,2] and labels_values [n], got {indices.Shape} and {values.Shape}");
        if (lengths.Rank != 1 || lengths.Shape[0] != inputs.Shape[1])
        {
            throw IntegerTensors.Invalid(
                $"len(sequence_length) != batch_size. len(sequence_length): {lengths.ElementCount} batch_size: {inputs.Shape[1]}");
        }


        if (inputs.Shape[0] == 0 || inputs.Shape[2] < 1)
            throw IntegerTensors.Invalid($"inputs must have at least one time and one class, got {inputs.Shape}");
    }

    // The labels of a sequence, in their order.
    private static int[] Labels(Tensor indices, Tensor values, int sequence, int classes, bool collapses)
    {
        var labels = new List<int>();
        for (var i = 0; i < values.ElementCount; i++)
        {
            if (indices.Values<long>()[2 * i] != sequence)
                continue;
            var label = values.Values<int>()[i];
            if (label < 0 || label >= classes - 1)
            {
                throw IntegerTensors.Invalid(
                    $"label {label} of sequence {sequence} is outside of [0, {classes - 1}): the last class is the blank");
            }

            if (!collapses || labels.Count == 0 || labels[^1] != label)
                labels.Add(label);
        }

        return [.. labels];
    }

    // A blank must stand between equal labels that would be merged.
    private static int Required(int[] labels, bool merges)
    {
        var required = labels.Length;
        for (var i = 1; i < labels.Length; i++)
            required += merges && labels[i] == labels[i - 1] ? 1 : 0;
        return required;
    }
}
