using System.Buffers;
using GraphRun.Errors;

namespace GraphRun.Formats.Expressions;

/// <summary>Cuts the text of an expression into tokens.</summary>
internal struct Lexer(string text)
{
    private static readonly string[] signs =
    [
        "...", "**", "//", "<=", ">=", "==", "!=", "+", "-", "*", "/", "%", "@", "&", "|", "^", "~", "<", ">",
        "(", ")", "[", "]", ",", ":", "=", "?",
    ];

    private static readonly SearchValues<char> nameLetters = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.");

    private int position;
    private bool afterValue;

    // One bit for each open bracket, the innermost lowest: set between the brackets of x[...], where a colon separates the parts of
    // a slice and selects no output. The parser goes less deep than there are bits.
    private UInt128 indexing;

    public Token Next()
    {
        var token = Scan();
        if (token.Kind == TokenKind.Sign)
        {
            indexing = token.Text is "(" or "[" ? (indexing << 1) | (token.Text == "[" && afterValue ? 1u : 0u)
                : token.Text is ")" or "]" ? indexing >> 1
                : indexing;
        }

        afterValue = token.Kind != TokenKind.Sign || token.Text is ")" or "]";
        return token;
    }

    private Token Scan()
    {
        while (position < text.Length && char.IsWhiteSpace(text[position]))
            position++;
        if (position == text.Length)
            return new Token(TokenKind.End, "", position, 0);
        var first = text[position];
        if (first is '\'' or '"')
            return String();
        if (char.IsAsciiDigit(first) || (first == '.' && position + 1 < text.Length && char.IsAsciiDigit(text[position + 1])))
            return Number();
        if (first == '`' || first == '_' || char.IsAsciiLetter(first) || IsDottedName())
            return Name();
        return Sign();
    }

    private Token Sign()
    {
        foreach (var sign in signs)
        {
            if (string.CompareOrdinal(text, position, sign, 0, sign.Length) == 0)
                return Take(TokenKind.Sign, sign, position + sign.Length);
        }

        throw LexerErrors.UnexpectedCharacter(text, position);
    }

    /// <summary><c>.inf</c> is a name, <c>...</c> is none.</summary>
    private readonly bool IsDottedName() => text[position] == '.' && position + 1 < text.Length && char.IsAsciiLetter(text[position + 1]);

    private Token Name()
    {
        var isQuoted = text[position] == '`';
        var end = isQuoted ? ClosingQuote('`') : EndOfName(position);
        var name = isQuoted ? text[(position + 1)..(end - 1)] : text[position..end];
        if (isQuoted && name.Length == 0)
            throw new ExpressionError("a name in backticks cannot be empty", position, 2);
        var selector = EndOfSelector(end);
        if (selector > end)
            name += text[end..selector];
        return Take(isQuoted || selector > end ? TokenKind.Reference : TokenKind.Name, name, selector);
    }

    private readonly int EndOfName(int start)
    {
        var length = text.AsSpan(start).IndexOfAnyExcept(nameLetters);
        var end = length < 0 ? text.Length : start + length;
        while (text[end - 1] == '.')
            end--;
        return end;
    }

    /// <summary>
    /// The end of <c>:1</c>, <c>:indices</c> or <c>@post</c> right behind a name; <paramref name="end"/> itself when there is none.
    /// </summary>
    private readonly int EndOfSelector(int end)
    {
        if (end + 1 >= text.Length)
            return end;
        if (text[end] == ':' && (indexing & 1) == 0 && (char.IsAsciiLetterOrDigit(text[end + 1]) || text[end + 1] == '_'))
            return EndOfName(end + 1);
        if (text[end] == '@' && EndOfName(end + 1) == end + 5 && string.CompareOrdinal(text, end + 1, "post", 0, 4) == 0)
            return end + 5;
        return end;
    }

    private Token Number()
    {
        var (kind, end) = NumberScanner.Scan(text, position);
        if (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
            throw LexerErrors.MalformedNumber(text, position, EndOfName(end));
        return Take(kind, text[position..end], end);
    }

    private Token String()
    {
        var end = ClosingQuote(text[position]);
        var content = text.AsSpan(position + 1, end - position - 2);
        var value = content.Contains('\\') ? StringEscapes.Resolve(content, position + 1) : content.ToString();
        return Take(TokenKind.String, value, end);
    }

    /// <summary>The index behind the quote that closes the one at the current position.</summary>
    private readonly int ClosingQuote(char quote)
    {
        for (var i = position + 1; i < text.Length; i++)
        {
            if (text[i] == quote)
                return i + 1;
            if (text[i] == '\\' && quote != '`')
                i++;
        }

        throw new ExpressionError($"this {(quote == '`' ? "backtick" : "quote")} is never closed", position, 1);
    }

    private Token Take(TokenKind kind, string value, int end)
    {
        var token = new Token(kind, value, position, end - position);
        position = end;
        return token;
    }
}
