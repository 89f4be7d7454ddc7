using GraphRun.Tensors;
using Xunit;
using static GraphRun.Tests.Ops.OpRun;

namespace GraphRun.Tests.Ops.NeuralNetwork;

/// <summary>The expected numbers are PyTorch's (<c>conv2d</c>, <c>conv3d</c> of the padded input, float64) unless a test says otherwise.</summary>
public sealed class ConvolutionTests
{
    private const string SameStride2 = "[1,2,3,3] 11 11 4 -19 -39 11 -10 13 15 12 7 2 5 19 -9 -7 11 1";

    private static readonly long[] ones = [1, 1, 1, 1];
    private static readonly long[] twos = [1, 2, 2, 1];

    [Fact]
    public void Same_padding_puts_what_is_odd_behind() =>
        Assert.Equal($"float32{SameStride2}", Show(Conv2D(Pattern.Input(1, 4, 5, 2), Pattern.Filter(3, 2, 2, 3), twos, "SAME")));

    [Fact]
    public void Explicit_padding_and_dilation_differ_from_side_to_side() => Assert.Equal(
        "float32[1,3,4,2] 0 0 16 -21 -7 14 8 -12 0 0 1 -25 5 20 20 -14 0 0 11 16 -18 -16 -14 20",
        Show(Conv2D(
            Pattern.Input(1, 4, 5, 2),
            Pattern.Filter(2, 2, 2, 2),
            [1, 1, 2, 1],
            "EXPLICIT",
            ("explicit_paddings", new long[] { 0, 0, 1, 0, 2, 1, 0, 0 }),
            ("dilations", new long[] { 1, 2, 1, 1 }))));

    [Fact]
    public void A_filter_of_fewer_channels_is_grouped() => Assert.Equal(
        "float32[1,2,2,2] 14 -15 -26 19 -29 21 41 0",
        Show(Conv2D(Pattern.Input(1, 3, 3, 4), Pattern.Filter(2, 2, 2, 2), ones, "VALID")));

    [Fact]
    public void Channels_may_come_first() => Assert.Equal(
        "float32[1,3,2,3] 32 -27 -8 -11 13 -15 20 -16 2 1 7 20 -34 30 -2 -1 -34 6",
        Show(Conv2D(Pattern.Input(1, 2, 4, 5), Pattern.Filter(3, 2, 2, 3), [1, 1, 2, 2], "SAME", ("data_format", "NCHW"))));

    [Theory]
    [InlineData(DType.Float64)]
    [InlineData(DType.Float16)]
    [InlineData(DType.BFloat16)]
    [InlineData(DType.Int32)]
    public void Every_dtype_of_TensorFlow_is_convolved(DType dtype)
    {
        var (input, filter) = (Pattern.Cast(Pattern.Input(1, 4, 5, 2), dtype), Pattern.Cast(Pattern.Filter(3, 2, 2, 3), dtype));

        Assert.Equal($"{dtype.Name()}{SameStride2}", Show(Conv2D(input, filter, twos, "SAME")));
    }

    [Fact]
    public void A_volume_is_convolved_along_three_dims() => Assert.Equal(
        "float32[1,2,2,3,1] -9 43 -23 -33 -33 21 1 -19 31 28 -3 -10",
        Show(Single(
            "Conv3D",
            [Pattern.Input(1, 2, 3, 3, 2), Pattern.Filter(2, 2, 2, 2, 1)],
            ("strides", new long[] { 1, 1, 2, 1, 1 }),
            ("padding", "SAME"))));

    [Fact]
    public void Each_channel_has_filters_of_its_own_when_convolved_depthwise() => Assert.Equal(
        "float32[1,3,4,6] 6 14 -10 1 -15 -2 18 -24 -11 1 -5 -4 -13 -2 -13 4 -4 -5 -13 -4 -3 17 -2 -15 3 -7 22 -7 -13 9 -7 -2 14 -20 10 14 "
            + "-5 -2 12 -17 11 13 -1 -16 -11 -3 9 5 -1 9 -2 8 -2 3 5 9 -1 -4 3 3 8 11 0 -4 2 1 17 7 4 -6 1 -7",
        Show(Single("DepthwiseConv2dNative", [Pattern.Input(1, 3, 4, 3), Pattern.Filter(2, 3, 3, 2)], ("strides", ones), ("padding", "SAME"))));

    [Fact]
    public void A_depthwise_filter_may_be_dilated() => Assert.Equal(
        "float32[1,2,2,2] 3 17 11 0 2 15 10 -24",
        Show(Single(
            "DepthwiseConv2dNative",
            [Pattern.Input(1, 4, 4, 2), Pattern.Filter(2, 2, 2, 1)],
            ("strides", ones),
            ("padding", "VALID"),
            ("dilations", new long[] { 1, 2, 2, 1 }))));

    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 0)]
    public void An_empty_image_gives_zeros_or_nothing(long batch, long channels)
    {
        var result = Conv2D(Pattern.Input(batch, 4, 5, channels), Pattern.Filter(1, 1, channels, 3), ones, "VALID");

        Assert.All(result.Values<float>().ToArray(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Shapes_keep_what_is_known_and_the_names_of_dims() => Assert.Equal(
        "[batch,?,28,8]",
        Infer(
            "Conv2D",
            [null, Pattern.Filter(3, 3, 3, 8)],
            [Shape.Named([-1, -1, 28, 3], ["batch", "height", null, null]), Shape.Scalar],
            ("strides", new long[] { 1, 2, 1, 1 }),
            ("padding", "SAME")));

    [Theory]
    [InlineData(new long[] { 1, 4, 5, 3 }, new long[] { 3, 3, 2, 1 }, "Depth of input (3) is not a multiple of input depth of filter (2)")]
    [InlineData(new long[] { 1, 2, 5, 2 }, new long[] { 3, 3, 2, 1 }, "Negative dimension size caused by subtracting 3 from 2")]
    [InlineData(new long[] { 4, 5, 2 }, new long[] { 3, 3, 2, 1 }, "Shape must be rank 4 but is rank 3")]
    public void What_does_not_fit_is_refused_in_TensorFlows_words(long[] input, long[] filter, string message) => Assert.StartsWith(
        message,
        ShapeError("Conv2D", [Pattern.Input(input), Pattern.Filter(filter)], ("strides", ones), ("padding", "VALID")),
        StringComparison.Ordinal);

    [Fact]
    public void Strides_of_batches_are_refused_in_TensorFlows_words() => Assert.StartsWith(
        "Current implementation does not yet support strides in the batch and depth dimensions.",
        ShapeError(
            "Conv2D", [Pattern.Input(1, 4, 4, 1), Pattern.Filter(1, 1, 1, 1)], ("strides", new long[] { 2, 1, 1, 1 }), ("padding", "SAME")),
        StringComparison.Ordinal);

    [Fact]
    public void Paddings_that_are_not_used_are_refused()
    {
        var error = ShapeError(
            "Conv2D",
            [Pattern.Input(1, 4, 4, 1), Pattern.Filter(1, 1, 1, 1)],
            ("strides", ones),
            ("padding", "SAME"),
            ("explicit_paddings", new long[] { 0, 0, 1, 1, 1, 1, 0, 0 }));

        Assert.StartsWith("explicit_paddings attribute must be empty if the padding attribute is not EXPLICIT", error, StringComparison.Ordinal);
    }

    private static Tensor Conv2D(Tensor input, Tensor filter, long[] strides, string padding, params (string Name, object Value)[] attrs) =>
        Single("Conv2D", [input, filter], [("strides", strides), ("padding", padding), .. attrs]);
}
