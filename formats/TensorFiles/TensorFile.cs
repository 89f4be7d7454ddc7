using GraphRun.Errors;
using GraphRun.Formats.Documents;
using GraphRun.Formats.Files;
using GraphRun.Formats.Images;
using GraphRun.Tensors;

namespace GraphRun.Formats.TensorFiles;

/// <summary>Reads tensors from a file or stream of any of the formats; its first bytes, its extension or its text tell which.</summary>
public static class TensorFile
{
    private const int StartLength = 4096;

    /// <summary>Reads one tensor from the file at a path.</summary>
    /// <param name="key">Which of the file's tensors, or which column of a table; null when there is but one.</param>
    /// <param name="expected">What a text or raw bytes are read as; files that carry a dtype keep it.</param>
    /// <exception cref="GraphRunException">The file cannot be opened, is damaged, or has no such tensor.</exception>
    public static Tensor Read(string path, string? key = null, ExpectedTensor expected = default)
    {
        using var stream = InputFile.Open(path);
        return Read(stream, path, key, expected);
    }

    /// <inheritdoc cref="Read(string, string?, ExpectedTensor)"/>
    /// <param name="stream">It need not be seekable.</param>
    /// <param name="file">What messages call it; its extension is looked at.</param>
    public static Tensor Read(Stream stream, string file, string? key = null, ExpectedTensor expected = default) => Guard(file, () =>
    {
        var format = Detect(ref stream, file);
        return key is null || !IsImage(format) ? Read(format, stream, file, key, expected) : throw NoKey(file, key);
    });

    /// <summary>Reads one tensor and tells whether it is an image, whose key may say what a feed makes of it.</summary>
    internal static (Tensor Value, bool IsImage) ReadForFeed(Stream stream, string file, string? key, ExpectedTensor expected) => Guard(
        file, () =>
        {
            var format = Detect(ref stream, file);
            return (Read(format, stream, file, IsImage(format) ? null : key, expected), IsImage(format));
        });

    private static Tensor Read(TensorFileFormat format, Stream stream, string file, string? key, ExpectedTensor expected)
    {
        if (key is not null && format is (TensorFileFormat.Npy or TensorFileFormat.Raw))
            throw NoKey(file, key);
        if (IsTextAsBytes(file, key, expected))
            return Tensor.Vector<byte>(TextBytes.Read(stream, file).ToArray());
        return format switch
        {
            TensorFileFormat.Npy => NpyReader.Read(stream, file),
            TensorFileFormat.Npz => NpzReader.Read(Seekable(stream, file), file, key),
            TensorFileFormat.Safetensors => SafetensorsReader.Read(stream, file, key),
            TensorFileFormat.Json => TensorJson.Read(TextBytes.Read(stream, file).Span, file, key, expected),
            TensorFileFormat.JsonLines => JsonLinesReader.ReadStacked(stream, file, key, expected),
            TensorFileFormat.Png => PngReader.Read(stream, file),
            TensorFileFormat.Jpeg => JpegReader.Read(stream, file),
            TensorFileFormat.Csv => CsvReader.Read(TextBytes.Read(stream, file).Span, file, CsvOptions.Csv, key, expected),
            TensorFileFormat.Tsv => CsvReader.Read(TextBytes.Read(stream, file).Span, file, CsvOptions.Tsv, key, expected),
            _ => RawTensor.Read(stream, file, expected),
        };
    }

    /// <summary>Reads every tensor of a file that names its tensors.</summary>
    /// <param name="expected">What is known of the tensor of a name; null when nothing is known of any.</param>
    /// <exception cref="GraphRunException">The file cannot be opened, is damaged, or is of a format without names.</exception>
    public static IReadOnlyList<NamedTensor> ReadAll(string path, Func<string, ExpectedTensor>? expected = null)
    {
        using var stream = InputFile.Open(path);
        return ReadAll(stream, path, expected);
    }

    /// <inheritdoc cref="ReadAll(string, Func{string, ExpectedTensor}?)"/>
    /// <param name="stream">It need not be seekable.</param>
    /// <param name="file">What messages call it; its extension is looked at.</param>
    public static IReadOnlyList<NamedTensor> ReadAll(Stream stream, string file, Func<string, ExpectedTensor>? expected = null) => Guard(
        file, () => Detect(ref stream, file) switch
        {
            TensorFileFormat.Npz => NpzReader.ReadAll(Seekable(stream, file), file),
            TensorFileFormat.Safetensors => SafetensorsReader.ReadAll(stream, file),
            TensorFileFormat.Json => TensorJson.ReadNamed(TextBytes.Read(stream, file).Span, file, expected),
            TensorFileFormat.JsonLines => JsonLinesReader.ReadNamed(stream, file, expected),
            _ => throw TensorFileErrors.Invalid(
                file, "the format has no names for tensors; expected npz, safetensors, json or jsonl", $"feed it by name: NAME=@{file}"),
        });

    /// <summary>A text that is wanted as bytes, and has not been called a table.</summary>
    private static bool IsTextAsBytes(string file, string? key, ExpectedTensor expected) =>
        key is null
        && expected is { DType: DType.UInt8 } and not { Shape.Rank: 0 }
        && file.EndsWith(".txt", StringComparison.OrdinalIgnoreCase);

    private static bool IsImage(TensorFileFormat format) => format is TensorFileFormat.Png or TensorFileFormat.Jpeg;

    private static GraphRunException NoKey(string file, string key) =>
        TensorFileErrors.Invalid(file, $"one tensor without a name, so the key '{Printable.Text(key)}' names nothing");

    private static TensorFileFormat Detect(ref Stream stream, string file)
    {
        var start = new byte[StartLength];
        var count = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        if (stream.CanSeek)
            stream.Seek(-count, SeekOrigin.Current);
        else
            stream = new StartedStream(start[..count], stream);
        return FormatDetection.Of(file, start.AsSpan(0, count));
    }

    /// <summary>A zip archive is read from its end, so a pipe is read into memory first.</summary>
    private static Stream Seekable(Stream stream, string file)
    {
        if (stream.CanSeek)
            return stream;
        var bytes = TextBytes.Read(stream, file);
        return new MemoryStream(bytes.ToArray(), writable: false);
    }

    private static T Guard<T>(string file, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw InputFile.NotReadable(file, "the system reports an error while reading");
        }
    }
}
