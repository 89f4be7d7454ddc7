namespace GraphRun.Formats.Feeds;

/// <summary>
/// What is done to an image that is fed, in this order: <see cref="Channels"/>, <see cref="Fit"/> and <see cref="Resize"/>, then
/// <c>(sample * scale - mean) / stddev</c>, then <see cref="IsChannelsFirst"/>. Nothing is done that is not asked for.
/// </summary>
internal sealed record ImageOptions
{
    /// <summary>No option given.</summary>
    public static ImageOptions None { get; } = new();

    /// <summary>The op that resizes, <c>ResizeBilinear</c>; null leaves the size as it is.</summary>
    public string? Resize { get; init; }

    /// <summary>How an image of other proportions is fitted.</summary>
    public ImageFitting Fit { get; init; }

    /// <summary>Height and width to resize to; null for those that the graph declares.</summary>
    public (long Height, long Width)? Size { get; init; }

    public ImageChannels Channels { get; init; }

    /// <summary>One factor, or one for each channel; null for 1.</summary>
    public float[]? Scale { get; init; }

    /// <summary>What is subtracted after scaling: one number, or one for each channel; null for 0.</summary>
    public float[]? Mean { get; init; }

    /// <summary>What is divided by at last: one number, or one for each channel; null for 1.</summary>
    public float[]? StandardDeviation { get; init; }

    /// <summary>[channels, height, width] instead of [height, width, channels].</summary>
    public bool IsChannelsFirst { get; init; }
}

/// <summary>The channels that a fed image shall have.</summary>
internal enum ImageChannels
{
    /// <summary>Those of the file.</summary>
    AsTheyAre,

    /// <summary>Red, green, blue; alpha is left out, gray is repeated.</summary>
    Rgb,

    /// <summary>Blue, green, red.</summary>
    Bgr,

    /// <summary>One: 0.2989 red + 0.587 green + 0.114 blue, as TensorFlow's <c>rgb_to_grayscale</c>.</summary>
    Gray,
}

/// <summary>How an image of other proportions is brought to a size.</summary>
internal enum ImageFitting
{
    /// <summary>Height and width are resized each for itself.</summary>
    Stretch,

    /// <summary>The largest part of the right proportions around the centre is resized.</summary>
    Crop,

    /// <summary>The whole is resized to fit in, around the centre; what remains is 0.</summary>
    Pad,
}
