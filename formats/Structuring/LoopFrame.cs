namespace GraphRun.Formats.Structuring;

/// <summary>The nodes of one loop: those behind its Enter nodes and before its Exit nodes.</summary>
internal sealed class LoopFrame(string name, LoopFrame? parent)
{
    /// <summary>The <c>frame_name</c> of the Enter nodes.</summary>
    public string Name { get; } = name;

    /// <summary>The loop around this one; null at the top.</summary>
    public LoopFrame? Parent { get; } = parent;

    public int Depth { get; } = parent is null ? 1 : parent.Depth + 1;

    /// <summary>Indices in the region, the Enter and Exit nodes included.</summary>
    public List<int> Nodes { get; } = [];
}
