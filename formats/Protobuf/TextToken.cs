namespace GraphRun.Formats.Protobuf;

/// <summary>The kinds of words in protobuf's text format.</summary>
internal enum TextTokenKind
{
    End,
    Name,
    Number,
    String,
    Symbol,
}

/// <summary>A word of a text: its place, quotes included.</summary>
internal readonly record struct TextToken(TextTokenKind Kind, int Start, int Length);
