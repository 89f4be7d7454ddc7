namespace GraphRun.Errors;

/// <summary>A stretch of one line of a text. Lines and columns count from 1, columns and lengths in UTF-16 units.</summary>
/// <param name="Text">The text, or null when the thing was built by program and stands in no file.</param>
public readonly record struct SourceSpan(SourceText? Text, int Line, int Column, int Length)
{
    /// <summary>No position: built by program, not read from a file.</summary>
    public static SourceSpan None => default;

    public bool IsNone => Text is null;

    public override string ToString() => IsNone ? "" : $"{Text!.Name}:{Line}:{Column}";
}
