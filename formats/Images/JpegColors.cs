using GraphRun.Tensors;

namespace GraphRun.Formats.Images;

/// <summary>
/// Puts the planes of a JPEG image together: makes small ones as large as the image, and colors of brightness and differences.
/// </summary>
internal static class JpegColors
{
    private const int FractionBits = 16;
    private const int Half = 1 << (FractionBits - 1);

    /// <summary>The image, uint8 [height, width, 1 or 3].</summary>
    /// <param name="isDifferences">
    /// The planes are brightness and the differences of blue and red from it (JFIF), not red, green and blue.
    /// </param>
    public static void Compose(JpegFrame frame, byte[][] planes, bool isDifferences, Tensor image)
    {
        var pixels = image.Writable<byte>();
        var rows = new byte[planes.Length][];
        for (var i = 0; i < rows.Length; i++)
            rows[i] = new byte[frame.GroupColumns * frame.Horizontal * JpegComponent.BlockSize];
        for (var y = 0; y < frame.Height; y++)
        {
            for (var i = 0; i < planes.Length; i++)
                JpegUpsampling.Row(frame, frame.Components[i], planes[i], y, rows[i]);
            var row = pixels.Slice(y * frame.Width * planes.Length, frame.Width * planes.Length);
            if (planes.Length == 1)
                rows[0].AsSpan(0, frame.Width).CopyTo(row);
            else
                Mix(rows[0], rows[1], rows[2], isDifferences, row);
        }
    }

    private static void Mix(byte[] first, byte[] second, byte[] third, bool isDifferences, Span<byte> row)
    {
        for (var x = 0; 3 * x < row.Length; x++)
        {
            var pixel = row.Slice(3 * x, 3);
            if (isDifferences)
                ToColor(first[x], second[x] - 128, third[x] - 128, pixel);
            else
                (pixel[0], pixel[1], pixel[2]) = (first[x], second[x], third[x]);
        }
    }

    /// <summary>ITU-R BT.601 with full range, as JFIF has it, in 16 bits behind the point.</summary>
    private static void ToColor(int brightness, int blue, int red, Span<byte> pixel)
    {
        pixel[0] = Clamp(brightness + ((91881 * red + Half) >> FractionBits));
        pixel[1] = Clamp(brightness + ((-22554 * blue - 46802 * red + Half) >> FractionBits));
        pixel[2] = Clamp(brightness + ((116130 * blue + Half) >> FractionBits));
    }

    private static byte Clamp(int value) => (byte)Math.Clamp(value, 0, 255);
}
