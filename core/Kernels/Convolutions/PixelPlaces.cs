namespace GraphRun.Kernels;

/// <summary>
/// Where the pixels of a convolution's output stand: one after the other, or apart, as the pixels that a transposed convolution computes
/// together do. Strides are in elements.
/// </summary>
internal readonly unsafe struct PixelPlaces<T>
    where T : unmanaged
{
    private readonly T* first;
    private readonly nint pixelStride;
    private readonly ConvolutionGeometry? geometry;
    private readonly (nint Batch, nint Z, nint Y, nint X) strides;

    /// <summary>Pixels at equal distances.</summary>
    public PixelPlaces(T* first, nint pixelStride)
    {
        this.first = first;
        this.pixelStride = pixelStride;
    }

    /// <summary>Pixels apart along each dim.</summary>
    public PixelPlaces(T* first, ConvolutionGeometry geometry, (nint Batch, nint Z, nint Y, nint X) strides)
    {
        this.first = first;
        (this.geometry, this.strides) = (geometry, strides);
    }

    public bool AreNeighbours => geometry is null;

    /// <summary>The rows from a pixel and a channel on; the pixels must be at equal distances.</summary>
    public MatrixView Rows(long pixel, long channel) =>
        new(first + ((nint)pixel * pixelStride) + (nint)channel, pixelStride * sizeof(T), sizeof(T));

    /// <summary>Copies computed rows to their places.</summary>
    public void Scatter(T* source, long pixel, int rows, long channel, int channels)
    {
        var cursor = new PixelCursor(geometry!, pixel);
        for (var i = 0; i < rows; i++, source += channels, cursor.Next())
        {
            var line = ((nint)cursor.Batch * strides.Batch) + ((nint)cursor.Z * strides.Z) + ((nint)cursor.Y * strides.Y);
            var place = line + ((nint)cursor.X * strides.X);
            VectorCopy<T>.Copy(source, first + place + (nint)channel, channels);
        }
    }
}
