using System.Text.Json;
using GraphRun.Errors;
using GraphRun.Formats.Documents;
using GraphRun.Tensors;

namespace GraphRun.Formats.TensorFiles;

/// <summary>
/// Reads what a safetensors header says of one tensor: <c>{"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}</c>.
/// </summary>
internal static class SafetensorsEntryReader
{
    /// <param name="reader">On the first token of the entry; afterwards on its last.</param>
    public static SafetensorsEntry Read(ref Utf8JsonReader reader, string name, string file)
    {
        var where = $"tensor '{Printable.Text(name)}'";
        if (reader.TokenType != JsonTokenType.StartObject)
            throw TensorFileErrors.Invalid(file, $"{where}: expected an object with dtype, shape and data_offsets");
        (string? dtype, List<long>? shape, List<long>? offsets) = (null, null, null);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString();
            reader.Read();
            if (key == "dtype" && dtype is null && reader.TokenType == JsonTokenType.String)
                dtype = reader.GetString();
            else if (key == "shape" && shape is null)
                shape = ReadIntegers(ref reader, Shape.MaxRank, where, key, file);
            else if (key == "data_offsets" && offsets is null)
                offsets = ReadIntegers(ref reader, 2, where, key, file);
            else
                throw TensorFileErrors.Invalid(file, $"{where}: '{Printable.Text(key!)}' is unknown, misplaced or stands twice");
        }

        return dtype is not null && shape is not null && offsets is { Count: 2 }
            ? Check(name, dtype, TensorFileErrors.ShapeOf(file, shape), offsets[0], offsets[1], file)
            : throw TensorFileErrors.Invalid(file, $"{where}: dtype, shape and two data_offsets are needed");
    }

    /// <summary>Metadata is texts under names, and nothing is done with it.</summary>
    public static void CheckMetadata(ref Utf8JsonReader reader, string file)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw TensorFileErrors.Invalid(file, "__metadata__ must be an object");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString()!;
            reader.Read();
            if (reader.TokenType != JsonTokenType.String)
                throw TensorFileErrors.Invalid(file, $"__metadata__: '{Printable.Text(key)}' must be a text");
        }
    }

    private static SafetensorsEntry Check(string name, string dtypeName, Shape shape, long begin, long end, string file)
    {
        var where = $"tensor '{Printable.Text(name)}'";
        var dtype = SafetensorsDTypes.Parse(dtypeName);
        if (dtype == DType.None)
        {
            throw TensorFileErrors.Invalid(
                file, $"{where}: dtype '{Printable.Text(dtypeName)}' is not supported; expected one of {SafetensorsDTypes.Known}");
        }

        if (end < begin)
            throw TensorFileErrors.Invalid(file, $"{where}: ends at {end}, before it begins at {begin}");
        var bytes = (UInt128)shape.ElementCount * (uint)dtype.Size();
        return bytes == (ulong)(end - begin)
            ? new SafetensorsEntry(name, dtype, shape, begin, end)
            : throw TensorFileErrors.Invalid(
                file, $"{where}: {dtype.Name()}{shape} takes {bytes} bytes, but its offsets hold {end - begin}");
    }

    private static List<long> ReadIntegers(ref Utf8JsonReader reader, int most, string where, string key, string file)
    {
        var values = new List<long>();
        if (reader.TokenType != JsonTokenType.StartArray)
            throw TensorFileErrors.Invalid(file, $"{where}: {key} must be a list of integers");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out var value) || value < 0)
                throw TensorFileErrors.Invalid(file, $"{where}: {key}[{values.Count}] must be an integer from 0 to 2^63 - 1");
            if (values.Count == most)
                throw TensorFileErrors.Invalid(file, $"{where}: {key} has more than {most} numbers");
            values.Add(value);
        }

        return values;
    }
}
