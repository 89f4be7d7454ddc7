using GraphRun.Errors;

namespace GraphRun.Formats.Graphs;

/// <summary>A name or reference together with where it is written.</summary>
public readonly record struct Word(string Text, SourceSpan Span)
{
    public override string ToString() => Text;
}
