namespace GraphRun.Graphs;

/// <summary>
/// One integer that may be known while shapes are inferred: its value, or the name of the dim that it is the size of, or neither.
/// </summary>
public readonly record struct PartialElement(long? Value, string? Name = null)
{
    /// <summary>Nothing known.</summary>
    public static PartialElement Unknown => default;
}
