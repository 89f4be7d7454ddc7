using GraphRun.Errors;
using GraphRun.Formats.Documents;
using GraphRun.Tensors;

namespace GraphRun.Formats.TensorFiles;

/// <summary>Reads safetensors files, from any stream; the elements go straight into the tensors.</summary>
public static class SafetensorsReader
{
    /// <summary>Reads every tensor, in the order of their elements in the file.</summary>
    /// <param name="file">The file's name, for messages.</param>
    /// <exception cref="GraphRunException">
    /// The header breaks a rule of the format, or the elements are fewer or more than it says.
    /// </exception>
    public static IReadOnlyList<NamedTensor> ReadAll(Stream stream, string file)
    {
        var entries = ReadEntries(stream, file);
        if ((ulong)(entries.Count == 0 ? 0 : entries[^1].End) > (ulong)MemoryLimit.MaxTensorBytes)
            throw TensorFileErrors.Limit(file, $"the tensors together exceed the {MemoryLimit.MaxTensorBytes} bytes allowed");
        var tensors = entries.ConvertAll(entry => new NamedTensor(entry.Name, ReadElements(stream, entry, file)));
        CheckEnd(stream, file);
        return tensors;
    }

    /// <summary>Reads the tensor that the key names; with a null key, the only one.</summary>
    /// <exception cref="GraphRunException">As <see cref="ReadAll"/>; no such tensor, or none named and several there.</exception>
    public static Tensor Read(Stream stream, string file, string? key)
    {
        var entries = ReadEntries(stream, file);
        var name = TensorFileErrors.ChooseKey(file, key, entries.ConvertAll(entry => entry.Name));
        var entry = entries.Find(candidate => candidate.Name == name);
        Skip(stream, entry.Begin);
        return ReadElements(stream, entry, file);
    }

    /// <summary>Reads the header, up to the first byte of the elements.</summary>
    internal static List<SafetensorsEntry> ReadEntries(Stream stream, string file)
    {
        var entries = SafetensorsHeader.Read(stream, file);
        var end = entries.Count == 0 ? 0 : entries[^1].End;
        if (stream.CanSeek && stream.Length - stream.Position != end)
            throw TensorFileErrors.Invalid(file, $"the tensors take {end} bytes, but {stream.Length - stream.Position} are there");
        return entries;
    }

    private static Tensor ReadElements(Stream stream, SafetensorsEntry entry, string file)
    {
        var tensor = TensorFileErrors.Allocate(file, entry.DType, entry.Shape);
        ElementBytes.Read(stream, tensor, $"{file}[{Printable.Text(entry.Name)}]");
        return tensor;
    }

    private static void Skip(Stream stream, long count)
    {
        if (stream.CanSeek)
        {
            stream.Seek(count, SeekOrigin.Current);
            return;
        }

        var buffer = new byte[1 << 16];
        while (count > 0 && stream.Read(buffer, 0, (int)Math.Min(buffer.Length, count)) is var read and > 0)
            count -= read;
    }

    private static void CheckEnd(Stream stream, string file)
    {
        if (stream.ReadByte() >= 0)
            throw TensorFileErrors.Invalid(file, "bytes behind the last tensor");
    }
}
