using GraphRun.Errors;
using GraphRun.Ops;
using GraphRun.Tensors;

namespace GraphRun.Graphs;

/// <summary>An instance of an op in a graph. Immutable once its graph is built; made by <see cref="GraphBuilder"/>.</summary>
public sealed class Node
{
    internal Node(string name, OpDef op, Output[] inputs, Node[] controlInputs, Attrs attrs, SourceSpan span)
    {
        Name = name;
        Op = op;
        Inputs = inputs;
        ControlInputs = controlInputs;
        Attrs = attrs;
        Span = span;
    }

    public string Name { get; }

    public OpDef Op { get; }

    /// <summary>The data edges that end here, in the order of the op's signature.</summary>
    public IReadOnlyList<Output> Inputs { get; }

    /// <summary>Nodes that must have run before this one does.</summary>
    public IReadOnlyList<Node> ControlInputs { get; internal set; }

    public Attrs Attrs { get; internal set; }

    /// <summary>Where the node is written, for messages.</summary>
    public SourceSpan Span { get; }

    /// <summary>The place in the file of what declares the node, perhaps together with others; -1 when the graph was built otherwise.</summary>
    public int Statement { get; internal set; }

    /// <summary>The node's position in declaration order, from 0.</summary>
    public int Index { get; internal set; }

    /// <summary>The node's position in the canonical order of its graph, from 0: runs behave as if nodes ran in this order.</summary>
    public int Position { get; internal set; }

    /// <summary>One dtype per output.</summary>
    public DType[] OutputDTypes { get; internal set; } = [];

    /// <summary>One inferred shape per output.</summary>
    public Shape[] OutputShapes { get; internal set; } = [];

    /// <summary>The functions that the node's attrs name, in the order of the attrs.</summary>
    public IReadOnlyList<GraphFunction> Functions { get; internal set; } = [];

    /// <summary>The node changes a variable, itself or in a function that it calls.</summary>
    public bool IsWriter { get; internal set; }

    /// <summary>Same inputs, same outputs, and nothing else happens. For a node that calls functions the functions decide.</summary>
    public bool IsPure { get; internal set; }

    /// <summary>Something may hold on to the node's inputs after it has run, so that their storage must not be reused.</summary>
    public bool KeepsInputs { get; internal set; }

    public override string ToString() => $"{Name} = {Op.Name}({string.Join(", ", Inputs)})";
}
