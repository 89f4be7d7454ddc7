namespace GraphRun.Formats.Graphs;

/// <summary>An attr or an input with the name under which the file gives it; an input in a list has no name.</summary>
public readonly record struct NamedValue(Word Name, ValueDef Value)
{
    public bool HasName => Name.Text is { Length: > 0 };
}
