using System.Text.Json;

namespace GraphRun.Formats.TensorFiles;

/// <summary>
/// Values that JSON has no spelling of its own for: <c>"NaN"</c>, <c>"Infinity"</c>, <c>"-Infinity"</c> and <c>{"b64": "..."}</c>.
/// </summary>
internal static class JsonSpecial
{
    public static ReadOnlySpan<byte> Base64Key => "b64"u8;

    /// <summary>Whether the reader stands on a text that means a number.</summary>
    public static bool IsNumber(scoped ref Utf8JsonReader reader) => TryRead(ref reader, out _);

    /// <summary>Reads a text that means a number.</summary>
    public static bool TryRead(scoped ref Utf8JsonReader reader, out double value)
    {
        value = 0;
        if (reader.TokenType != JsonTokenType.String)
            return false;
        var text = reader.ValueSpan;
        value = text.SequenceEqual("NaN"u8) ? double.NaN : text.StartsWith("-"u8) ? double.NegativeInfinity : double.PositiveInfinity;
        return double.IsNaN(value) || text.SequenceEqual("Infinity"u8) || text.SequenceEqual("-Infinity"u8);
    }

    /// <summary>The spelling of a number that is not finite, from its text form.</summary>
    public static ReadOnlySpan<byte> Spelling(ReadOnlySpan<byte> text) =>
        text[^1] == (byte)'n' ? "\"NaN\""u8 : text[0] == (byte)'-' ? "\"-Infinity\""u8 : "\"Infinity\""u8;
}
