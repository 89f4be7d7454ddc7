namespace GraphRun.Formats.Checkpoints;

/// <summary>Decompresses Snappy's raw format, <c>format_description.txt</c> of google/snappy.</summary>
internal static class Snappy
{
    /// <summary>The content; null when the bytes are not in the format, or say that they are longer than allowed.</summary>
    public static byte[]? Decompress(ReadOnlySpan<byte> bytes, int mostBytes)
    {
        if (!Varint.TryRead(ref bytes, out var length) || length > (ulong)mostBytes)
            return null;
        var content = new byte[length];
        var written = 0;
        while (bytes.Length > 0)
        {
            var next = (bytes[0] & 3) == 0 ? Literal(ref bytes, content, written) : Copy(ref bytes, content, written);
            if (next <= written)
                return null;
            written = next;
        }

        return written == content.Length ? content : null;
    }

    /// <summary>Copies bytes that follow; returns where the content then ends, -1 for a mistake.</summary>
    private static int Literal(ref ReadOnlySpan<byte> bytes, Span<byte> content, int written)
    {
        var length = (long)(bytes[0] >> 2) + 1;
        bytes = bytes[1..];
        if (length > 60)
        {
            var size = (int)length - 60;
            if (bytes.Length < size)
                return -1;
            length = Number(bytes[..size]) + 1;
            bytes = bytes[size..];
        }

        if (length > bytes.Length || length > content.Length - written)
            return -1;
        bytes[..(int)length].CopyTo(content[written..]);
        bytes = bytes[(int)length..];
        return written + (int)length;
    }

    /// <summary>Repeats bytes of the content, which may overlap with what is written.</summary>
    private static int Copy(ref ReadOnlySpan<byte> bytes, Span<byte> content, int written)
    {
        var (tag, size) = (bytes[0], (bytes[0] & 3) switch { 1 => 1, 2 => 2, _ => 4 });
        if (bytes.Length <= size)
            return -1;
        var offset = Number(bytes.Slice(1, size));
        var length = (tag >> 2) + 1;
        if (size == 1)
            (offset, length) = (offset | ((long)(tag & 0xe0) << 3), ((tag >> 2) & 7) + 4);
        bytes = bytes[(1 + size)..];
        if (offset == 0 || offset > written || length > content.Length - written)
            return -1;
        for (var i = 0; i < length; i++)
            content[written + i] = content[written + i - (int)offset];
        return written + length;
    }

    private static long Number(ReadOnlySpan<byte> bytes)
    {
        var number = 0L;
        for (var i = bytes.Length - 1; i >= 0; i--)
            number = (number << 8) | bytes[i];
        return number;
    }
}
