using System.Buffers;
using System.Text;
using System.Text.Unicode;
using GraphRun.Errors;

namespace GraphRun.Formats.Documents;

/// <summary>Reads the bytes of a text file and refuses what is too large or not UTF-8, before any parser sees it.</summary>
internal static class GraphText
{
    private static readonly SearchValues<char> forbidden = SearchValues.Create(
        "\0\u0001\u0002\u0003\u0004\u0005\u0006\a\b\v\f\u000e\u000f\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017"
        + "\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f\u007f");

    /// <summary>Reads to the end, or to the limit: a longer stream is not read further.</summary>
    /// <exception cref="GraphRunException">More than <paramref name="limit"/> bytes, or the stream cannot be read.</exception>
    public static byte[] ReadBytes(Stream stream, string name, int limit = DocumentLimits.MaxBytes)
    {
        try
        {
            return ReadToEnd(stream, name, limit);
        }
        catch (IOException)
        {
            throw new GraphRunException(
                ErrorCode.FileNotReadable, $"cannot read '{Printable.Text(name)}': the system reports an error while reading");
        }
    }

    /// <summary>The text without its byte order mark, and the bytes that it consists of.</summary>
    /// <exception cref="GraphRunException">UTF-16 or UTF-32, invalid UTF-8, NUL or another control character.</exception>
    public static SourceText Decode(string name, ref ReadOnlySpan<byte> bytes)
    {
        if (OtherEncoding(bytes) is { } encoding)
            throw NotUtf8(name, $"this file is {encoding}");
        var mark = bytes.StartsWith("\uFEFF"u8) ? 3 : 0;
        bytes = bytes[mark..];
        var characters = new char[bytes.Length];
        if (Utf8.ToUtf16(bytes, characters, out var read, out var written, replaceInvalidSequences: false) != OperationStatus.Done)
            throw NotUtf8(name, $"invalid UTF-8 at byte {read + mark} (0x{bytes[read]:x2})");
        var source = new SourceText(name, new string(characters, 0, written));
        CheckControlCharacters(source, mark);
        return source;
    }

    private static byte[] ReadToEnd(Stream stream, string name, int limit)
    {
        var buffer = new byte[stream.CanSeek ? (int)Math.Clamp(stream.Length - stream.Position, 0, limit) + 1 : 1 << 16];
        var count = 0;
        for (int read; (read = stream.Read(buffer, count, buffer.Length - count)) > 0;)
        {
            count += read;
            if (count > limit)
            {
                throw new GraphRunException(
                    ErrorCode.LimitExceeded, $"{Printable.Text(name)} is larger than a graph file may be, {limit >> 20} MiB");
            }

            if (count == buffer.Length)
                Array.Resize(ref buffer, Math.Min(count * 2, limit + 1));
        }

        return buffer[..count];
    }

    private static string? OtherEncoding(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xff, 0xfe, 0, 0, ..] or [0, 0, 0xfe, 0xff, ..] => "UTF-32 (byte order mark at byte 0)",
        [0xff, 0xfe, ..] or [0xfe, 0xff, ..] => "UTF-16 (byte order mark at byte 0)",
        [0, not 0, ..] => "UTF-16 (NUL at byte 0)",
        [not 0, 0, _, 0, ..] => "UTF-16 (NUL at byte 1)",
        _ => null,
    };

    private static void CheckControlCharacters(SourceText source, int mark)
    {
        var index = source.Content.AsSpan().IndexOfAny(forbidden);
        if (index < 0)
            return;
        var offset = mark + Encoding.UTF8.GetByteCount(source.Content.AsSpan(0, index));
        var name = source.Content[index] == 0 ? "NUL" : $"control character \\x{(int)source.Content[index]:x2}";
        throw new GraphRunException(
            ErrorCode.Encoding,
            $"{name} at byte {offset}: a graph file is text",
            Document.SpanAt(source, new LineTable(source.Content), index, 1),
            help: "remove it, or write it as an escape in double quotes");
    }

    private static GraphRunException NotUtf8(string name, string what) =>
        new(ErrorCode.Encoding, $"{Printable.Text(name)}: {what}, but graph files are UTF-8", help: "save the file as UTF-8");
}
