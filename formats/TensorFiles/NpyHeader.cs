using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using GraphRun.Tensors;

namespace GraphRun.Formats.TensorFiles;

/// <summary>
/// The head of an npy file: magic, version, and a Python dict literal with exactly <c>descr</c>, <c>fortran_order</c> and <c>shape</c>.
/// </summary>
/// <remarks>
/// Format: <c>numpy/lib/format.py</c>. The literal is read by a parser of its own that knows nothing but these three keys.
/// </remarks>
/// <param name="Length">Bytes before the first element.</param>
internal sealed record NpyHeader(NpyElement Element, bool IsFortranOrder, Shape Shape, int Length)
{
    /// <summary>The largest dict literal; NumPy's own default.</summary>
    private const int MaxLiteral = 10_000;

    private const int Alignment = 64;

    public static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Bytes of all elements.</summary>
    public UInt128 PayloadLength => (UInt128)Shape.ElementCount * (uint)Element.Size;

    /// <summary>Reads a header, up to the first byte of the elements.</summary>
    public static NpyHeader Read(Stream stream, string file)
    {
        Span<byte> start = stackalloc byte[8];
        var count = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        if (count < start.Length || !start.StartsWith(Magic))
            throw TensorFileErrors.Invalid(file, "not an npy file: it does not begin with \\x93NUMPY");
        if (start[6] is < 1 or > 3 || start[7] != 0)
            throw TensorFileErrors.Invalid(file, $"npy version {start[6]}.{start[7]} is not known; expected 1.0, 2.0 or 3.0");
        var literal = new byte[ReadLength(stream, start[6], file)];
        if (stream.ReadAtLeast(literal, literal.Length, throwOnEndOfStream: false) < literal.Length)
            throw TensorFileErrors.Invalid(file, $"the npy header says {literal.Length} bytes, but the file ends before");
        return new NpyLiteral(literal, file).ReadHeader(start.Length + (start[6] == 1 ? 2 : 4) + literal.Length);
    }

    /// <summary>The header of version 1.0 for a tensor in row-major order, padded so that the elements begin at a multiple of 64.</summary>
    public static byte[] Format(string code, Shape shape)
    {
        var text = new StringBuilder($"{{'descr': '{code}', 'fortran_order': False, 'shape': (");
        foreach (var size in shape.Dims)
            text.Append(CultureInfo.InvariantCulture, $"{size}, ");
        if (shape.Rank > 0)
            text.Length -= shape.Rank == 1 ? 1 : 2;
        text.Append("), }");
        const int Fixed = 10;
        var length = (Fixed + text.Length + 1 + Alignment - 1) / Alignment * Alignment;
        text.Append(' ', length - Fixed - text.Length - 1).Append('\n');
        var header = new byte[length];
        Magic.CopyTo(header);
        header[6] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), (ushort)(length - Fixed));
        Encoding.ASCII.GetBytes(text.ToString(), header.AsSpan(Fixed));
        return header;
    }

    private static int ReadLength(Stream stream, int version, string file)
    {
        Span<byte> bytes = stackalloc byte[4];
        bytes.Clear();
        var size = version == 1 ? 2 : 4;
        if (stream.ReadAtLeast(bytes[..size], size, throwOnEndOfStream: false) < size)
            throw TensorFileErrors.Invalid(file, "the npy header ends before its length");
        var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        return length <= MaxLiteral
            ? (int)length
            : throw TensorFileErrors.Limit(file, $"the npy header says {length} bytes; at most {MaxLiteral} are read");
    }
}
