using GraphRun.Errors;
using GraphRun.Formats.Files;
using GraphRun.Formats.TensorFiles;
using GraphRun.Tensors;

namespace GraphRun.Formats.Training;

/// <summary>
/// Opens examples in files that are not to be read into memory as a whole: numbers in npy and safetensors files are read where they lie,
/// an npz archive is unpacked into a temporary file, and of text the places of the rows are kept.
/// </summary>
internal static class LargeFile
{
    private const int StartLength = 4096;

    /// <summary>
    /// The examples under a key; null when the file can only be read as a whole: column-major arrays, strings, JSON, images.
    /// </summary>
    /// <param name="expected">The dtype and rank of the output that they are for.</param>
    /// <exception cref="GraphRunException">The file cannot be read, is damaged, or has no such key.</exception>
    public static IExampleRows? Open(string path, string? key, ExpectedTensor expected) => Format(path) switch
    {
        TensorFileFormat.Npy => key is null ? Numbers(InputFile.Open(path), path) : null,
        TensorFileFormat.Npz => Numbers(Unpack(path, key), key is null ? path : $"{path}[{key}]"),
        TensorFileFormat.Safetensors => Safetensors(path, key),
        TensorFileFormat.Csv => Table(path, key, CsvOptions.Csv, expected),
        TensorFileFormat.Tsv => Table(path, key, CsvOptions.Tsv, expected),
        TensorFileFormat.JsonLines => Guarded(TextRows.Open(path, null), rows => new JsonRows(rows, key, expected.DType)),
        _ => null,
    };

    /// <summary>The names of the tensors in a file; null when its format has none that can be told without reading it.</summary>
    public static IReadOnlyList<string>? Names(string path)
    {
        var format = Format(path);
        using var stream = InputFile.Open(path);
        return format switch
        {
            TensorFileFormat.Npz => NpzReader.Names(stream, path),
            TensorFileFormat.Safetensors => SafetensorsHeader.Read(stream, path).ConvertAll(entry => entry.Name),
            _ => null,
        };
    }

    private static TensorFileFormat Format(string path)
    {
        using var stream = InputFile.Open(path);
        var start = new byte[StartLength];
        var count = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        return FormatDetection.Of(path, start.AsSpan(0, count));
    }

    private static FileRows? Numbers(FileStream stream, string name)
    {
        try
        {
            var header = NpyHeader.Read(stream, name);
            NpyReader.CheckLength(header, stream.Length - header.Length, name);
            if (header.Element.DType != DType.String && header.Shape.Rank > 0 && !(header.IsFortranOrder && header.Shape.Rank > 1))
                return new FileRows(stream, name, header.Length, header.Element, header.Shape);
        }
        catch
        {
            stream.Dispose();
            throw;
        }

        stream.Dispose();
        return null;
    }

    private static FileRows? Safetensors(string path, string? key)
    {
        var stream = InputFile.Open(path);
        try
        {
            var entries = SafetensorsReader.ReadEntries(stream, path);
            var name = TensorFileErrors.ChooseKey(path, key, entries.ConvertAll(entry => entry.Name));
            var entry = entries.Find(candidate => candidate.Name == name);
            if (entry.Shape.Rank > 0)
            {
                var element = new NpyElement(entry.DType, entry.DType.Size(), IsBigEndian: false);
                return new FileRows(stream, $"{path}[{name}]", stream.Position + entry.Begin, element, entry.Shape);
            }
        }
        catch
        {
            stream.Dispose();
            throw;
        }

        stream.Dispose();
        return null;
    }

    private static TableRows Table(string path, string? key, CsvOptions options, ExpectedTensor expected) => Guarded(
        TextRows.Open(path, options.Delimiter),
        rows => new TableRows(rows, options, key, expected.DType, isFlat: expected.Shape is { Rank: 0 or 1 }));

    private static T Guarded<T>(TextRows rows, Func<TextRows, T> open)
    {
        try
        {
            return open(rows);
        }
        catch
        {
            rows.Dispose();
            throw;
        }
    }

    /// <summary>A file without a name, gone with its last handle.</summary>
    private static FileStream Unpack(string path, string? key)
    {
        using var archive = InputFile.Open(path);
        var name = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        FileStream? stream = null;
        try
        {
            stream = new FileStream(name, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            File.Delete(name);
            NpzReader.Extract(archive, path, key, stream);
            stream.Flush();
            stream.Position = 0;
            return stream;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            stream?.Dispose();
            throw new GraphRunException(
                ErrorCode.FileNotWritable, $"{path} cannot be unpacked into {Path.GetTempPath()}", help: "TMPDIR names another folder");
        }
        catch
        {
            stream?.Dispose();
            throw;
        }
    }
}
