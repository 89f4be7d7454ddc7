namespace GraphRun.Formats.Expressions;

/// <summary>The kinds of nodes of an expression's tree.</summary>
public enum ExpressionKind : byte
{
    /// <summary>
    /// A whole number; <see cref="ExpressionNode.Text"/> is its spelling, perhaps with <c>0x</c>, <c>0o</c> or <c>0b</c>.
    /// </summary>
    Integer,

    /// <summary>A number with a point or an exponent, or <c>inf</c>, <c>nan</c>.</summary>
    Float,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>A string; the text is what it stands for.</summary>
    String,

    /// <summary><c>None</c>: an unknown dim, or an argument that is not given.</summary>
    None,

    /// <summary><c>?</c>: an unknown dim.</summary>
    Unknown,

    /// <summary>A bare word: a node, dtype, function or dim, as its place requires.</summary>
    Name,

    /// <summary>
    /// What can only be a node or one of its outputs: <c>split:1</c>, <c>topk:indices</c>, <c>foo@post</c>, or a name in backticks.
    /// </summary>
    Reference,

    /// <summary><c>[a, b]</c> or <c>(a, b)</c>.</summary>
    List,

    /// <summary>A call; the text is the function, the operands are the arguments.</summary>
    Call,

    /// <summary><c>name=value</c> among the arguments of a call; the text is the name.</summary>
    Keyword,

    /// <summary>
    /// <c>lambda i, x: i + x</c>, a function written in its place: the text is its parameters with commas between them, the operand is
    /// what it returns.
    /// </summary>
    Lambda,

    /// <summary>A sign or complement before its operand; the text is the operator.</summary>
    Unary,

    /// <summary>An operator between its operands; the text is the operator.</summary>
    Binary,

    /// <summary><c>x[...]</c>: the first operand is indexed, the others are the items between the brackets.</summary>
    Index,

    /// <summary><c>start:stop:step</c> between brackets: three operands, <see cref="Omitted"/> where nothing is written.</summary>
    Slice,

    /// <summary>A part of a slice that is not written.</summary>
    Omitted,

    /// <summary><c>...</c> between brackets.</summary>
    Ellipsis,

    /// <summary><c>newaxis</c> between brackets.</summary>
    NewAxis,
}
