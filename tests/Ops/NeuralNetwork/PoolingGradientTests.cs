using GraphRun.Tensors;
using Xunit;
using static GraphRun.Tests.Ops.OpRun;

namespace GraphRun.Tests.Ops.NeuralNetwork;

/// <summary>The expected numbers are those of PyTorch's automatic differentiation; the gradient that arrives is the filter pattern.</summary>
public sealed class PoolingGradientTests
{
    private static readonly Tensor image = Pattern.Input(1, 4, 5, 2);

    [Fact]
    public void A_windows_gradient_goes_to_its_greatest_element()
    {
        (string, object)[] attrs = [("ksize", new long[] { 1, 3, 3, 1 }), ("strides", new long[] { 1, 2, 2, 1 }), ("padding", "SAME")];

        var gradient = Single("MaxPoolGrad", [image, Single("MaxPool", [image], attrs), Pattern.Filter(1, 2, 3, 2)], attrs);

        Assert.Equal(
            "float32[1,4,5,2] 0 0 0 0 0 0 3 0 0 0 0 0 0 0 0 0 0 1 0 0 -4 0 0 0 0 0 0 0 0 0 0 -3 0 0 0 0 0 0 0 3", Show(gradient));
    }

    [Fact]
    public void Gradients_of_windows_that_overlap_are_added()
    {
        (string, object)[] attrs = [("ksize", new long[] { 1, 2, 2, 1 }), ("strides", new long[] { 1, 1, 1, 1 }), ("padding", "VALID")];

        var gradient = Single("MaxPoolGrad", [image, Single("MaxPool", [image], attrs), Pattern.Filter(1, 3, 4, 2)], attrs);

        Assert.Equal(
            "float32[1,4,5,2] 0 0 0 0 0 0 -1 0 0 0 0 0 -3 0 2 0 0 0 0 0 2 0 0 0 0 0 0 0 -3 0 0 -2 0 0 3 0 1 0 0 0", Show(gradient));
    }

    [Fact]
    public void The_gradient_of_a_mean_is_shared()
    {
        var four = Single("Mul", [Pattern.Filter(1, 3, 3, 2), Tensor.Scalar(4f)]);

        var gradient = Single(
            "AvgPoolGrad",
            [Tensor.Vector(1, 4, 4, 2), four],
            ("ksize", new long[] { 1, 2, 2, 1 }),
            ("strides", new long[] { 1, 1, 1, 1 }),
            ("padding", "VALID"));

        Assert.Equal("float32[1,4,4,2] -3 2 -3 0 3 -1 3 1 -4 -1 -2 -3 3 2 1 4 0 -4 -1 -2 -3 3 -2 1 1 -1 -2 1 -3 0 0 -2", Show(gradient));
    }

    // By hand: the greatest of 1 2 / 4 4 is the first 4, at place 2 of its image.
    [Theory]
    [InlineData(false, "int64[2,1,1,1] 2 1")]
    [InlineData(true, "int64[2,1,1,1] 2 5")]
    public void Positions_count_within_the_image_or_the_batch(bool countsBatches, string expected)
    {
        var x = Tensor.Of<float>(Shape.Of(2, 2, 2, 1), [1, 2, 4, 4, 1, 9, 0, 0]);
        (string, object)[] attrs =
        [
            ("ksize", new long[] { 1, 2, 2, 1 }), ("strides", new long[] { 1, 1, 1, 1 }), ("padding", "VALID"),
            ("include_batch_in_index", countsBatches),
        ];

        var outputs = All("MaxPoolWithArgmax", [x], attrs);
        var gradient = Single("MaxPoolGradWithArgmax", [x, outputs[0], outputs[1]], attrs);

        Assert.Equal(expected, Show(outputs[1]));
        Assert.Equal("float32[2,2,2,1] 0 0 4 0 0 9 0 0", Show(gradient));
    }

    // By hand: the window's own gradient is that of its greatest element.
    [Fact]
    public void The_gradient_of_the_gradient_is_taken_from_the_greatest_element()
    {
        var x = Tensor.Of<float>(Shape.Of(1, 1, 4, 1), [1, 2, 4, 3]);
        (string, object)[] attrs = [("ksize", new long[] { 1, 1, 2, 1 }), ("strides", new long[] { 1, 1, 2, 1 }), ("padding", "VALID")];

        var result = Single("MaxPoolGradGrad", [x, Single("MaxPool", [x], attrs), Tensor.Of<float>(x.Shape, [10, 20, 30, 40])], attrs);

        Assert.Equal("float32[1,1,2,1] 20 30", Show(result));
    }
}
