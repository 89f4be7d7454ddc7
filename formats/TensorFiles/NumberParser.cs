using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using GraphRun.Tensors;

namespace GraphRun.Formats.TensorFiles;

/// <summary>
/// Decimal numbers from UTF-8 text, rounded once to the dtype asked for. A point is <c>.</c>; there are no group separators, no
/// hexadecimal digits, no surrounding spaces.
/// </summary>
public static class NumberParser
{
    private const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    private static readonly SearchValues<byte> characters = SearchValues.Create("+-.0123456789eE"u8);

    /// <summary>
    /// Whether the text is a number as this program reads it; <paramref name="isInteger"/> when it has neither point nor exponent.
    /// </summary>
    public static bool IsNumber(ReadOnlySpan<byte> text, out bool isInteger)
    {
        isInteger = text.IndexOfAny(".eE"u8) < 0;
        return IsSpelt(text) && double.TryParse(text, Style, CultureInfo.InvariantCulture, out _);
    }

    /// <summary>Reads a float32; a number beyond its range is an infinity.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out float value)
    {
        value = 0;
        return IsSpelt(text) && float.TryParse(text, Style, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>Reads a float64; a number beyond its range is an infinity.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out double value)
    {
        value = 0;
        return IsSpelt(text) && double.TryParse(text, Style, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>Reads a float16; a number beyond its range is an infinity.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out Half value)
    {
        value = default;
        return IsSpelt(text) && Half.TryParse(text, Style, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>Reads a bfloat16; a number beyond its range is an infinity.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out BFloat16 value)
    {
        value = default;
        if (!TryParse(text, out double wide))
            return false;
        value = ToBFloat16(wide);
        return true;
    }

    /// <summary>
    /// Rounds once to bfloat16. By way of float32 a number just beside the middle of two bfloat16 would first be rounded onto the
    /// middle and then to even; so float32 is taken one bit off the middle, to the side where the number lies.
    /// </summary>
    public static BFloat16 ToBFloat16(double value)
    {
        var narrow = (float)value;
        var isMiddle = (BitConverter.SingleToUInt32Bits(narrow) & 0xFFFF) == 0x8000;
        if (isMiddle && narrow < value)
            narrow = MathF.BitIncrement(narrow);
        else if (isMiddle && narrow > value)
            narrow = MathF.BitDecrement(narrow);
        return (BFloat16)narrow;
    }

    /// <summary>
    /// Reads an integer exactly, also where it is spelt with a fraction of zeros or an exponent (<c>3.0</c>, <c>1e3</c>). False
    /// when the text is no number, has a fraction, or lies beyond any integer dtype.
    /// </summary>
    public static bool TryParseExact(ReadOnlySpan<byte> text, out Int128 value)
    {
        if (Utf8Parser.TryParse(text, out long plain, out var consumed) && consumed == text.Length)
        {
            value = plain;
            return true;
        }

        value = 0;
        return IsNumber(text, out _) && TryScale(text, out value);
    }

    /// <summary>The framework takes words and other signs too; these bytes alone make up our numbers.</summary>
    private static bool IsSpelt(ReadOnlySpan<byte> text) => text.Length > 0 && !text.ContainsAnyExcept(characters);

    /// <summary>Digits times a power of ten, as long as that is an integer of at most 20 digits.</summary>
    private static bool TryScale(ReadOnlySpan<byte> text, out Int128 value)
    {
        value = 0;
        var mantissa = text;
        var scale = 0L;
        if (text.IndexOfAny("eE"u8) is var mark and >= 0)
        {
            mantissa = text[..mark];
            if (!long.TryParse(text[(mark + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out scale))
                return false;
        }

        if (mantissa.IndexOf((byte)'.') is var point and >= 0)
            scale -= mantissa.Length - point - 1;
        return TryAccumulate(mantissa.TrimStart("+-"u8), scale, out value) && (mantissa[0] != (byte)'-' || (value = -value) <= 0);
    }

    private static bool TryAccumulate(ReadOnlySpan<byte> mantissa, long scale, out Int128 value)
    {
        value = 0;
        var last = mantissa.LastIndexOfAnyExcept("0."u8);
        if (last < 0)
            return true;
        var used = mantissa[..(last + 1)];
        // Each digit left out at the end is a power of ten won back; a point among them is not.
        var dropped = mantissa[(last + 1)..];
        scale += dropped.Length - (dropped.Contains((byte)'.') ? 1 : 0);
        if (scale is < 0 or > 20)
            return false;
        foreach (var c in used)
        {
            if (c != (byte)'.' && (value = value * 10 + (c - '0')) > ulong.MaxValue)
                return false;
        }

        for (; scale > 0 && value <= ulong.MaxValue; scale--)
            value *= 10;
        return value <= ulong.MaxValue;
    }
}
