using GraphRun.Tensors;
using Xunit;
using static GraphRun.Tests.Ops.OpRun;

namespace GraphRun.Tests.Ops.NeuralNetwork;

/// <summary>The expected numbers are PyTorch's <c>ctc_loss</c> of <c>log_softmax</c> and its automatic differentiation, blank 2.</summary>
public sealed class CTCLossTests
{
    private static readonly Tensor logits = Single("Mul", [Pattern.Input(4, 1, 3), Tensor.Scalar(0.25f)]);

    [Fact]
    public void The_loss_is_that_of_all_paths_that_give_the_labels()
    {
        double[] gradient =
            [-0.226567, 0.648654, -0.422088, -0.233353, 0.208935, 0.024418, 0.066425, -0.075791, 0.009367, 0.665241, -0.665848, 0.000607];

        var outputs = All("CTCLoss", Inputs(4, 0, 1));

        Assert.Equal(2.668067, outputs[0].Value<float>(), 1e-5);
        Assert.Equal(gradient, outputs[1].Values<float>().ToArray().Select(value => (double)value), (x, y) => Math.Abs(x - y) < 2e-6);
    }

    // By hand: all three classes are equally likely, and 0 0, 0 2, 2 0 are the paths that give 0.
    [Fact]
    public void Blanks_and_repetitions_are_taken_out_of_paths()
    {
        var outputs = All("CTCLoss", [Tensor.Of<float>(Shape.Of(2, 1, 3), [1, 1, 1, 1, 1, 1]), .. Inputs(2, 0)[1..]]);

        Assert.Equal(Math.Log(3), outputs[0].Value<float>(), 1e-6);
    }

    [Fact]
    public void Labels_that_do_not_fit_into_the_time_are_refused_in_TensorFlows_words()
    {
        var error = Error("CTCLoss", Inputs(2, 0, 0));

        Assert.StartsWith(
            "Not enough time for target transition sequence (required: 3, available: 2)", error, StringComparison.Ordinal);
    }

    [Fact]
    public void They_may_be_ignored() => Assert.Equal(
        "float32[1] 0", Show(All("CTCLoss", Inputs(2, 0, 0), ("ignore_longer_outputs_than_inputs", true))[0]));

    private static Tensor[] Inputs(int length, params int[] labels)
    {
        long[] indices = [.. Enumerable.Range(0, labels.Length).SelectMany(i => new[] { 0L, i })];
        return [logits, Tensor.Of<long>(Shape.Of(labels.Length, 2), indices), Tensor.Vector<int>(labels), Tensor.Vector(length)];
    }
}
