using GraphRun.Errors;
using GraphRun.Formats.Documents;

namespace GraphRun.Formats.Graphs;

/// <summary>
/// A node as a file has it: an <see cref="Expression"/>, or an <see cref="Op"/> with inputs and attrs, or a <see cref="Literal"/>;
/// exactly one of the three exists.
/// </summary>
public sealed class NodeDef
{
    /// <summary>The full name, scopes included: <c>layer1/w</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The scopes, <c>layer1/</c>, in which names that the node uses are looked for first; empty at the top.</summary>
    public string Scope { get; init; } = "";

    /// <summary>Where the name is written.</summary>
    public SourceSpan Span { get; init; }

    /// <summary>The scalar that holds the expression.</summary>
    public DocumentNode Expression { get; init; }

    /// <summary>The op type or the name that it has in expressions; no text when the node is none of this form.</summary>
    public Word Op { get; init; }

    /// <summary>The data inputs and, as <c>^node</c>, control inputs.</summary>
    public IReadOnlyList<NamedValue> Inputs { get; init; } = [];

    public IReadOnlyList<NamedValue> Attrs { get; init; } = [];

    /// <summary>A constant written in the node's place.</summary>
    public ValueDef Literal { get; init; }

    /// <summary>Nodes that everything this node consists of waits for.</summary>
    public IReadOnlyList<Word> After { get; init; } = [];

    /// <summary>The device, as TensorFlow spells it; no text when none is given.</summary>
    public Word Device { get; init; }

    public override string ToString() => Name;
}
