namespace GraphRun.Kernels;

/// <summary>
/// What a convolution or a pooling goes over: batches of up to three dims of space, channels last. Images have a
/// <see cref="Depth"/> of <see cref="WindowAxis.None"/>.
/// </summary>
/// <param name="Batch">Number of images.</param>
/// <param name="Depth">The outermost dim of space.</param>
/// <param name="Height">The middle one.</param>
/// <param name="Width">The innermost one.</param>
/// <param name="Channels">Channels of the input.</param>
internal sealed record ConvolutionGeometry(long Batch, WindowAxis Depth, WindowAxis Height, WindowAxis Width, long Channels)
{
    /// <summary>Taps that stand outside take part as zeros, even where they would not otherwise.</summary>
    public bool ZerosTakePart { get; init; }

    /// <summary>Taps of the whole window.</summary>
    public long Taps => Depth.Window * Height.Window * Width.Window;

    /// <summary>Pixels of the output, those of all images together.</summary>
    public long OutputPixels => Batch * Depth.Output * Height.Output * Width.Output;

    /// <summary>Pixels of the input, those of all images together.</summary>
    public long InputPixels => Batch * Depth.Input * Height.Input * Width.Input;

    /// <summary>Every pixel of the output sees just the pixel of the input in its own place.</summary>
    public bool IsPointwise => Taps == 1 && Sees(Depth) && Sees(Height) && Sees(Width);

    private static bool Sees(WindowAxis axis) => axis.Stride == 1 && axis.Before == 0 && axis.Input == axis.Output;
}
