namespace GraphRun.Kernels;

/// <summary>Walks over the pixels of an output in row-major order, without a division per pixel.</summary>
internal struct PixelCursor
{
    private readonly long depths;
    private readonly long heights;
    private readonly long widths;

    public PixelCursor(ConvolutionGeometry geometry, long pixel)
    {
        (depths, heights, widths) = (geometry.Depth.Output, geometry.Height.Output, geometry.Width.Output);
        (pixel, X) = Math.DivRem(pixel, widths);
        (pixel, Y) = Math.DivRem(pixel, heights);
        (Batch, Z) = Math.DivRem(pixel, depths);
    }

    public long Batch { get; private set; }

    public long Z { get; private set; }

    public long Y { get; private set; }

    public long X { get; private set; }

    public void Next()
    {
        if (++X < widths)
            return;
        X = 0;
        if (++Y < heights)
            return;
        Y = 0;
        if (++Z < depths)
            return;
        Z = 0;
        Batch++;
    }
}
