namespace GraphRun.Formats.Expressions;

/// <summary>Finds the end of a number: <c>12</c>, <c>1.5</c>, <c>.5</c>, <c>1e-3</c>, <c>0x1f</c>, <c>0o17</c>, <c>0b101</c>.</summary>
internal static class NumberScanner
{
    public static (TokenKind Kind, int End) Scan(string text, int start)
    {
        if (text[start] == '0' && start + 1 < text.Length && text[start + 1] is 'x' or 'o' or 'b')
            return (TokenKind.Integer, Prefixed(text, start));
        var end = Digits(text, start);
        var kind = TokenKind.Integer;
        if (end < text.Length && text[end] == '.' && !IsRange(text, end))
            (kind, end) = (TokenKind.Float, Digits(text, end + 1));
        var exponent = end + 1;
        if (end < text.Length && text[end] is 'e' or 'E')
        {
            if (exponent < text.Length && text[exponent] is '+' or '-')
                exponent++;
            if (Digits(text, exponent) is var last && last > exponent)
                (kind, end) = (TokenKind.Float, last);
        }

        return (kind, end);
    }

    /// <summary><c>0x</c> without a digit of its base behind it ends after the zero, which makes it malformed.</summary>
    private static int Prefixed(string text, int start)
    {
        var end = start + 2;
        while (end < text.Length && IsDigitOf(text[start + 1], text[end]))
            end++;
        return end == start + 2 ? start + 1 : end;
    }

    private static bool IsDigitOf(char prefix, char digit) => prefix switch
    {
        'x' => char.IsAsciiHexDigit(digit),
        'o' => digit is >= '0' and <= '7',
        _ => digit is '0' or '1',
    };

    /// <summary>Two points in a row are no decimal point.</summary>
    private static bool IsRange(string text, int point) => point + 1 < text.Length && text[point + 1] == '.';

    private static int Digits(string text, int start)
    {
        var length = text.AsSpan(start).IndexOfAnyExceptInRange('0', '9');
        return length < 0 ? text.Length : start + length;
    }
}
