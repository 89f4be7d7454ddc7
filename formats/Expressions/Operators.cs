namespace GraphRun.Formats.Expressions;

/// <summary>
/// Python's precedence of the operators between two operands; unary ones and <c>**</c> bind more tightly than any of them.
/// </summary>
internal static class Operators
{
    /// <summary><c>&lt; &lt;= &gt; &gt;= == !=</c>, which do not chain.</summary>
    public const int Comparison = 1;

    /// <summary>The precedence, higher is tighter; 0 for what is no such operator.</summary>
    public static int Precedence(Token token) => token.Kind != TokenKind.Sign ? 0 : token.Text switch
    {
        "<" or "<=" or ">" or ">=" or "==" or "!=" => Comparison,
        "|" => 2,
        "^" => 3,
        "&" => 4,
        "+" or "-" => 5,
        "*" or "/" or "//" or "%" or "@" => 6,
        _ => 0,
    };
}
