using System.Text.Json;
using GraphRun.Errors;
using GraphRun.Tensors;

namespace GraphRun.Formats.TensorFiles;

/// <summary>One nested JSON array, or a single value, as a tensor.</summary>
internal static class JsonTensorReader
{
    /// <summary>Reads the value that the reader stands on, to its last token.</summary>
    /// <param name="root">The path of the value, for messages.</param>
    public static Tensor Read(ref Utf8JsonReader reader, string file, string root, ExpectedTensor expected)
    {
        var measured = reader;
        var (shape, inferred) = new JsonMeasure(file, root).Read(ref measured);
        var dtype = expected.DType == DType.None ? inferred : expected.DType;
        var target = expected.Shape is { } wanted ? Fit(shape, wanted, new JsonPath(root).In(file)) : shape;
        var tensor = TensorFileErrors.Allocate(file, dtype, shape);
        Fill(ref reader, tensor, file, new JsonPath(root));
        return tensor.Reshape(target);
    }

    /// <summary>A value has the wanted shape, or is a flat list of as many values, or both are empty.</summary>
    private static Shape Fit(Shape shape, Shape wanted, string place)
    {
        if (wanted.Accepts(shape))
            return shape;
        if (!wanted.IsFullyDefined || (shape.Rank != 1 && shape.ElementCount > 0))
            throw TensorFileErrors.Invalid(place, $"expected shape {wanted}, got {shape}");
        if (wanted.ElementCount != shape.ElementCount)
        {
            throw TensorFileErrors.Invalid(
                place, $"shape {wanted} needs {wanted.ElementCount} values, got {shape.ElementCount}");
        }

        return wanted;
    }

    private static void Fill(ref Utf8JsonReader reader, Tensor tensor, string file, JsonPath path)
    {
        var next = 0;
        do
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartArray:
                    path.Open();
                    break;
                case JsonTokenType.EndArray:
                    path.Close();
                    path.Next();
                    break;
                default:
                    if (Store(ref reader, tensor, next++) is { } problem)
                        throw TensorFileErrors.Invalid(path.In(file), problem);
                    path.Next();
                    break;
            }
        }
        while (path.Depth > 0 && reader.Read());
    }

    private static string? Store(ref Utf8JsonReader reader, Tensor tensor, int index) => reader.TokenType switch
    {
        JsonTokenType.Number => ElementParser.StoreNumber(tensor, index, reader.ValueSpan),
        JsonTokenType.True => ElementParser.StoreBool(tensor, index, true),
        JsonTokenType.False => ElementParser.StoreBool(tensor, index, false),
        JsonTokenType.String => StoreText(ref reader, tensor, index),
        JsonTokenType.StartObject => StoreBase64(ref reader, tensor, index),
        _ => ElementParser.Mismatch(tensor.DType, "null"),
    };

    private static string? StoreText(ref Utf8JsonReader reader, Tensor tensor, int index)
    {
        if (tensor.DType == DType.String)
        {
            tensor.Writable<byte[]>()[index] = Unescape(ref reader);
            return null;
        }

        return JsonSpecial.TryRead(ref reader, out var number)
            ? ElementParser.StoreSpecial(tensor, index, number)
            : ElementParser.Mismatch(tensor.DType, $"the text \"{TensorFileErrors.Quote(reader.ValueSpan)}\"");
    }

    private static string? StoreBase64(ref Utf8JsonReader reader, Tensor tensor, int index)
    {
        const string Expected = "an object where a value was expected; only {\"b64\": \"...\"}, a string as base64, is one";
        reader.Read();
        if (tensor.DType != DType.String || !reader.ValueTextEquals(JsonSpecial.Base64Key))
            return Expected;
        reader.Read();
        if (reader.TokenType != JsonTokenType.String || !reader.TryGetBytesFromBase64(out var bytes))
            return "the text of b64 is not base64";
        tensor.Writable<byte[]>()[index] = bytes;
        return reader.Read() && reader.TokenType == JsonTokenType.EndObject ? null : Expected;
    }

    private static byte[] Unescape(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
            return reader.ValueSpan.ToArray();
        var text = new byte[reader.ValueSpan.Length];
        return text[..reader.CopyString(text)];
    }
}
