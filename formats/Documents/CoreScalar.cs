using System.Buffers;
using System.Globalization;

namespace GraphRun.Formats.Documents;

/// <summary>The kinds that YAML 1.2's core schema gives to plain scalars; every quoted scalar is a string.</summary>
public enum CoreKind : byte
{
    Null,
    Boolean,
    Integer,
    Float,
    String,
}

/// <summary>
/// The YAML 1.2 core schema (specification section 10.3.2), which JSON's values obey too: <c>no</c> and <c>on</c> are strings, octal
/// is only <c>0o17</c>, infinity is <c>.inf</c>.
/// </summary>
public static class CoreScalar
{
    private static readonly SearchValues<char> hexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    public static CoreKind KindOf(DocumentNode scalar) => scalar.Style == ScalarStyle.Plain ? KindOf(scalar.Text) : CoreKind.String;

    /// <summary>The kind of a plain scalar.</summary>
    public static CoreKind KindOf(ReadOnlySpan<char> text)
    {
        if (text is "" or "~" or "null" or "Null" or "NULL")
            return CoreKind.Null;
        if (text is "true" or "True" or "TRUE" or "false" or "False" or "FALSE")
            return CoreKind.Boolean;
        if (IsInteger(text))
            return CoreKind.Integer;
        return IsFloat(text) ? CoreKind.Float : CoreKind.String;
    }

    /// <summary>The value of a <see cref="CoreKind.Boolean"/>.</summary>
    public static bool Boolean(ReadOnlySpan<char> text) => text[0] is 't' or 'T';

    /// <summary>The value of a <see cref="CoreKind.Integer"/>, exact; false when it is outside -2^63 .. 2^64 - 1.</summary>
    public static bool TryInteger(ReadOnlySpan<char> text, out Int128 value)
    {
        var parsed = text.StartsWith("0x")
            ? Int128.TryParse(Padded(text), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value)
            : text.StartsWith("0o") ? TryOctal(text[2..], out value)
            : Int128.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
        return parsed && value >= long.MinValue && value <= ulong.MaxValue;
    }

    /// <summary>
    /// The value of a <see cref="CoreKind.Integer"/> or <see cref="CoreKind.Float"/>, rounded to nearest even; too large a number
    /// is infinite.
    /// </summary>
    public static double Float(ReadOnlySpan<char> text)
    {
        if (text.StartsWith("0x") || text.StartsWith("0o"))
            return TryInteger(text, out var integer) ? (double)integer : double.PositiveInfinity;
        var unsigned = text.TrimStart("+-");
        if (unsigned is ".nan" or ".NaN" or ".NAN")
            return double.NaN;
        if (unsigned is ".inf" or ".Inf" or ".INF")
            return text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
        return double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    // A leading zero keeps the topmost digit from being read as a sign.
    private static string Padded(ReadOnlySpan<char> text) => string.Concat("0", text[2..]);

    private static bool TryOctal(ReadOnlySpan<char> digits, out Int128 value)
    {
        value = 0;
        foreach (var digit in digits)
        {
            if (value > ulong.MaxValue)
                return false;
            value = (value * 8) + (digit - '0');
        }

        return true;
    }

    private static bool IsInteger(ReadOnlySpan<char> text)
    {
        if (text.StartsWith("0x"))
            return text.Length > 2 && text[2..].IndexOfAnyExcept(hexDigits) < 0;
        if (text.StartsWith("0o"))
            return text.Length > 2 && text[2..].IndexOfAnyExceptInRange('0', '7') < 0;
        var digits = WithoutSign(text);
        return digits.Length > 0 && digits.IndexOfAnyExceptInRange('0', '9') < 0;
    }

    /// <summary><c>[-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?</c>, or infinity, or not a number.</summary>
    private static bool IsFloat(ReadOnlySpan<char> text)
    {
        var rest = WithoutSign(text);
        if (rest is ".inf" or ".Inf" or ".INF")
            return true;
        if (text is ".nan" or ".NaN" or ".NAN")
            return true;
        var whole = LeadingDigits(rest);
        rest = rest[whole..];
        var fraction = 0;
        if (rest.StartsWith("."))
        {
            fraction = LeadingDigits(rest[1..]);
            rest = rest[(1 + fraction)..];
        }

        if (whole + fraction == 0)
            return false;
        if (rest.IsEmpty)
            return true;
        var exponent = WithoutSign(rest[1..]);
        return rest[0] is 'e' or 'E' && exponent.Length > 0 && LeadingDigits(exponent) == exponent.Length;
    }

    private static ReadOnlySpan<char> WithoutSign(ReadOnlySpan<char> text) => text.Length > 0 && text[0] is '+' or '-' ? text[1..] : text;

    private static int LeadingDigits(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? text.Length : end;
    }
}
