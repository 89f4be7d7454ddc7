namespace GraphRun.Formats.Images;

/// <summary>
/// Rows of a plane as wide as the image. Where the plane has half as many samples, a sample between two is three quarters of the nearer
/// and one quarter of the farther; other factors repeat samples.
/// </summary>
internal static class JpegUpsampling
{
    /// <param name="y">The row of the image.</param>
    public static void Row(JpegFrame frame, JpegComponent component, byte[] plane, int y, byte[] row)
    {
        var stride = component.Stride * JpegComponent.BlockSize;
        var width = (frame.Width * component.Horizontal + frame.Horizontal - 1) / frame.Horizontal;
        var height = (frame.Height * component.Vertical + frame.Vertical - 1) / frame.Vertical;
        var line = y * component.Vertical / frame.Vertical;
        var near = plane.AsSpan(line * stride, width);
        var isHalf = frame.Horizontal == 2 * component.Horizontal && width > 2;
        if (isHalf && frame.Vertical == 2 * component.Vertical)
            Smooth(near, plane.AsSpan(Math.Clamp(line + (y % 2 == 0 ? -1 : 1), 0, height - 1) * stride, width), row);
        else if (isHalf && frame.Vertical == component.Vertical)
            Smooth(near, row);
        else if (frame.Horizontal == component.Horizontal)
            near.CopyTo(row);
        else
            Repeat(near, component.Horizontal, frame.Horizontal, row);
    }

    private static void Repeat(ReadOnlySpan<byte> samples, int numerator, int denominator, Span<byte> row)
    {
        for (var x = 0; x * numerator / denominator < samples.Length; x++)
            row[x] = samples[x * numerator / denominator];
    }

    private static void Smooth(ReadOnlySpan<byte> samples, Span<byte> row)
    {
        var last = samples.Length - 1;
        for (var x = 0; x <= last; x++)
        {
            var sample = 3 * samples[x];
            row[2 * x] = x == 0 ? samples[0] : (byte)((sample + samples[x - 1] + 1) >> 2);
            row[2 * x + 1] = x == last ? samples[last] : (byte)((sample + samples[x + 1] + 2) >> 2);
        }
    }

    private static void Smooth(ReadOnlySpan<byte> near, ReadOnlySpan<byte> far, Span<byte> row)
    {
        var last = near.Length - 1;
        for (var x = 0; x <= last; x++)
        {
            var sum = Sum(near, far, x);
            row[2 * x] = (byte)((3 * sum + Sum(near, far, Math.Max(x - 1, 0)) + 8) >> 4);
            row[2 * x + 1] = (byte)((3 * sum + Sum(near, far, Math.Min(x + 1, last)) + 7) >> 4);
        }
    }

    private static int Sum(ReadOnlySpan<byte> near, ReadOnlySpan<byte> far, int x) => 3 * near[x] + far[x];
}
