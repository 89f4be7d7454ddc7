using System.Globalization;
using System.Text;

namespace GraphRun.Formats.Expressions;

/// <summary>Resolves Python's escapes in a string literal: <c>\n \t \r \0 \\ \' \" \x1b \u20ac \U0001f600</c>.</summary>
internal static class StringEscapes
{
    /// <param name="content">What stands between the quotes.</param>
    /// <param name="offset">Where it begins in the expression, for messages.</param>
    public static string Resolve(ReadOnlySpan<char> content, int offset)
    {
        var value = new StringBuilder(content.Length);
        for (var i = 0; i < content.Length; i++)
        {
            if (content[i] == '\\')
                i += Escape(content[i..], offset + i, value) - 1;
            else
                value.Append(content[i]);
        }

        return value.ToString();
    }

    /// <summary>Appends what an escape stands for and returns its length.</summary>
    private static int Escape(ReadOnlySpan<char> escape, int offset, StringBuilder value)
    {
        var digits = escape[1] switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
        if (digits > 0)
        {
            value.Append(CodePoint(escape, digits, offset));
            return digits + 2;
        }

        value.Append(escape[1] switch
        {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            '0' => '\0',
            '\\' or '\'' or '"' => escape[1],
            _ => throw new ExpressionError($"unknown escape '\\{escape[1]}'", offset, 2, "write a backslash as \\\\"),
        });
        return 2;
    }

    private static string CodePoint(ReadOnlySpan<char> escape, int digits, int offset)
    {
        var hex = escape.Slice(2, Math.Min(digits, escape.Length - 2));
        if (hex.Length == digits
            && int.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
            && Rune.IsValid(code))
            return char.ConvertFromUtf32(code);
        throw new ExpressionError(
            $"'{escape[..(2 + hex.Length)]}' is no character", offset, 2 + hex.Length, $"\\{escape[1]} takes {digits} hexadecimal digits");
    }
}
