namespace GraphRun.Formats.Images;

/// <summary>
/// A Huffman table: codes of equal length are successive numbers, in the order of their values (ITU-T T.81, annex C and F.2.2.3).
/// </summary>
internal sealed class JpegHuffman
{
    public const int MaxCodeLength = 16;

    /// <summary>Codes up to this length are found in one step.</summary>
    private const int FastLength = 9;

    private readonly byte[] values;
    private readonly int[] firstCode = new int[MaxCodeLength + 2];
    private readonly int[] firstIndex = new int[MaxCodeLength + 2];

    // The length of the code in the upper half, its value in the lower; 0 where the code is longer.
    private readonly ushort[] fast = new ushort[1 << FastLength];

    /// <param name="counts">How many codes have 1 bit, 2 bits, ... 16 bits.</param>
    /// <param name="values">What the codes stand for.</param>
    private JpegHuffman(ReadOnlySpan<byte> counts, byte[] values)
    {
        this.values = values;
        var (code, index) = (0, 0);
        for (var length = 1; length <= MaxCodeLength; length++)
        {
            (firstCode[length], firstIndex[length]) = (code, index);
            for (var i = 0; i < counts[length - 1]; i++, code++, index++)
                AddFast(code, length, values[index]);
            code <<= 1;
        }

        firstIndex[MaxCodeLength + 1] = index;
    }

    /// <summary>The table, or null when there are more codes of some length than it has room for.</summary>
    public static JpegHuffman? TryCreate(ReadOnlySpan<byte> counts, byte[] values)
    {
        var room = 1;
        foreach (var count in counts)
        {
            room = 2 * room - count;
            if (room < 0)
                return null;
        }

        return new JpegHuffman(counts, values);
    }

    /// <summary>Reads a code; returns its value, or -1 when there is no such code.</summary>
    public int Read(JpegBits bits)
    {
        var entry = fast[bits.Peek(FastLength)];
        if (entry > 0)
        {
            bits.Skip(entry >> 8);
            return entry & 0xFF;
        }

        for (var length = FastLength + 1; length <= MaxCodeLength; length++)
        {
            var place = bits.Peek(length) - firstCode[length];
            if (place >= 0 && place < firstIndex[length + 1] - firstIndex[length])
            {
                bits.Skip(length);
                return values[firstIndex[length] + place];
            }
        }

        return -1;
    }

    private void AddFast(int code, int length, byte value)
    {
        if (length <= FastLength)
            fast.AsSpan(code << (FastLength - length), 1 << (FastLength - length)).Fill((ushort)((length << 8) | value));
    }
}
