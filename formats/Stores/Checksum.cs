using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace GraphRun.Formats.Stores;

/// <summary>CRC-32C (Castagnoli, RFC 3720 appendix B.4) of bytes appended piece by piece; the pieces' bounds do not matter.</summary>
internal struct Checksum
{
    private uint inverted;

    /// <summary>The checksum of everything appended so far; 0 for nothing.</summary>
    public readonly uint Value => inverted;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        var state = ChecksumStretches.Append(~inverted, ref words);
        foreach (var word in words)
            state = BitOperations.Crc32C(state, word);
        foreach (var single in bytes[(bytes.Length & ~7)..])
            state = BitOperations.Crc32C(state, single);
        inverted = ~state;
    }

    /// <summary>Appends a number as eight bytes, lowest first.</summary>
    public void Append(long number)
    {
        Span<byte> bytes = stackalloc byte[8];
        System.Buffers.Binary.BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        Append(bytes);
    }

    /// <summary>Appends a number that may be missing; a missing one differs from every number.</summary>
    public void Append(long? number)
    {
        Append(number is null ? 0L : 1L);
        Append(number ?? 0);
    }

    /// <summary>Appends a text with its length, so that neighbours cannot trade letters; a missing one differs from an empty one.</summary>
    public void Append(string? text)
    {
        if (text is null)
        {
            Append(-1L);
            return;
        }

        var bytes = Encoding.UTF8.GetBytes(text);
        Append((long)bytes.Length);
        Append(bytes);
    }
}
