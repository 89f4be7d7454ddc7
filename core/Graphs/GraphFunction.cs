namespace GraphRun.Graphs;

/// <summary>A function of a graph's library: a graph of its own whose placeholders are the parameters.</summary>
/// <param name="Parameters">Placeholder nodes of <paramref name="Body"/>, in order.</param>
/// <param name="Results">Outputs of <paramref name="Body"/>, in order.</param>
/// <param name="Effects">Nodes of <paramref name="Body"/> that run although no result needs them.</param>
public sealed record GraphFunction(
    string Name, Graph Body, IReadOnlyList<Node> Parameters, IReadOnlyList<Output> Results, IReadOnlyList<Node> Effects)
{
    /// <summary>Calling the function changes a variable.</summary>
    public bool IsWriter => Body.Nodes.Any(node => node.IsWriter);

    /// <summary>Calling the function may do more than compute its results.</summary>
    public bool IsStateful => Body.Nodes.Any(node => !Parameters.Contains(node) && !node.Op.IsPure);
}
