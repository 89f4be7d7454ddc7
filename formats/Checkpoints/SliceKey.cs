using System.Buffers.Binary;
using System.Text;

namespace GraphRun.Formats.Checkpoints;

/// <summary>
/// The keys under which the index keeps the parts of partitioned tensors: name, rank and extents, encoded so that the keys sort as
/// the values do (<c>core/lib/strings/ordered_code.cc</c>).
/// </summary>
internal static class SliceKey
{
    /// <summary>The length that stands for a whole axis.</summary>
    public const long FullLength = -1;

    /// <summary>Keys as texts here have one character per byte.</summary>
    public static string Of(string name, IReadOnlyList<(long Start, long Length)> extents)
    {
        var key = new List<byte> { 0 };
        AppendText(key, name);
        key.AddRange(extents.Count == 0 ? [0] : [1, (byte)extents.Count]);
        foreach (var (start, length) in extents)
        {
            AppendSigned(key, start);
            AppendSigned(key, length);
        }

        return Encoding.Latin1.GetString([.. key]);
    }

    private static void AppendText(List<byte> key, string text)
    {
        foreach (var value in Encoding.UTF8.GetBytes(text))
        {
            key.Add(value);
            if (value is 0 or 0xff)
                key.Add((byte)~value);
        }

        key.AddRange([0, 1]);
    }

    /// <summary>As many bytes as needed, and as many leading ones as bytes; the sign bit is turned round.</summary>
    private static void AppendSigned(List<byte> key, long value)
    {
        var magnitude = value < 0 ? ~value : value;
        var length = 1;
        while (length < 10 && 7 * length - 1 < 64 && magnitude >> (7 * length - 1) != 0)
            length++;
        Span<byte> bytes = stackalloc byte[10];
        bytes.Fill(value < 0 ? (byte)0xff : (byte)0);
        BinaryPrimitives.WriteInt64BigEndian(bytes[2..], value);
        var used = bytes[(10 - length)..];
        var header = 0xffff << (16 - length);
        used[0] ^= (byte)(header >> 8);
        if (length > 1)
            used[1] ^= (byte)header;
        key.AddRange(used);
    }
}
