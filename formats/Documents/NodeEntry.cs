namespace GraphRun.Formats.Documents;

/// <summary>One node in a document's array.</summary>
internal struct NodeEntry
{
    /// <summary>The scalar's text is the source's own.</summary>
    public const int Verbatim = -1;

    /// <summary>The scalar's text is the source's own without the quotes around it.</summary>
    public const int BetweenQuotes = -2;

    /// <summary>Index of the first character in the source.</summary>
    public int Start;

    /// <summary>Characters in the source.</summary>
    public int Length;

    /// <summary>Index of the entry after this node and all within it; 0 while it is being read.</summary>
    public int End;

    /// <summary>
    /// Index of a scalar's text among the document's strings, <see cref="Verbatim"/> or <see cref="BetweenQuotes"/>; else the
    /// number of children.
    /// </summary>
    public int Text;

    public DocumentNodeKind Kind;

    public ScalarStyle Style;
}
