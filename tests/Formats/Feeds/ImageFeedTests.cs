using GraphRun.Errors;
using GraphRun.Formats.Feeds;
using GraphRun.Formats.Images;
using GraphRun.Formats.TensorFiles;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Formats.Feeds;

/// <summary>Expected numbers by hand from TensorFlow's documentation of <c>tf.image</c>.</summary>
public sealed class ImageFeedTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("graphrun").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>Feeds an image of these samples, with options, to an output of float32 or another dtype.</summary>
    private Tensor Read(Shape image, byte[] samples, string options, Shape declared, DType dtype = DType.Float32)
    {
        var path = Path.Combine(folder, "a.png");
        using (var stream = File.Create(path))
            PngWriter.Write(Tensor.Of<byte>(image, samples), stream);
        var reader = new FeedReader(new StandardInput(() => Stream.Null, isTerminal: false));
        return reader.Read(FeedParser.Parse($"x=@{path}{options}"), new ExpectedTensor(dtype, declared));
    }

    private static void Holds(Tensor tensor, Shape shape, params float[] values)
    {
        Assert.Equal(shape, tensor.Shape);
        Assert.Equal(values, tensor.Values<float>().ToArray());
    }

    [Fact]
    public void An_image_that_fits_needs_no_options() =>
        Holds(Read(Shape.Of(1, 2, 3), [0, 1, 2, 3, 4, 255], "", Shape.Of(-1, 1, 2, 3)), Shape.Of(1, 1, 2, 3), 0, 1, 2, 3, 4, 255);

    [Fact]
    public void A_gray_image_is_a_matrix_too() => Holds(Read(Shape.Of(1, 2), [7, 9], "", Shape.Of(-1, 2)), Shape.Of(1, 2), 7, 9);

    [Fact]
    public void Samples_are_scaled_and_then_the_mean_is_taken_off_and_the_deviation_divided_by() => Holds(
        Read(Shape.Of(1, 1, 3), [0, 255, 51], ":scale=1/255,mean=[0.5,0.5,0],std=[0.5,0.5,0.25]", Shape.Of(1, 1, 1, 3)),
        Shape.Of(1, 1, 1, 3),
        -1,
        1,
        51f * (1f / 255f) / 0.25f);

    [Fact]
    public void Colours_become_gray_by_TensorFlow_s_weights() => Holds(
        Read(Shape.Of(1, 1, 3), [100, 0, 0], ":channels=gray", Shape.Of(1, 1, 1, 1)), Shape.Of(1, 1, 1, 1), 100 * 0.2989f);

    [Fact]
    public void Gray_and_alpha_become_colours() => Holds(
        Read(Shape.Of(1, 1, 2), [5, 128], ":channels=rgb", Shape.Of(1, 1, 1, 3)), Shape.Of(1, 1, 1, 3), 5, 5, 5);

    [Fact]
    public void Channels_can_be_turned_round_and_come_first() => Holds(
        Read(Shape.Of(1, 2, 3), [1, 2, 3, 4, 5, 6], ":channels=bgr,layout=chw", Shape.Of(1, 3, 1, 2)), Shape.Of(1, 3, 1, 2), 3, 6, 2, 5, 1, 4);

    [Fact]
    public void Bilinear_resizing_samples_at_pixel_centres() => Holds(
        Read(Shape.Of(2, 2, 1), [0, 10, 20, 70], ":resize=bilinear", Shape.Of(-1, 1, 1, 1)), Shape.Of(1, 1, 1, 1), 25);

    [Fact]
    public void Cropping_takes_the_middle() => Holds(
        Read(Shape.Of(1, 4, 1), [1, 2, 3, 4], ":resize=nearest,fit=crop,size=1x2", Shape.UnknownRank),
        Shape.Of(1, 2, 1),
        2,
        3);

    [Fact]
    public void Padding_adds_zeros_on_both_sides() => Holds(
        Read(Shape.Of(1, 1, 1), [9], ":resize=nearest,fit=pad", Shape.Of(1, 1, 3, 1)), Shape.Of(1, 1, 3, 1), 0, 9, 0);

    [Fact]
    public void For_integers_what_resizing_gives_is_rounded_half_to_even() => Assert.Equal(
        [2], Read(Shape.Of(1, 2, 1), [2, 3], ":resize=bilinear", Shape.Of(1, 1, 1, 1), DType.UInt8).Values<byte>().ToArray());

    [Theory]
    [InlineData(":resise=bilinear", "'resise=bilinear' is no option of an image")]
    [InlineData(":resize=cubic", "'cubic' is no value for the image option 'resize'")]
    [InlineData(":scale=1/0", "'1/0' is no value for the image option 'scale'")]
    [InlineData(":std=0", "'0' is no value for the image option 'std'")]
    [InlineData(":scale=1,scale=2", "stands twice")]
    [InlineData(":size=0x4", "'0x4' is no value for the image option 'size'")]
    [InlineData(":size=4x4", "need resize")]
    [InlineData(":mean=[1,2]", "mean has 2 numbers, and the image 3 channels")]
    public void An_option_that_is_wrong_is_named(string options, string message)
    {
        var error = Assert.Throws<GraphRunException>(() => Read(Shape.Of(1, 1, 3), [1, 2, 3], options, Shape.Of(1, 1, 1, 3)));
        Assert.Equal(ErrorCode.InvalidFeed, error.Code);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_of_another_size_is_refused_with_the_options_that_help()
    {
        var error = Assert.Throws<GraphRunException>(() => Read(Shape.Of(1, 1, 3), [1, 2, 3], "", Shape.Of(-1, 8, 8, 1)));
        Assert.Equal(ErrorCode.FeedMismatch, error.Code);
        Assert.Equal("add options behind the file's name: @FILE:channels=gray,resize=bilinear", error.Diagnostics[0].Help);
    }
}
