using System.Globalization;
using System.Numerics;
using GraphRun.Tensors;

namespace GraphRun.Formats.TensorFiles;

/// <summary>
/// Numbers as UTF-8 text: the fewest digits that read back to the same bits of the number's own dtype, laid out as Python's
/// <c>repr</c> lays out a float: <c>13.0</c>, <c>0.0001</c>, <c>1e-05</c>, <c>1e+16</c>, <c>-0.0</c>, <c>nan</c>, <c>inf</c>, <c>-inf</c>.
/// </summary>
public static class NumberText
{
    /// <summary>Room enough for any number.</summary>
    public const int MaxLength = 64;

    private const int SmallestPositionalExponent = -4;
    private const int LargestPositionalExponent = 15;

    /// <summary>Writes a number; returns the bytes written.</summary>
    public static int Format(float value, Span<byte> text)
    {
        Span<byte> shortest = stackalloc byte[MaxLength];
        value.TryFormat(shortest, out var length, default, CultureInfo.InvariantCulture);
        return Special(value, text) is var special and > 0 ? special : Layout(shortest[..length], text);
    }

    /// <inheritdoc cref="Format(float, Span{byte})"/>
    public static int Format(double value, Span<byte> text)
    {
        Span<byte> shortest = stackalloc byte[MaxLength];
        value.TryFormat(shortest, out var length, default, CultureInfo.InvariantCulture);
        return Special(value, text) is var special and > 0 ? special : Layout(shortest[..length], text);
    }

    /// <inheritdoc cref="Format(float, Span{byte})"/>
    public static int Format(Half value, Span<byte> text)
    {
        Span<byte> shortest = stackalloc byte[MaxLength];
        value.TryFormat(shortest, out var length, default, CultureInfo.InvariantCulture);
        return Special((double)value, text) is var special and > 0 ? special : Layout(shortest[..length], text);
    }

    /// <inheritdoc cref="Format(float, Span{byte})"/>
    public static int Format(BFloat16 value, Span<byte> text)
    {
        var wide = (float)value;
        if (Special(wide, text) is var special and > 0)
            return special;
        // Four digits always tell two bfloat16 apart; the fewest that do are found by trying.
        Span<byte> digits = stackalloc byte[MaxLength];
        var length = 0;
        foreach (var format in (ReadOnlySpan<string>)["E0", "E1", "E2", "E3"])
        {
            wide.TryFormat(digits, out length, format, CultureInfo.InvariantCulture);
            if (NumberParser.TryParse(digits[..length], out BFloat16 back) && back.Bits == value.Bits)
                break;
        }

        return Layout(digits[..length], text);
    }

    /// <summary>Writes a complex number as Python does, without its brackets: <c>1.0+2.0j</c>.</summary>
    public static int Format(Complex64 value, Span<byte> text)
    {
        var length = Format(value.Real, text);
        return Imaginary(text, length, Format(value.Imaginary, text[(length + 1)..]));
    }

    /// <inheritdoc cref="Format(Complex64, Span{byte})"/>
    public static int Format(Complex value, Span<byte> text)
    {
        var length = Format(value.Real, text);
        return Imaginary(text, length, Format(value.Imaginary, text[(length + 1)..]));
    }

    /// <summary>Puts the sign between the parts, unless the imaginary part has brought its own, and the <c>j</c> behind them.</summary>
    private static int Imaginary(Span<byte> text, int real, int imaginary)
    {
        var signed = text[real + 1] == (byte)'-';
        if (signed)
            text.Slice(real + 1, imaginary).CopyTo(text[real..]);
        else
            text[real] = (byte)'+';
        var length = real + imaginary + (signed ? 0 : 1);
        text[length] = (byte)'j';
        return length + 1;
    }

    private static int Special(double value, Span<byte> text)
    {
        var word = double.IsFinite(value) ? [] : double.IsNaN(value) ? "nan"u8 : value > 0 ? "inf"u8 : "-inf"u8;
        word.CopyTo(text);
        return word.Length;
    }

    /// <summary>Takes the framework's spelling apart into sign, digits and exponent, and puts them together again in ours.</summary>
    private static int Layout(ReadOnlySpan<byte> number, Span<byte> text)
    {
        Span<byte> digits = stackalloc byte[MaxLength];
        var (count, exponent) = Digits(number, digits);
        var length = 0;
        if (number[0] == (byte)'-')
            text[length++] = (byte)'-';
        var rest = text[length..];
        return length + (exponent is >= SmallestPositionalExponent and <= LargestPositionalExponent
            ? Positional(digits[..count], exponent, rest)
            : Scientific(digits[..count], exponent, rest));
    }

    /// <summary>The significant digits, and the power of ten of the first one.</summary>
    private static (int Count, int Exponent) Digits(ReadOnlySpan<byte> number, Span<byte> digits)
    {
        var (count, exponent, afterPoint) = (0, -1, false);
        for (var i = 0; i < number.Length; i++)
        {
            var c = number[i];
            if (c == (byte)'E')
            {
                exponent += int.Parse(number[(i + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
                break;
            }

            if (c == (byte)'.')
                afterPoint = true;
            if (!char.IsAsciiDigit((char)c))
                continue;
            if (count > 0 || c != (byte)'0')
                digits[count++] = c;
            if (!afterPoint && count > 0)
                exponent++;
            else if (afterPoint && count == 0)
                exponent--;
        }

        while (count > 0 && digits[count - 1] == (byte)'0')
            count--;
        if (count > 0)
            return (count, exponent);
        digits[0] = (byte)'0';
        return (1, 0);
    }

    private static int Positional(ReadOnlySpan<byte> digits, int exponent, Span<byte> text)
    {
        var length = 0;
        if (exponent < 0)
        {
            text[..(1 - exponent)].Fill((byte)'0');
            text[1] = (byte)'.';
            digits.CopyTo(text[(1 - exponent)..]);
            return 1 - exponent + digits.Length;
        }

        for (var i = 0; i <= exponent || i < digits.Length; i++)
        {
            if (i == exponent + 1)
                text[length++] = (byte)'.';
            text[length++] = i < digits.Length ? digits[i] : (byte)'0';
        }

        if (digits.Length > exponent + 1)
            return length;
        ".0"u8.CopyTo(text[length..]);
        return length + 2;
    }

    private static int Scientific(ReadOnlySpan<byte> digits, int exponent, Span<byte> text)
    {
        text[0] = digits[0];
        var length = 1;
        if (digits.Length > 1)
        {
            text[length++] = (byte)'.';
            digits[1..].CopyTo(text[length..]);
            length += digits.Length - 1;
        }

        text[length++] = (byte)'e';
        text[length++] = (byte)(exponent < 0 ? '-' : '+');
        Math.Abs(exponent).TryFormat(text[length..], out var written, "D2", CultureInfo.InvariantCulture);
        return length + written;
    }
}
