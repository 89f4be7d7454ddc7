namespace GraphRun.Formats.Graphs;

/// <summary>
/// A function of an imported model's library, which nodes call through attrs that name it: a graph of its own, in which each
/// parameter is a Placeholder.
/// </summary>
public sealed record LibraryFunctionDef
{
    public required Word Name { get; init; }

    /// <summary>The body, parameters included.</summary>
    public IReadOnlyList<NodeDef> Nodes { get; init; } = [];

    /// <summary>The names of the parameters' nodes, in order.</summary>
    public IReadOnlyList<string> Parameters { get; init; } = [];

    /// <summary>References to outputs of the body, in order.</summary>
    public IReadOnlyList<Word> Results { get; init; } = [];

    /// <summary>Nodes that run although no result needs them.</summary>
    public IReadOnlyList<Word> Effects { get; init; } = [];

    /// <summary>The function in the form in which a graph file would have it.</summary>
    internal FunctionDef ToFunction()
    {
        var parameters = new HashSet<string>(Parameters);
        return new FunctionDef
        {
            Name = Name.Text,
            Span = Name.Span,
            Parameters = [.. Parameters.Select(parameter => new ParameterDef(new Word(parameter, Name.Span)))],
            Nodes = [.. Nodes.Where(node => !parameters.Contains(node.Name))],
            Returns = [.. Results.Select(result => new OutputDef(result, result))],
            Effects = Effects,
        };
    }
}
