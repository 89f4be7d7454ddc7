using System.Text.Json;
using System.Text.Unicode;
using GraphRun.Errors;
using GraphRun.Tensors;

namespace GraphRun.Formats.TensorFiles;

/// <summary>
/// Tensors in JSON: a nested array is a tensor, a single value a scalar, an object names several. NaN and the infinities are the
/// texts <c>"NaN"</c>, <c>"Infinity"</c>, <c>"-Infinity"</c>; a string that is no UTF-8 is <c>{"b64": "..."}</c>. An entry may also
/// say all it is: <c>{"dtype": "float32", "shape": [2], "data": [1, 2]}</c>; and what <c>run --format json</c> prints is read back.
/// </summary>
public static class TensorJson
{
    /// <summary>Reads a file with one tensor.</summary>
    /// <param name="file">The file's name, for messages.</param>
    /// <exception cref="GraphRunException">
    /// The text is not JSON, is ragged, or has a value that the dtype cannot hold: with its path.
    /// </exception>
    public static Tensor Read(ReadOnlySpan<byte> json, string file, ExpectedTensor expected = default) =>
        Parse(json, file, (ref Utf8JsonReader reader) => JsonNamedReader.ReadEntry(ref reader, file, "$", expected));

    /// <summary>Reads one tensor of a file: the member that the key names, or with a null key the only value or member.</summary>
    /// <param name="file">The file's name, for messages.</param>
    /// <exception cref="GraphRunException">As the others; no such member, or none named and several there.</exception>
    public static Tensor Read(ReadOnlySpan<byte> json, string file, string? key, ExpectedTensor expected) =>
        Parse(json, file, (ref Utf8JsonReader reader) => JsonNamedReader.ReadKey(ref reader, file, key, expected));

    /// <summary>Reads a file with an object whose members are tensors, in their order.</summary>
    /// <param name="file">The file's name, for messages.</param>
    /// <param name="expected">What is known of the tensor of a name; null when nothing is known of any.</param>
    /// <exception cref="GraphRunException">As <see cref="Read"/>; a name that stands twice; no object.</exception>
    public static IReadOnlyList<NamedTensor> ReadNamed(
        ReadOnlySpan<byte> json, string file, Func<string, ExpectedTensor>? expected = null) =>
        Parse(json, file, (ref Utf8JsonReader reader) => JsonNamedReader.Read(ref reader, file, expected));

    /// <summary>Reads one value that stands alone; the path in messages begins at the value itself.</summary>
    /// <exception cref="JsonException">The text is no JSON.</exception>
    internal static Tensor ReadLiteral(ReadOnlySpan<byte> json, string name, ExpectedTensor expected)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        var tensor = JsonTensorReader.Read(ref reader, name, "", expected);
        return reader.Read() ? throw new JsonException() : tensor;
    }

    private delegate T Reading<out T>(ref Utf8JsonReader reader);

    private static T Parse<T>(ReadOnlySpan<byte> json, string file, Reading<T> reading)
    {
        json = TextBytes.WithoutByteOrderMark(json);
        if (!Utf8.IsValid(json))
            throw new GraphRunException(ErrorCode.Encoding, $"{file}: not UTF-8 from byte {StringText.ValidLength(json)} on");
        var reader = new Utf8JsonReader(json);
        try
        {
            reader.Read();
            var result = reading(ref reader);
            return reader.Read() ? throw TensorFileErrors.Invalid(file, "more than one JSON value") : result;
        }
        catch (JsonException error)
        {
            var place = json.IsEmpty ? "it is empty" : $"line {error.LineNumber + 1}, column {error.BytePositionInLine + 1}";
            throw TensorFileErrors.Invalid(file, $"not valid JSON: {place}");
        }
        catch (InvalidOperationException)
        {
            throw TensorFileErrors.Invalid(file, $"a text with half of a surrogate pair before byte {reader.BytesConsumed}");
        }
    }
}
