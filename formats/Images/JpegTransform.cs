namespace GraphRun.Formats.Images;

/// <summary>
/// Turns the coefficients of a component into samples: the inverse of the discrete cosine transform (A.3.3), in whole numbers, so that
/// every machine gives the same bits.
/// </summary>
internal static class JpegTransform
{
    private const int Size = JpegComponent.BlockSize;
    private const int ScaleBits = 14;

    // The two passes each carry the scale; the first drops a part of it again, which leaves room in 32 bits.
    private const int DroppedBits = 11;
    private const int Center = 128;

    /// <summary>cos((2 x + 1) u pi / 16) C(u) / 2, times 2^14, for each sample x and each frequency u.</summary>
    private static readonly int[] basis = NewBasis();

    /// <summary>The samples of all blocks, row by row.</summary>
    /// <param name="quantization">What each coefficient is multiplied by.</param>
    public static byte[] Samples(JpegComponent component, ReadOnlySpan<ushort> quantization)
    {
        var width = component.Stride * Size;
        var rows = component.Coefficients.Length / JpegComponent.BlockLength / component.Stride;
        var samples = new byte[component.Coefficients.Length];
        Span<int> block = stackalloc int[JpegComponent.BlockLength];
        Span<int> columns = stackalloc int[JpegComponent.BlockLength];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < component.Stride; column++)
            {
                var coefficients = component.Block(row, column);
                for (var i = 0; i < block.Length; i++)
                    block[i] = coefficients[i] * quantization[i];
                Columns(block, columns);
                Rows(columns, samples.AsSpan(row * Size * width + column * Size), width);
            }
        }

        return samples;
    }

    /// <summary>Transforms down the columns; the rows remain.</summary>
    private static void Columns(ReadOnlySpan<int> block, Span<int> result)
    {
        for (var x = 0; x < Size; x++)
        {
            for (var y = 0; y < Size; y++)
            {
                var sum = 0L;
                for (var u = 0; u < Size; u++)
                    sum += (long)basis[y * Size + u] * block[u * Size + x];
                result[y * Size + x] = (int)((sum + (1L << (DroppedBits - 1))) >> DroppedBits);
            }
        }
    }

    private static void Rows(ReadOnlySpan<int> columns, Span<byte> samples, int width)
    {
        const int Shift = 2 * ScaleBits - DroppedBits;
        for (var y = 0; y < Size; y++)
        {
            for (var x = 0; x < Size; x++)
            {
                var sum = 0L;
                for (var u = 0; u < Size; u++)
                    sum += (long)basis[x * Size + u] * columns[y * Size + u];
                samples[y * width + x] = (byte)Math.Clamp(Center + ((sum + (1L << (Shift - 1))) >> Shift), 0, 255);
            }
        }
    }

    private static int[] NewBasis()
    {
        // cos(k pi / 16) for k = 0 to 8; the others follow by symmetry.
        ReadOnlySpan<double> cosines =
        [
            1, 0.98078528040323044913, 0.92387953251128675613, 0.83146961230254523708, 0.70710678118654752440, 0.55557023301960222474,
            0.38268343236508977173, 0.19509032201612826785, 0,
        ];
        var basis = new int[Size * Size];
        for (var x = 0; x < Size; x++)
        {
            for (var u = 0; u < Size; u++)
            {
                var angle = (2 * x + 1) * u % 32;
                angle = Math.Min(angle, 32 - angle);
                var cosine = angle <= 8 ? cosines[angle] : -cosines[16 - angle];
                basis[x * Size + u] = (int)Math.Round(cosine * (u == 0 ? cosines[4] : 1) / 2 * (1 << ScaleBits));
            }
        }

        return basis;
    }
}
