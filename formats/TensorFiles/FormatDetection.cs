using System.Text.Unicode;
using GraphRun.Formats.Images;

namespace GraphRun.Formats.TensorFiles;

/// <summary>Which format a file has: by its first bytes where they tell, else by its extension, else by what text it is.</summary>
internal static class FormatDetection
{
    private static readonly (string Extension, TensorFileFormat Format)[] extensions =
    [
        (".npy", TensorFileFormat.Npy), (".npz", TensorFileFormat.Npz), (".safetensors", TensorFileFormat.Safetensors),
        (".json", TensorFileFormat.Json), (".jsonl", TensorFileFormat.JsonLines), (".ndjson", TensorFileFormat.JsonLines),
        (".csv", TensorFileFormat.Csv), (".tsv", TensorFileFormat.Tsv), (".png", TensorFileFormat.Png),
        (".jpg", TensorFileFormat.Jpeg), (".jpeg", TensorFileFormat.Jpeg), (".bin", TensorFileFormat.Raw), (".raw", TensorFileFormat.Raw),
    ];

    /// <summary>The extensions that a key may follow: <c>weights.npz:w</c>.</summary>
    public static IEnumerable<string> Extensions => extensions.Select(pair => pair.Extension);

    /// <summary>The format that the extension of a path names; null when it names none.</summary>
    public static TensorFileFormat? OfPath(string path)
    {
        foreach (var (extension, format) in extensions)
        {
            if (path.EndsWith(extension, StringComparison.OrdinalIgnoreCase))
                return format;
        }

        return null;
    }

    /// <summary>The format of a file that begins with these bytes.</summary>
    /// <exception cref="GraphRun.Errors.GraphRunException">The bytes are of no format, and neither is the extension.</exception>
    public static TensorFileFormat Of(string file, ReadOnlySpan<byte> start)
    {
        if (start.StartsWith(NpyHeader.Magic))
            return TensorFileFormat.Npy;
        if (start.StartsWith("PK\u0003\u0004"u8) || start.StartsWith("PK\u0005\u0006"u8))
            return TensorFileFormat.Npz;
        if (start.StartsWith(PngReader.Magic))
            return TensorFileFormat.Png;
        if (start.StartsWith(JpegReader.Magic))
            return TensorFileFormat.Jpeg;
        if (OfPath(file) is { } named)
            return named;
        if (start.Length > 8 && start[8] == (byte)'{' && start[..8].IndexOf((byte)0) >= 0)
            return TensorFileFormat.Safetensors;
        return IsText(start) ? OfText(start) : throw TensorFileErrors.Invalid(
            file, "not npy, npz, safetensors, PNG, JPEG, JSON or CSV", "raw bytes are read from a file named .bin or .raw");
    }

    /// <summary>A list, text or object is JSON; a number alone is too; everything else is a table.</summary>
    private static TensorFileFormat OfText(ReadOnlySpan<byte> start)
    {
        var text = TextBytes.WithoutByteOrderMark(start).Trim(" \t\r\n"u8);
        if (text.Length > 0 && text[0] is (byte)'[' or (byte)'{')
            return TensorFileFormat.Json;
        return text.IndexOfAny(",\n"u8) < 0 && text.Length > 0 && !text.Contains((byte)'\t')
            ? TensorFileFormat.Json
            : text.Contains((byte)'\t') && !text.Contains((byte)',') ? TensorFileFormat.Tsv : TensorFileFormat.Csv;
    }

    /// <summary>The last character may be cut in two.</summary>
    private static bool IsText(ReadOnlySpan<byte> start) =>
        !start.Contains((byte)0) && (Utf8.IsValid(start) || start.Length - StringText.ValidLength(start) < 4);
}
