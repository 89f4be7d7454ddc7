using GraphRun.Errors;
using GraphRun.Formats.Documents;
using GraphRun.Tensors;

namespace GraphRun.Formats.Graphs;

/// <summary>What a graph file says, with line and column, and nothing of what it means: the outcome of every reader of graphs.</summary>
public sealed record GraphDef
{
    /// <summary>The text that was read; null when it was none.</summary>
    public SourceText? Source { get; init; }

    /// <summary>The folder below which files lie that the graph names; null when it may name none (standard input).</summary>
    public string? Folder { get; init; }

    /// <summary>
    /// What messages call the file of a model that another program wrote, whose unsupported ops are told all at once; null for a graph file.
    /// </summary>
    public string? Model { get; init; }

    /// <summary>The name that sessions take; no text when the file gives none.</summary>
    public Word Name { get; init; }

    public string? Description { get; init; }

    /// <summary>The graph's seed for random ops.</summary>
    public long? Seed { get; init; }

    /// <summary>All nodes in declaration order, those of scopes in the place of the scope.</summary>
    public IReadOnlyList<NodeDef> Nodes { get; init; } = [];

    /// <summary>The default fetches.</summary>
    public IReadOnlyList<OutputDef> Outputs { get; init; } = [];

    public IReadOnlyList<FunctionDef> Functions { get; init; } = [];

    /// <summary>The libraries whose functions the file calls by their names.</summary>
    public IReadOnlyList<Word> Imports { get; init; } = [];

    /// <summary>The functions that an imported model brings with it.</summary>
    public IReadOnlyList<LibraryFunctionDef> Library { get; init; } = [];

    /// <summary>Public names under which an imported model's placeholders can be fed besides their own.</summary>
    public IReadOnlyList<OutputDef> Inputs { get; init; } = [];

    /// <summary>
    /// The values that variables have in the model itself, by the names that sessions know them by; null for one that has none there.
    /// </summary>
    public Func<string, Tensor?>? VariableValues { get; init; }

    /// <summary>Everything that nodes can call besides ops and builders: the functions of the file and those of its library.</summary>
    public IEnumerable<FunctionDef> AllFunctions => Functions.Concat(Library.Select(function => function.ToFunction()));

    /// <summary>The cases under <c>tests</c>, unread; no node when the file has none.</summary>
    public DocumentNode Tests { get; init; }
}
