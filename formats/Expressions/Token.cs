namespace GraphRun.Formats.Expressions;

/// <summary>A word of an expression. <paramref name="Text"/> is a name without backticks, a string without quotes and escapes.</summary>
internal readonly record struct Token(TokenKind Kind, string Text, int Start, int Length)
{
    public int End => Start + Length;

    public bool Is(string sign) => Kind == TokenKind.Sign && Text == sign;
}
