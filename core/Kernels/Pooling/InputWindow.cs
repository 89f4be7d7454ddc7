namespace GraphRun.Kernels;

/// <summary>The part of a window that stands inside the input.</summary>
/// <param name="FirstPixel">The pixel of the input under the first tap.</param>
/// <param name="Depths">Taps along the depth.</param>
/// <param name="Heights">Taps along the height.</param>
/// <param name="Widths">Taps along the width.</param>
/// <param name="DepthStep">Elements from a tap to the next along the depth.</param>
/// <param name="HeightStep">Elements from a tap to the next along the height.</param>
/// <param name="WidthStep">Elements from a tap to the next along the width.</param>
internal readonly record struct InputWindow(
    long FirstPixel, long Depths, long Heights, long Widths, long DepthStep, long HeightStep, long WidthStep)
{
    /// <summary>Taps inside.</summary>
    public long Count => Depths * Heights * Widths;

    /// <summary>The window of a pixel of the output.</summary>
    public static InputWindow At(ConvolutionGeometry geometry, in PixelCursor pixel)
    {
        var (depth, height, width) = (geometry.Depth, geometry.Height, geometry.Width);
        var (z, y, x) = (depth.Taps(pixel.Z), height.Taps(pixel.Y), width.Taps(pixel.X));
        var first = (pixel.Batch * depth.Input) + depth.First(pixel.Z) + (z.Begin * depth.Dilation);
        first = (first * height.Input) + height.First(pixel.Y) + (y.Begin * height.Dilation);
        first = (first * width.Input) + width.First(pixel.X) + (x.Begin * width.Dilation);
        var line = width.Input * geometry.Channels;
        return new InputWindow(
            first,
            z.End - z.Begin,
            y.End - y.Begin,
            x.End - x.Begin,
            depth.Dilation * height.Input * line,
            height.Dilation * line,
            width.Dilation * geometry.Channels);
    }
}
