using GraphRun.Tensors;
using Xunit;
using static GraphRun.Tests.Ops.OpRun;

namespace GraphRun.Tests.Ops.NeuralNetwork;

/// <summary>The expected numbers are PyTorch's <c>log_softmax</c>, <c>cross_entropy</c> and their automatic differentiation, float64.</summary>
public sealed class CrossEntropyTests
{
    private static readonly Tensor logits = Matrix(new[,] { { 1f, 2f, 3f }, { 0f, 0f, 5f } });

    [Theory]
    [InlineData(DType.Float32, 1e-6)]
    [InlineData(DType.Float64, 1e-7)]
    [InlineData(DType.Float16, 1e-2)]
    public void Labels_may_be_probabilities(DType dtype, double tolerance)
    {
        var labels = Matrix(new[,] { { 0.2f, 0.3f, 0.5f }, { 1f, 0f, 0f } });

        var outputs = All("SoftmaxCrossEntropyWithLogits", [Pattern.Cast(logits, dtype), Pattern.Cast(labels, dtype)]);

        AssertClose([1.1076060, 5.0133859], outputs[0], tolerance);
        AssertClose([-0.1099694, -0.0552715, 0.1652410, -0.9933516, 0.0066484, 0.9867033], outputs[1], tolerance);
    }

    [Fact]
    public void Labels_may_be_classes()
    {
        var outputs = All("SparseSoftmaxCrossEntropyWithLogits", [logits, Tensor.Vector(2, 0)]);

        AssertClose([0.4076060, 5.0133859], outputs[0], 1e-6);
        AssertClose([0.0900306, 0.2447285, -0.3347590, -0.9933516, 0.0066484, 0.9867033], outputs[1], 1e-6);
    }

    [Fact]
    public void A_label_that_is_no_class_is_refused_in_TensorFlows_words() => Assert.StartsWith(
        "Received a label value of 5 which is outside the valid range of [0, 3).",
        Error("SparseSoftmaxCrossEntropyWithLogits", [logits, Tensor.Vector(5, 0)]),
        StringComparison.Ordinal);

    [Fact]
    public void Labels_of_one_row_serve_all_rows() => Assert.Equal(
        Show(All("SoftmaxCrossEntropyWithLogits", [logits, Matrix(new[,] { { 0f, 1f, 0f }, { 0f, 1f, 0f } })])[0]),
        Show(All("SoftmaxCrossEntropyWithLogits", [logits, Matrix(new[,] { { 0f, 1f, 0f } })])[0]));

    [Fact]
    public void Labels_that_do_not_fit_are_refused_in_TensorFlows_words() => Assert.StartsWith(
        "logits and labels must be broadcastable: logits_size=[2,3] labels_size=[2,2]",
        Error("SoftmaxCrossEntropyWithLogits", [logits, Matrix(new[,] { { 0f, 1f }, { 0f, 1f } })]),
        StringComparison.Ordinal);

    // By hand: of equal predictions all are in; a target beyond the classes is not.
    [Fact]
    public void A_class_is_in_when_fewer_than_k_are_above_it()
    {
        var predictions = Matrix(new[,] { { 1f, 3f, 3f }, { 1f, 3f, 3f }, { 1f, 2f, 3f }, { float.NaN, 1f, 2f }, { 1f, 2f, 3f } });

        var result = Single("InTopKV2", [predictions, Tensor.Vector(1, 2, 0, 2, 7), Tensor.Scalar(1)]);

        Assert.Equal("bool[5] true true false false false", Show(result));
    }

    private static void AssertClose(double[] expected, Tensor actual, double tolerance)
    {
        var values = Pattern.Cast(actual, DType.Float64).Values<double>().ToArray();
        Assert.Equal(expected, values, (x, y) => Math.Abs(x - y) <= tolerance * Math.Max(1, Math.Abs(x)));
    }
}
