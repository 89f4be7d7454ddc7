using GraphRun.Errors;

namespace GraphRun.Formats.TensorFiles;

/// <summary>Text files as bytes in memory, of bounded size.</summary>
internal static class TextBytes
{
    /// <summary>The largest text of a stream that does not say how long it is: it may never end.</summary>
    private const int MaxUnknownLength = 128 << 20;

    /// <summary>The largest text of a file.</summary>
    private const int MaxLength = 1 << 30;

    private const int FirstCapacity = 1 << 16;

    /// <summary>Reads a stream to its end.</summary>
    /// <param name="start">What has been read of it already.</param>
    /// <exception cref="GraphRunException">The limit is exceeded; nothing is read beyond it.</exception>
    public static ReadOnlyMemory<byte> Read(Stream stream, string file, ReadOnlySpan<byte> start = default)
    {
        var limit = stream.CanSeek ? MaxLength : MaxUnknownLength;
        var known = stream.CanSeek ? stream.Length - stream.Position + start.Length : 0;
        if (known > limit)
            throw TooLong(file, limit);
        var text = new byte[Math.Max(known + 1, FirstCapacity)];
        start.CopyTo(text);
        for (var length = start.Length; ;)
        {
            var count = stream.Read(text, length, text.Length - length);
            if (count == 0)
                return text.AsMemory(0, length);
            length += count;
            if (length > limit)
                throw TooLong(file, limit);
            if (length == text.Length)
                Array.Resize(ref text, (int)Math.Min(2L * text.Length, limit + 1));
        }
    }

    /// <summary>The text behind a UTF-8 byte order mark.</summary>
    public static ReadOnlySpan<byte> WithoutByteOrderMark(ReadOnlySpan<byte> text) => text.StartsWith("\uFEFF"u8) ? text[3..] : text;

    private static GraphRunException TooLong(string file, int limit) =>
        TensorFileErrors.Limit(file, $"the text exceeds the {limit} bytes that are read", "write numbers as npy");
}
