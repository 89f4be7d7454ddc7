using GraphRun.Formats.Documents;

namespace GraphRun.Formats.Expressions;

/// <summary>What is wrong with tokens that do not go together, and what to write for Python's words that have no place here.</summary>
internal static class ParserErrors
{
    public static ExpressionError ExpectedValue(Token token)
    {
        if (token.Kind == TokenKind.End)
        {
            return new ExpressionError(
                token.Start == 0 ? "this expression is empty" : "the expression ends where a value is expected", token.Start, 1);
        }

        var help = token.Text switch
        {
            ":" => "slices stand between brackets, x[1:3]",
            "..." => "... stands between the brackets of an index, x[..., 0]",
            "&" or "|" => $"write one {token.Text}",
            "=" => "write == to compare",
            _ => null,
        };
        return new ExpressionError($"expected a value, got '{Shown(token)}'", token.Start, token.Length, help);
    }

    public static ExpressionError ExpectedOperator(Token token)
    {
        var help = token.Text switch
        {
            "and" => "write & for 'and'",
            "or" => "write | for 'or'",
            "not" => "write ~ for 'not'",
            "if" or "else" => "write where(condition, a, b)",
            "is" or "in" => "write == to compare",
            "=" => "write == to compare",
            ")" or "]" => "nothing is open that this could close",
            ":" => "a slice stands between brackets, x[1:3]; an output right behind its node, split:1",
            ".minimize" => "write minimize(loss, adam(0.01))",
            ['.', >= 'A', ..] method => $"values have no methods: write {method[1..]}(x)",
            _ => null,
        };
        return new ExpressionError($"expected an operator or the end, got '{Shown(token)}'", token.Start, token.Length, help);
    }

    public static ExpressionError ExpectedSeparator(Token token, Token opening)
    {
        if (token.Kind == TokenKind.End)
            return new ExpressionError($"this '{opening.Text}' is never closed", opening.Start, opening.Length);
        if (token.Is("="))
            return new ExpressionError("only an argument of a call can have a name", token.Start, token.Length, "write == to compare");
        var closing = opening.Text == "[" ? "]" : ")";
        return new ExpressionError(
            $"expected ',' or '{closing}', got '{Shown(token)}'", token.Start, token.Length, ExpectedOperator(token).Help);
    }

    public static ExpressionError ExpectedParameter(Token token) => new(
        token.Kind == TokenKind.End
            ? "the expression ends where a parameter of lambda or ':' is expected"
            : $"expected a parameter of lambda or ':', got '{Shown(token)}'",
        token.Start,
        Math.Max(1, token.Length),
        token.Kind == TokenKind.Reference ? "put a space behind the colon: lambda x: x + 1" : null);

    public static ExpressionError ChainedComparison(Token token) => new(
        "comparisons do not chain", token.Start, token.Length, "write (a < b) & (b < c)");

    private static string Shown(Token token) => Printable.Text(token.Kind == TokenKind.String ? "a string" : token.Text);
}
