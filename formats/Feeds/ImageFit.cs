using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Formats.TensorFiles;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Formats.Feeds;

/// <summary>
/// Brings an image to what the graph declares, by the options that the feed gives. The work is done by ops of the catalogue, so that it
/// means what TensorFlow's <c>tf.image</c> means: half-pixel centres, no antialiasing.
/// </summary>
internal sealed class ImageFit
{
    private readonly GraphBuilder builder = new();
    private readonly ImageOptions options;
    private readonly string feed;

    private ImageFit(ImageOptions options, string feed) => (this.options, this.feed) = (options, feed);

    /// <param name="image">uint8 [height, width, channels].</param>
    /// <param name="declared">The output that is fed; a dim of 1 before the image's is added where it has 4.</param>
    /// <param name="feed">What messages call the feed.</param>
    /// <returns>The image, float32 if anything but its rank was changed.</returns>
    /// <exception cref="GraphRunException">Options that do not fit each other, the image or what is declared.</exception>
    public static Tensor Apply(Tensor image, ImageOptions options, ExpectedTensor declared, string feed)
    {
        var result = options == ImageOptions.None ? image : new ImageFit(options, feed).Run(image, declared);
        if (declared.Shape is not { HasRank: true } shape)
            return result;
        var dims = result.Shape.Dims;
        if (shape.Rank == 4)
            result = result.Reshape(Shape.Of(1, dims[0], dims[1], dims[2]));
        else if (shape.Rank == 2 && dims[options.IsChannelsFirst ? 0 : 2] == 1)
            result = result.Reshape(options.IsChannelsFirst ? Shape.Of(dims[1], dims[2]) : Shape.Of(dims[0], dims[1]));
        return shape.Accepts(result.Shape) ? result : throw WrongShape(image, result.Shape, options, shape, feed);
    }

    private Tensor Run(Tensor image, ExpectedTensor declared)
    {
        var x = builder.Call("Cast", [builder.Constant(image)], new Dictionary<string, object> { ["DstT"] = DType.Float32 });
        x = Channels(x);
        if (options.Resize is not null)
            x = Resize(x, TargetSize(declared.Shape));
        else if (options.Size is not null || options.Fit != ImageFitting.Stretch)
            throw Invalid("size and fit need resize", "add resize=bilinear");
        x = Normalize(x);
        if (options.IsChannelsFirst)
            x = builder.Call("Transpose", x, Vector(2, 0, 1));
        if (declared.DType.IsInteger())
            x = builder.Call("Round", x);
        return new Session().Run(builder.Build(), [x])[0];
    }

    private Output Channels(Output x)
    {
        var isGray = x.Shape[2] < 3;
        if (options.Channels == ImageChannels.AsTheyAre || (isGray && options.Channels == ImageChannels.Gray && x.Shape[2] == 1))
            return x;
        x = Slice(x, [0, 0, 0], [x.Shape[0], x.Shape[1], isGray ? 1 : 3]);
        if (isGray)
            return options.Channels == ImageChannels.Gray ? x : builder.Call("Tile", x, Vector(1, 1, 3));
        return options.Channels switch
        {
            ImageChannels.Rgb => x,
            ImageChannels.Bgr => builder.Call("ReverseV2", x, Vector(2)),
            _ => builder.Call(
                "Sum",
                [builder.Call("Mul", x, builder.Constant(Tensor.Vector(0.2989f, 0.587f, 0.114f))), Vector(2)],
                new Dictionary<string, object> { ["keep_dims"] = true }),
        };
    }

    private (long Height, long Width) TargetSize(Shape? declared)
    {
        if (options.Size is { } size)
            return size;
        var first = declared is not { HasRank: true } ? -1 : declared.Rank - (declared.Rank == 2 ? 2 : 3) + (options.IsChannelsFirst ? 1 : 0);
        if (first >= 0 && declared![first] >= 0 && declared[first + 1] >= 0)
            return (declared[first], declared[first + 1]);
        throw Invalid($"the graph leaves height and width open: {declared}", "say which: size=224x224");
    }

    private Output Resize(Output x, (long Height, long Width) target)
    {
        var (inner, outer) = ((x.Shape[0], x.Shape[1]), target);
        if (target.Height == 0 || target.Width == 0)
            throw Invalid($"no image has the size {target.Height}x{target.Width}", null);
        if (options.Fit == ImageFitting.Crop)
            x = Crop(x, WithProportions(inner, target));
        else if (options.Fit == ImageFitting.Pad)
            outer = WithProportions(target, inner);
        var attrs = new Dictionary<string, object> { ["half_pixel_centers"] = true };
        x = builder.Call(options.Resize!, [builder.Call("ExpandDims", x, Scalar(0)), Vector(outer.Height, outer.Width)], attrs);
        x = builder.Call("Reshape", x, Vector(outer.Height, outer.Width, x.Shape[3]));
        return outer == target ? x : Pad(x, target);
    }

    /// <summary>The largest size within <paramref name="space"/> of the proportions of <paramref name="of"/>, at least a pixel.</summary>
    private static (long Height, long Width) WithProportions((long Height, long Width) space, (long Height, long Width) of)
    {
        // The cross products tell exactly which side is the tighter one.
        if (space.Height * of.Width > space.Width * of.Height)
            return (Math.Max(1, ((2 * space.Width * of.Height) + of.Width) / (2 * of.Width)), space.Width);
        return (space.Height, Math.Max(1, ((2 * space.Height * of.Width) + of.Height) / (2 * of.Height)));
    }

    private Output Crop(Output x, (long Height, long Width) size) =>
        Slice(x, [(x.Shape[0] - size.Height) / 2, (x.Shape[1] - size.Width) / 2, 0], [size.Height, size.Width, x.Shape[2]]);

    private Output Pad(Output x, (long Height, long Width) target)
    {
        var (height, width) = (target.Height - x.Shape[0], target.Width - x.Shape[1]);
        var paddings = Tensor.Of<int>(
            Shape.Of(3, 2), [(int)(height / 2), (int)(height - (height / 2)), (int)(width / 2), (int)(width - (width / 2)), 0, 0]);
        return builder.Call("Pad", x, builder.Constant(paddings));
    }

    private Output Normalize(Output x)
    {
        if (options.Scale is { } scale)
            x = builder.Call("Mul", x, PerChannel("scale", scale, x));
        if (options.Mean is { } mean)
            x = builder.Call("Sub", x, PerChannel("mean", mean, x));
        return options.StandardDeviation is { } deviation ? builder.Call("RealDiv", x, PerChannel("std", deviation, x)) : x;
    }

    private Output PerChannel(string name, float[] values, Output x)
    {
        if (values.Length == 1)
            return builder.Constant(Tensor.Scalar(values[0]));
        return values.Length == x.Shape[2]
            ? builder.Constant(Tensor.Vector<float>(values))
            : throw Invalid($"{name} has {values.Length} numbers, and the image {x.Shape[2]} channels", "give one number, or one for each channel");
    }

    private Output Slice(Output x, ReadOnlySpan<long> begin, ReadOnlySpan<long> size) =>
        builder.Call("Slice", x, Vector(begin), Vector(size));

    private Output Vector(params ReadOnlySpan<long> values)
    {
        var integers = new int[values.Length];
        for (var i = 0; i < integers.Length; i++)
            integers[i] = (int)values[i];
        return builder.Constant(Tensor.Vector<int>(integers));
    }

    private Output Scalar(int value) => builder.Constant(Tensor.Scalar(value));

    private GraphRunException Invalid(string message, string? help) => new(ErrorCode.InvalidFeed, $"{feed}: {message}", help: help);

    /// <summary>The error of an image that does not fit, with the options that would make it.</summary>
    private static GraphRunException WrongShape(Tensor image, Shape result, ImageOptions options, Shape declared, string feed)
    {
        var missing = new List<string>();
        var (wanted, got) = (declared[declared.Rank - 1], result[result.Rank - 1]);
        if (declared.Rank == result.Rank && options.Channels == ImageChannels.AsTheyAre && wanted is 1 or 3 && wanted != got)
            missing.Add(wanted == 1 ? "channels=gray" : "channels=rgb");
        if (options.Resize is null)
            missing.Add("resize=bilinear");
        return new GraphRunException(
            ErrorCode.FeedMismatch,
            $"{feed}: the image is {image.Shape}{(result.Equals(image.Shape) ? "" : $", as a feed {result}")}, expected {declared}",
            help: missing.Count == 0 ? null : $"add options behind the file's name: @FILE:{string.Join(',', missing)}");
    }
}
