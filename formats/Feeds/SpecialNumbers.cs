using System.Text;

namespace GraphRun.Formats.Feeds;

/// <summary>The words <c>nan</c>, <c>inf</c> and <c>-inf</c>, which the command line takes as numbers and JSON does not.</summary>
internal static class SpecialNumbers
{
    /// <summary>The text with each of these words that stands outside quotes in quotes, as JSON files of tensors have them.</summary>
    public static string Quoted(string text)
    {
        if (!text.Contains("nan", StringComparison.OrdinalIgnoreCase) && !text.Contains("inf", StringComparison.OrdinalIgnoreCase))
            return text;
        var result = new StringBuilder();
        for (var i = 0; i < text.Length;)
        {
            var length = text[i] == '"' ? QuotedLength(text.AsSpan(i)) : WordLength(text.AsSpan(i));
            var part = text.AsSpan(i, length);
            result.Append(Spelling(part) ?? part);
            i += length;
        }

        return result.ToString();
    }

    private static int QuotedLength(ReadOnlySpan<char> text)
    {
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] == '"')
                return i + 1;
            if (text[i] == '\\')
                i++;
        }

        return text.Length;
    }

    /// <summary>A word with the sign before it, or one character.</summary>
    private static int WordLength(ReadOnlySpan<char> text)
    {
        var length = text[0] is '-' or '+' ? 1 : 0;
        while (length < text.Length && char.IsAsciiLetterOrDigit(text[length]))
            length++;
        return Math.Max(length, 1);
    }

    private static string? Spelling(ReadOnlySpan<char> word) => word switch
    {
        "nan" or "NaN" => "\"NaN\"",
        "inf" or "+inf" or "Infinity" => "\"Infinity\"",
        "-inf" or "-Infinity" => "\"-Infinity\"",
        _ => null,
    };
}
