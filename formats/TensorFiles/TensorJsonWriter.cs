using System.Buffers;
using System.Text.Json;
using GraphRun.Errors;
using GraphRun.Tensors;

namespace GraphRun.Formats.TensorFiles;

/// <summary>
/// Writes tensors as JSON, with the same digits as <see cref="TensorText"/>;
/// what it writes, <see cref="TensorJson"/> reads back to the same bits.
/// </summary>
public static class TensorJsonWriter
{
    private const int FlushedBytes = 1 << 16;

    /// <summary>
    /// Writes the members <c>dtype</c>, <c>shape</c> and <c>data</c> as one object, and in front of them <c>name</c> if one is given.
    /// </summary>
    public static void WriteDescribed(Utf8JsonWriter writer, Tensor tensor, string? name = null)
    {
        writer.WriteStartObject();
        if (name is not null)
            writer.WriteString("name"u8, name);
        WriteMembers(writer, tensor);
        writer.WriteEndObject();
    }

    /// <summary>Writes the members <c>dtype</c>, <c>shape</c> and <c>data</c> into an object that has been begun.</summary>
    public static void WriteMembers(Utf8JsonWriter writer, Tensor tensor)
    {
        writer.WriteString("dtype"u8, tensor.DType.Name());
        writer.WriteStartArray("shape"u8);
        foreach (var size in tensor.Shape.Dims)
            writer.WriteNumberValue(size);
        writer.WriteEndArray();
        writer.WritePropertyName("data"u8);
        WriteData(writer, tensor);
    }

    /// <summary>Writes the elements: nested arrays, or a single value for a scalar.</summary>
    /// <exception cref="GraphRunException">A complex tensor, a resource or a variant, which JSON has no form for.</exception>
    public static void WriteData(Utf8JsonWriter writer, Tensor tensor)
    {
        if (tensor.DType.IsComplex() || tensor.DType is DType.Resource or DType.Variant)
        {
            throw new GraphRunException(
                ErrorCode.UnprintableValue, $"a {tensor.DType.Name()} has no JSON form", help: "write it with --format text or npy");
        }

        if (tensor.Rank == 0)
            WriteElement(writer, tensor, 0, new ArrayBufferWriter<byte>(2 * NumberText.MaxLength));
        else
            WriteRows(writer, tensor);
    }

    private static void WriteRows(Utf8JsonWriter writer, Tensor tensor)
    {
        var rows = new RowWalk(tensor);
        var number = new ArrayBufferWriter<byte>(2 * NumberText.MaxLength);
        for (var opened = rows.Rank; ;)
        {
            for (; opened > 0; opened--)
                writer.WriteStartArray();
            for (var i = 0; i < rows.Width; i++)
                WriteElement(writer, tensor, rows.First + i, number);
            opened = rows.Next();
            for (var closed = 0; closed < opened; closed++)
                writer.WriteEndArray();
            if (opened == rows.Rank)
                return;
            if (writer.BytesPending > FlushedBytes)
                writer.Flush();
        }
    }

    private static void WriteElement(Utf8JsonWriter writer, Tensor tensor, int index, ArrayBufferWriter<byte> number)
    {
        switch (tensor.DType)
        {
            case DType.Bool:
                writer.WriteBooleanValue(tensor.Values<bool>()[index]);
                return;
            case DType.String:
                WriteString(writer, tensor.Values<byte[]>()[index]);
                return;
        }

        number.ResetWrittenCount();
        TensorText.Element(tensor.DType)(tensor, index, number);
        var text = number.WrittenSpan;
        var spelling = text[^1] is (byte)'n' or (byte)'f' ? JsonSpecial.Spelling(text) : text;
        writer.WriteRawValue(spelling, skipInputValidation: true);
    }

    private static void WriteString(Utf8JsonWriter writer, byte[] text)
    {
        if (StringText.ValidLength(text) == text.Length)
        {
            writer.WriteStringValue(text);
            return;
        }

        writer.WriteStartObject();
        writer.WriteBase64String(JsonSpecial.Base64Key, text);
        writer.WriteEndObject();
    }
}
