using GraphRun.Errors;

namespace GraphRun.Formats.Graphs;

/// <summary>A function that expressions can call: <c>dense(x, units, activation=identity)</c>, its nodes and what it returns.</summary>
public sealed class FunctionDef
{
    public required string Name { get; init; }

    /// <summary>Where the name is written.</summary>
    public SourceSpan Span { get; init; }

    public IReadOnlyList<ParameterDef> Parameters { get; init; } = [];

    public IReadOnlyList<NodeDef> Nodes { get; init; } = [];

    public IReadOnlyList<OutputDef> Returns { get; init; } = [];

    /// <summary>Nodes that run in every call although no result needs them.</summary>
    public IReadOnlyList<Word> Effects { get; init; } = [];

    public string? Description { get; init; }

    /// <summary>The name and the parameters as they are written; the name alone for a function that was not read from text.</summary>
    public string Signature { get; init; } = "";
}
