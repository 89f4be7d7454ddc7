using GraphRun.Formats.Documents;

namespace GraphRun.Formats.Expressions;

/// <summary>What is wrong with characters that begin no token.</summary>
internal static class LexerErrors
{
    public static ExpressionError UnexpectedCharacter(string text, int position)
    {
        var help = text[position] switch
        {
            '!' => "write ~ for 'not', != for 'not equal'",
            '{' or '}' => "lists stand in [ ]",
            '$' or '#' or ';' or '\\' => "a name with other characters than letters, digits, '_' and '.' goes in backticks",
            _ => null,
        };
        var length = char.IsHighSurrogate(text[position]) ? Math.Min(2, text.Length - position) : 1;
        return new ExpressionError($"unexpected '{Printable.Text(text.AsSpan(position, length))}'", position, length, help);
    }

    public static ExpressionError MalformedNumber(string text, int start, int end)
    {
        var written = text[start..end];
        var help = written.Contains('_') ? "write numbers without '_'; a name that begins with a digit goes in backticks"
            : "a name that begins with a digit goes in backticks";
        return new ExpressionError($"'{Printable.Text(written)}' is not a number", start, end - start, help);
    }
}
