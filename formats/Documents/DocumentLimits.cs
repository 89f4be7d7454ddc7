namespace GraphRun.Formats.Documents;

/// <summary>What a document may at most be, so that no text, however hostile, costs more than a bounded time and memory.</summary>
public static class DocumentLimits
{
    /// <summary>64 MiB of text.</summary>
    public const int MaxBytes = 64 << 20;

    /// <summary>Sequences and mappings within each other.</summary>
    public const int MaxDepth = 64;

    /// <summary>Scalars, sequences and mappings in all.</summary>
    public const int MaxNodes = 20_000_000;

    /// <summary>Nodes that aliases repeat, and nodes of the graph.</summary>
    public const int MaxExpandedNodes = 1_000_000;
}
