using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Formats.Conversion;

/// <summary>What of a graph is to be written.</summary>
public sealed record ConversionRequest
{
    /// <summary>The outputs by their public names; null for those that the graph declares.</summary>
    public IReadOnlyList<(string Name, Fetch Fetch)>? Outputs { get; init; }

    /// <summary>Nodes that are kept besides.</summary>
    public IReadOnlyList<Node> Targets { get; init; } = [];

    /// <summary>Leave out what the outputs and targets do not need.</summary>
    public bool Prunes { get; init; }

    /// <summary>The values of variables that become constants, by the names that sessions know them by; null for none.</summary>
    public Func<string, Tensor?>? Values { get; init; }

    /// <summary>Every variable that is read has to become a constant.</summary>
    public bool FreezesAll { get; init; }
}
