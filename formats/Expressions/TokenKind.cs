namespace GraphRun.Formats.Expressions;

internal enum TokenKind : byte
{
    End,
    Name,

    /// <summary>A name in backticks, or one with an output or <c>@post</c> behind it.</summary>
    Reference,
    Integer,
    Float,
    String,

    /// <summary>An operator, bracket or other sign.</summary>
    Sign,
}
