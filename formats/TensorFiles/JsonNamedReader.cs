using System.Text.Json;
using GraphRun.Errors;
using GraphRun.Formats.Documents;
using GraphRun.Tensors;

namespace GraphRun.Formats.TensorFiles;

/// <summary>JSON objects whose members are tensors, and members that say their own dtype and shape.</summary>
internal static class JsonNamedReader
{
    private const int MaxEntries = 100_000;

    /// <summary>Reads <c>{"x": ..., "y": ...}</c>, or the <c>outputs</c> of a document that <c>run --format json</c> printed.</summary>
    public static IReadOnlyList<NamedTensor> Read(ref Utf8JsonReader reader, string file, Func<string, ExpectedTensor>? expected)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw TensorFileErrors.Invalid(file, "expected an object, {\"NAME\": VALUE, ...}");
        if (IsDocument(reader))
            return ReadDocument(ref reader, file, expected);
        return NameOf(reader) is { } name
            ? [new NamedTensor(name, ReadDescribed(ref reader, file, JsonPath.Member(name)))]
            : ReadMembers(ref reader, file, expected);
    }

    /// <summary>Reads one value, or one member of an object; with a null key, the only one.</summary>
    public static Tensor ReadKey(ref Utf8JsonReader reader, string file, string? key, ExpectedTensor expected)
    {
        if (key is null && (reader.TokenType != JsonTokenType.StartObject || HasMember(reader, "data"u8) || !IsDescribed(reader)))
            return ReadEntry(ref reader, file, "$", expected);
        var tensors = Read(ref reader, file, name => key is null || name == key ? expected : default);
        var chosen = TensorFileErrors.ChooseKey(file, key, [.. tensors.Select(tensor => tensor.Name)]);
        return tensors.First(tensor => tensor.Name == chosen).Value;
    }

    /// <summary>Reads a value, or <c>{"dtype": ..., "shape": ..., "data": ...}</c> with the members in any order.</summary>
    public static Tensor ReadEntry(ref Utf8JsonReader reader, string file, string path, ExpectedTensor expected)
    {
        if (!IsDescribed(reader))
            return JsonTensorReader.Read(ref reader, file, path, expected);
        return ReadDescribed(ref reader, file, path);
    }

    private static Tensor ReadDescribed(ref Utf8JsonReader reader, string file, string path)
    {
        var data = reader;
        var described = default(ExpectedTensor);
        var seen = new HashSet<string>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            if (!seen.Add(name))
                throw TensorFileErrors.Invalid(file, $"{path}: '{Printable.Text(name)}' stands twice");
            reader.Read();
            if (name == "data")
            {
                data = reader;
                reader.Skip();
            }
            else
            {
                described = ReadDescription(ref reader, file, path, name, described);
            }
        }

        return seen.Contains("data")
            ? JsonTensorReader.Read(ref data, file, $"{path}.data", described)
            : throw TensorFileErrors.Invalid(file, $"{path}: an object where a tensor was expected; data is missing");
    }

    private static ExpectedTensor ReadDescription(
        ref Utf8JsonReader reader, string file, string path, string name, ExpectedTensor described) => name switch
        {
            "dtype" => described with { DType = ReadDType(ref reader, file, path) },
            "name" => described,
            "shape" => described with { Shape = ReadShape(ref reader, file, path) },
            _ => throw TensorFileErrors.Invalid(
                file, $"{path}: an object where a tensor was expected; '{Printable.Text(name)}' is none of dtype, shape, data"),
        };

    private static List<NamedTensor> ReadMembers(ref Utf8JsonReader reader, string file, Func<string, ExpectedTensor>? expected)
    {
        var entries = new List<NamedTensor>();
        var names = new HashSet<string>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            if (!names.Add(name))
                throw TensorFileErrors.Invalid(file, $"'{Printable.Text(name)}' stands twice");
            if (names.Count > MaxEntries)
                throw TensorFileErrors.Limit(file, $"more than {MaxEntries} entries");
            reader.Read();
            entries.Add(new NamedTensor(name, ReadEntry(ref reader, file, JsonPath.Member(name), expected?.Invoke(name) ?? default)));
        }

        return entries;
    }

    private static IReadOnlyList<NamedTensor> ReadDocument(ref Utf8JsonReader reader, string file, Func<string, ExpectedTensor>? expected)
    {
        IReadOnlyList<NamedTensor>? outputs = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isOutputs = reader.ValueTextEquals("outputs"u8);
            reader.Read();
            if (isOutputs && reader.TokenType == JsonTokenType.StartObject)
                outputs = ReadMembers(ref reader, file, expected);
            else
                reader.Skip();
        }

        return outputs ?? throw TensorFileErrors.Invalid(file, "a document with schemaVersion, but without an object named outputs");
    }

    /// <summary>The name that a line of <c>--format jsonl</c> gives its tensor; null when the object is no such line.</summary>
    private static string? NameOf(Utf8JsonReader reader)
    {
        var isNamed = HasMember(reader, "data"u8) && reader.Read() && reader.ValueTextEquals("name"u8) && reader.Read();
        return isNamed && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
    }

    private static bool HasMember(Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals(name))
                return true;
            reader.Read();
            reader.Skip();
        }

        return false;
    }

    private static bool IsDocument(Utf8JsonReader reader) =>
        reader.Read() && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("schemaVersion"u8);

    private static bool IsDescribed(Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.StartObject && reader.Read() && !reader.ValueTextEquals(JsonSpecial.Base64Key);

    private static DType ReadDType(ref Utf8JsonReader reader, string file, string path)
    {
        var name = reader.TokenType == JsonTokenType.String ? reader.GetString()! : "";
        return DTypes.TryParse(name, out var dtype) && dtype is not (DType.Resource or DType.Variant)
            ? dtype
            : throw TensorFileErrors.Invalid(
                file, $"{path}.dtype: '{TensorFileErrors.Quote(reader.ValueSpan)}' is no dtype", Suggestion.For(name, DTypes.Names));
    }

    private static Shape ReadShape(ref Utf8JsonReader reader, string file, string path)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw TensorFileErrors.Invalid(file, $"{path}.shape: expected a list of integers");
        var dims = new List<long>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out var size) || size < 0)
                throw TensorFileErrors.Invalid(file, $"{path}.shape[{dims.Count}]: expected an integer from 0 on");
            if (dims.Count == Shape.MaxRank)
                throw TensorFileErrors.Limit(file, $"{path}.shape: more than {Shape.MaxRank} dims, the largest rank");
            dims.Add(size);
        }

        return TensorFileErrors.ShapeOf(file, dims);
    }
}
