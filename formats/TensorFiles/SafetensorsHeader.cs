using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Unicode;
using GraphRun.Errors;
using GraphRun.Formats.Documents;
using GraphRun.Tensors;

namespace GraphRun.Formats.TensorFiles;

/// <summary>
/// One tensor that a safetensors header declares: its elements lie from
/// <paramref name="Begin"/> to <paramref name="End"/> behind the header.
/// </summary>
internal readonly record struct SafetensorsEntry(string Name, DType DType, Shape Shape, long Begin, long End);

/// <summary>
/// The head of a safetensors file: eight bytes with the length of a JSON object, and the object. Everything the format promises is
/// checked: the tensors lie one behind the other from 0 on, without holes or overlaps, and each takes what dtype and shape ask for.
/// </summary>
/// <remarks>Format: <c>huggingface/safetensors</c>, README, "Format".</remarks>
internal static class SafetensorsHeader
{
    private const int MaxLength = 100_000_000;
    private const int MaxTensors = 100_000;

    /// <summary>Reads a header, up to the first byte of the elements. The entries come in the order of their elements.</summary>
    public static List<SafetensorsEntry> Read(Stream stream, string file)
    {
        Span<byte> start = stackalloc byte[8];
        if (stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) < start.Length)
            throw TensorFileErrors.Invalid(file, "not a safetensors file: it ends within its first eight bytes");
        var length = BinaryPrimitives.ReadUInt64LittleEndian(start);
        if (length > MaxLength)
            throw TensorFileErrors.Limit(file, $"the safetensors header says {length} bytes; at most {MaxLength} are read");
        if (stream.CanSeek && (ulong)(stream.Length - stream.Position) < length)
            throw TensorFileErrors.Invalid(file, $"the safetensors header says {length} bytes, but the file ends before");
        var json = ReadJson(stream, (int)length, file);
        if (json.IsEmpty || json[0] != (byte)'{')
            throw TensorFileErrors.Invalid(file, "the safetensors header does not begin with {");
        var entries = Parse(json, file);
        entries.Sort((left, right) => (left.Begin, left.End).CompareTo((right.Begin, right.End)));
        CheckLayout(entries, file);
        return entries;
    }

    /// <summary>A header of unknown worth is read in steps, so that memory is taken only for what is there.</summary>
    private static ReadOnlySpan<byte> ReadJson(Stream stream, int length, string file)
    {
        const int Step = 1 << 20;
        var json = new byte[Math.Min(length, Step)];
        for (var read = 0; ;)
        {
            var count = stream.ReadAtLeast(json.AsSpan(read), json.Length - read, throwOnEndOfStream: false);
            read += count;
            if (read < json.Length)
                throw TensorFileErrors.Invalid(file, $"the safetensors header says {length} bytes, but the file ends before");
            if (read == length)
                return json;
            Array.Resize(ref json, Math.Min(length, 2 * json.Length));
        }
    }

    private static List<SafetensorsEntry> Parse(ReadOnlySpan<byte> json, string file)
    {
        if (!Utf8.IsValid(json))
            throw new GraphRunException(ErrorCode.Encoding, $"{file}: the safetensors header is not UTF-8");
        var entries = new List<SafetensorsEntry>();
        var names = new HashSet<string>();
        var reader = new Utf8JsonReader(json);
        try
        {
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                if (!names.Add(name))
                    throw TensorFileErrors.Invalid(file, $"tensor '{Printable.Text(name)}' stands twice");
                if (names.Count > MaxTensors)
                    throw TensorFileErrors.Limit(file, $"more than {MaxTensors} tensors");
                reader.Read();
                if (name == "__metadata__")
                    SafetensorsEntryReader.CheckMetadata(ref reader, file);
                else
                    entries.Add(SafetensorsEntryReader.Read(ref reader, name, file));
            }

            // Spaces may follow; anything else is an error of the reader's.
            reader.Read();
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw TensorFileErrors.Invalid(file, $"the safetensors header is not valid JSON near byte {reader.BytesConsumed}");
        }

        return entries;
    }

    private static void CheckLayout(List<SafetensorsEntry> entries, string file)
    {
        var end = 0L;
        foreach (var entry in entries)
        {
            if (entry.Begin != end)
            {
                var what = entry.Begin < end ? $"overlaps the tensor before it, which ends at {end}" : $"leaves a hole behind {end}";
                throw TensorFileErrors.Invalid(file, $"tensor '{Printable.Text(entry.Name)}' begins at {entry.Begin} and {what}");
            }

            end = entry.End;
        }
    }
}
