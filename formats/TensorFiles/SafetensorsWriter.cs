using System.Buffers;
using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;
using GraphRun.Errors;
using GraphRun.Tensors;

namespace GraphRun.Formats.TensorFiles;

/// <summary>
/// Writes safetensors files: the widest dtypes first and then by name, so that elements lie aligned and the same tensors give the
/// same bytes; the header is padded with spaces to a multiple of eight.
/// </summary>
public static class SafetensorsWriter
{
    private const int Alignment = 8;

    private static readonly JsonWriterOptions options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <exception cref="GraphRunException">A string, complex128 or resource tensor, which the format has no dtype for.</exception>
    public static void Write(IEnumerable<NamedTensor> tensors, Stream stream)
    {
        var sorted = tensors
            .OrderByDescending(named => named.Value.DType.Size())
            .ThenBy(named => named.Name, StringComparer.Ordinal)
            .ToList();
        var header = Header(sorted);
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (var (_, tensor) in sorted)
            ElementBytes.Write(tensor, stream);
    }

    private static ReadOnlySpan<byte> Header(List<NamedTensor> tensors)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, options))
        {
            writer.WriteStartObject();
            var offset = 0L;
            foreach (var (name, tensor) in tensors)
                WriteEntry(writer, name, tensor, ref offset);
            writer.WriteEndObject();
        }

        var padding = (Alignment - buffer.WrittenCount % Alignment) % Alignment;
        buffer.Write("        "u8[..padding]);
        return buffer.WrittenSpan;
    }

    private static void WriteEntry(Utf8JsonWriter writer, string name, Tensor tensor, ref long offset)
    {
        var dtype = SafetensorsDTypes.NameOf(tensor.DType) ?? throw new GraphRunException(
            ErrorCode.UnprintableValue,
            $"'{name}': a {tensor.DType.Name()} tensor cannot be written as safetensors",
            help: "write it with --format json");
        writer.WriteStartObject(name);
        writer.WriteString("dtype"u8, dtype);
        writer.WriteStartArray("shape"u8);
        foreach (var size in tensor.Shape.Dims)
            writer.WriteNumberValue(size);
        writer.WriteEndArray();
        writer.WriteStartArray("data_offsets"u8);
        writer.WriteNumberValue(offset);
        writer.WriteNumberValue(offset += tensor.ByteCount);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
