using GraphRun.Tensors;
using Xunit;
using static GraphRun.Tests.Ops.OpRun;

namespace GraphRun.Tests.Ops.NeuralNetwork;

/// <summary>The expected numbers are PyTorch's (<c>max_pool2d</c>, <c>avg_pool2d</c>, <c>max_pool3d</c>, float64) unless a test says otherwise.</summary>
public sealed class PoolingTests
{
    private static readonly Tensor image = Pattern.Input(1, 4, 5, 2);

    [Fact]
    public void The_greatest_under_the_window_is_taken_channel_by_channel() => Assert.Equal(
        "float32[1,2,3,2] 5 5 5 5 5 4 3 5 5 5 5 5", Show(Pool("MaxPool", image, [1, 2, 3, 1], [1, 2, 1, 1], "VALID")));

    [Theory]
    [InlineData(DType.Float32)]
    [InlineData(DType.Float64)]
    [InlineData(DType.Float16)]
    [InlineData(DType.BFloat16)]
    [InlineData(DType.Int32)]
    [InlineData(DType.Int64)]
    [InlineData(DType.Int16)]
    [InlineData(DType.Int8)]
    public void Padding_never_is_the_greatest(DType dtype) => Assert.Equal(
        $"{dtype.Name()}[1,2,3,2] 3 5 5 5 4 4 3 3 5 5 5 4",
        Show(Pool("MaxPool", Pattern.Cast(image, dtype), [1, 3, 3, 1], [1, 2, 2, 1], "SAME")));

    [Fact]
    public void A_mean_is_that_of_the_elements_inside()
    {
        double[] expected = [-1.3333333, 0.1666667, 0.1111111, 1, 0.3333333, 0, -1.75, -0.25, 0, -0.3333333, 1.75, 0.5];

        var means = Pool("AvgPool", image, [1, 3, 3, 1], [1, 2, 2, 1], "SAME").Values<float>().ToArray();

        Assert.Equal(expected, means.Select(value => Math.Round((double)value, 7)), (x, y) => Math.Abs(x - y) < 2e-7);
    }

    [Fact]
    public void A_mean_over_a_whole_image_is_as_exact_as_its_dtype()
    {
        var image = Tensor.Allocate(DType.Float32, Shape.Of(1, 128, 128, 1));
        image.Writable<float>().Fill(0.1f);

        var mean = Pool("AvgPool", image, [1, 128, 128, 1], [1, 1, 1, 1], "VALID").Value<float>();

        // Added one by one, the elements would be off by 5e-4.
        Assert.Equal(0.1f, mean, 1e-6f);
    }

    [Fact]
    public void Channels_may_come_first() => Assert.Equal(
        Show(Single("Transpose", [Pool("AvgPool", image, [1, 3, 2, 1], [1, 2, 1, 1], "SAME"), Tensor.Vector(0, 3, 1, 2)])),
        Show(Single(
            "AvgPool",
            [Single("Transpose", [image, Tensor.Vector(0, 3, 1, 2)])],
            ("ksize", new long[] { 1, 1, 3, 2 }),
            ("strides", new long[] { 1, 1, 2, 1 }),
            ("padding", "SAME"),
            ("data_format", "NCHW"))));

    [Fact]
    public void A_volume_is_pooled_along_three_dims() => Assert.Equal(
        "float32[1,1,2,3,1] 5 2 5 5 1 5",
        Show(Pool("MaxPool3D", Pattern.Input(1, 2, 3, 3, 1), [1, 2, 2, 1, 1], [1, 1, 1, 1, 1], "VALID")));

    // By hand.
    [Fact]
    public void NaN_is_the_greatest()
    {
        var x = Tensor.Of<float>(Shape.Of(1, 1, 4, 1), [1, float.NaN, 2, 3]);

        Assert.Equal("float32[1,1,3,1] NaN NaN 3", Show(Pool("MaxPool", x, [1, 1, 2, 1], [1, 1, 1, 1], "VALID")));
    }

    [Fact]
    public void Window_and_strides_may_be_inputs() => Assert.Equal(
        Show(Pool("MaxPool", image, [1, 2, 3, 1], [1, 2, 1, 1], "VALID")),
        Show(Single("MaxPoolV2", [image, Tensor.Vector(1, 2, 3, 1), Tensor.Vector(1, 2, 1, 1)], ("padding", "VALID"))));

    [Fact]
    public void Windows_over_channels_are_refused_in_TensorFlows_words() => Assert.StartsWith(
        "Pooling is not yet supported on the batch or depth dimension.",
        ShapeError(
            "MaxPool", [image], ("ksize", new long[] { 1, 1, 1, 2 }), ("strides", new long[] { 1, 1, 1, 1 }), ("padding", "VALID")),
        StringComparison.Ordinal);

    private static Tensor Pool(string op, Tensor x, long[] window, long[] strides, string padding) =>
        Single(op, [x], ("ksize", window), ("strides", strides), ("padding", padding));
}
