using System.Diagnostics.CodeAnalysis;
using GraphRun.Execution;
using GraphRun.Gradients;
using GraphRun.Tensors;

namespace GraphRun.Graphs;

/// <summary>A computation: nodes with inferred dtypes and shapes. It holds no values but its constants, and never changes.</summary>
public sealed class Graph
{
    private readonly IReadOnlyDictionary<string, Node> byName;

    internal Graph(IReadOnlyList<Node> nodes, IReadOnlyDictionary<string, Node> byName)
    {
        Nodes = nodes;
        this.byName = byName;
    }

    /// <summary>The name that a session takes from the graph; null when it has none.</summary>
    public string? Name { get; init; }

    /// <summary>The graph's seed for random ops; null when it sets none.</summary>
    public long? Seed { get; init; }

    /// <summary>All nodes in declaration order.</summary>
    public IReadOnlyList<Node> Nodes { get; }

    /// <summary>The default fetches, by public name.</summary>
    public IReadOnlyList<(string Name, Fetch Fetch)> Outputs { get; init; } = [];

    /// <summary>Public names under which outputs can be fed besides their own.</summary>
    public IReadOnlyList<(string Name, Output Output)> Inputs { get; init; } = [];

    public IReadOnlyDictionary<string, GraphFunction> Functions { get; init; } = new Dictionary<string, GraphFunction>();

    /// <summary>The gradients that were asked for while the graph was built.</summary>
    public IReadOnlyList<GradientDeclaration> Gradients { get; init; } = [];

    /// <summary>The variables, in declaration order.</summary>
    public IReadOnlyList<VariableDeclaration> Variables { get; init; } = [];

    /// <summary>
    /// The values that variables have in the model that the graph was read from, by the names that sessions know them by: what a session
    /// without a value of its own starts from. Null for a variable, or for all, that have none.
    /// </summary>
    public Func<string, Tensor?>? VariableValues { get; init; }

    public bool TryGetNode(string name, [MaybeNullWhen(false)] out Node node) => byName.TryGetValue(name, out node);

    /// <summary>
    /// The node whose variable a reference or handle stands for: through Assign and its relatives, which give their variable on, and
    /// through Identity. Null when only a run could tell.
    /// </summary>
    public static Node? VariableBehind(Output output)
    {
        while (Origin(output) is { } origin)
            output = origin;
        return output.Node.Op.DeclaresVariable ? output.Node : null;
    }

    /// <summary>The input that an output is; null when it is none, or when only a run could tell which.</summary>
    private static Output? Origin(Output output)
    {
        var node = output.Node;
        if (node.Inputs.Count == 0 || !(output.IsRef || node.Op.ForwardsInputs))
            return null;
        var (input, given) = (node.Op.Signature.Inputs[0], node.Op.Signature.Outputs[0]);
        if (input.TypeListAttr is { } list && given.TypeListAttr == list)
            return output.Index < node.Inputs.Count ? node.Inputs[output.Index] : null;
        return node.Functions.Count == 0 ? node.Inputs[0] : null;
    }
}
