using System.IO.Compression;
using GraphRun.Errors;

namespace GraphRun.Formats.TensorFiles;

/// <summary>
/// Writes npz files: entries stored without compression, in the order of their
/// names, dated 1980-01-01, so that the same tensors give the same bytes.
/// </summary>
public static class NpzWriter
{
    private static readonly DateTimeOffset date = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <param name="stream">It need not be seekable.</param>
    /// <exception cref="GraphRunException">Strings and resources, which npy has no dtype for.</exception>
    public static void Write(IEnumerable<NamedTensor> tensors, Stream stream)
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var (name, tensor) in tensors.OrderBy(named => named.Name, StringComparer.Ordinal))
        {
            var entry = archive.CreateEntry(name + ".npy", CompressionLevel.NoCompression);
            entry.LastWriteTime = date;
            using var content = entry.Open();
            NpyWriter.Write(tensor, content);
        }
    }
}
