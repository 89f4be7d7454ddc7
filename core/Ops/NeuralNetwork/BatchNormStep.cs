using GraphRun.Execution;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.NeuralNetwork;

/// <summary>The kernel of the batch normalisations.</summary>
internal sealed class BatchNormStep
{
    private readonly ComputeLayout layout;
    private readonly float epsilon;
    private readonly float factor;
    private readonly bool isTraining;
    private readonly bool hasReserve;

    public BatchNormStep(KernelBuilder builder, bool hasReserve)
    {
        layout = FusedBatchNormOp.Layout(builder);
        (epsilon, factor) = (builder.Attrs.Float("epsilon"), builder.Attrs.Float("exponential_avg_factor"));
        (isTraining, this.hasReserve) = (builder.Attrs.Bool("is_training"), hasReserve);
    }

    public void Run(Step step)
    {
        var input = step.Input(0);
        if (input.Rank < 2)
            throw IntegerTensors.Invalid($"input must be 4 or 5-dimensional{input.Shape}");
        var channels = layout.ChannelsFirst ? input.Shape[1] : input.Shape[-1];
        var vectors = new Tensor[5];
        for (var i = 1; i < 5; i++)
            vectors[i] = Vector(step, i, channels, isRequired: i < 3 || !isTraining);
        var y = step.Allocate(0, input.Shape);
        var target = layout.Target(y);
        var x = layout.Load(input);
        var (mean, variance) = isTraining ? Train(step, x, vectors) : Keep(step, vectors);
        if (target.ElementCount > 0)
            Normalization.Normalize(x, vectors[1], vectors[2], mean, variance, epsilon, target);
        layout.Store(target, y);
        if (hasReserve)
            Kernels.Elementwise.Cast(Tensor.Scalar(0f), step.Allocate(5, Shape.Scalar));
    }

    private static Tensor Vector(Step step, int index, long channels, bool isRequired)
    {
        var vector = step.Input(index);
        return !isRequired || (vector.Rank == 1 && vector.ElementCount == channels)
            ? ComputeLayout.Widen(vector)
            : throw IntegerTensors.Invalid(
                $"{step.Node.Op.Signature.Inputs[index].Name} must have the same number of elements as the channels of x, got "
                    + $"{vector.ElementCount} and {channels}");
    }

    // The moments that were given are put out as they are.
    private static (Tensor Mean, Tensor Variance) Keep(Step step, Tensor[] vectors)
    {
        for (var i = 1; i < 5; i++)
            Put(step, i, vectors[i % 2 == 1 ? 3 : 4]);
        return (vectors[3], vectors[4]);
    }

    private (Tensor Mean, Tensor Variance) Train(Step step, Tensor x, Tensor[] vectors)
    {
        var channels = x.Shape[-1];
        var (mean, variance) = (Tensor.Allocate(DType.Float32, Shape.Of(channels)), Tensor.Allocate(DType.Float32, Shape.Of(channels)));
        Normalization.Moments(x, mean, variance);
        var count = channels == 0 ? 0 : x.ElementCount / channels;
        var correction = count / (double)Math.Max(count - 1, 1);
        Put(step, 1, Mixed(mean, 1, vectors[3]));
        Put(step, 2, Mixed(variance, correction, vectors[4]));
        Put(step, 3, mean);
        Put(step, 4, variance);
        return (mean, variance);
    }

    // (1 - factor) * former + factor * moment
    private Tensor Mixed(Tensor moment, double correction, Tensor former)
    {
        var mixed = Tensor.Allocate(DType.Float32, moment.Shape);
        var values = moment.Values<float>();
        var result = mixed.Writable<float>();
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = (float)(correction * values[i]);
            if (factor != 1)
                result[i] = ((1 - factor) * former.Values<float>()[i]) + (factor * result[i]);
        }

        return mixed;
    }

    private static void Put(Step step, int output, Tensor value) =>
        Kernels.Elementwise.Cast(value, step.Allocate(output, value.Shape));
}
