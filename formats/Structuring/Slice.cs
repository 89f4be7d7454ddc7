using GraphRun.Formats.Graphs;
using GraphRun.Ops;

namespace GraphRun.Formats.Structuring;

/// <summary>The nodes that lead to some others, as far as they lie in a part of a region.</summary>
/// <param name="isInside">Whether a node lies in the part.</param>
/// <param name="isBoundary">Whether an edge is not followed although it starts inside.</param>
internal sealed class Slice(Region region, Func<int, bool> isInside, Func<Edge, bool> isBoundary)
{
    private readonly SortedSet<int> nodes = [];

    /// <summary>Indices in the order of the region.</summary>
    public IReadOnlyCollection<int> Nodes => nodes;

    /// <summary>Adds a node and what leads to it.</summary>
    public void Add(int node)
    {
        var pending = new Stack<int>([node]);
        while (pending.TryPop(out var next))
        {
            if (!nodes.Add(next))
                continue;
            foreach (var edge in region.Edges(next))
            {
                if (isInside(edge.From) && !isBoundary(edge))
                    pending.Push(edge.From);
            }
        }
    }

    /// <summary>Adds what leads to a node's data inputs.</summary>
    public void AddInputs(int node)
    {
        foreach (var edge in region.Edges(node))
        {
            if (!edge.IsControl && isInside(edge.From) && !isBoundary(edge))
                Add(edge.From);
        }
    }

    /// <summary>The nodes inside that a node waits for without using them, as far as they or what leads to them have an effect.</summary>
    public IEnumerable<int> EffectsBefore(int node) => region.Edges(node)
        .Where(edge => edge.IsControl && isInside(edge.From) && !isBoundary(edge))
        .Select(edge => edge.From)
        .Where(HasEffectBehind);

    /// <summary>
    /// Whether a node does more than compute its outputs. Expressions and calls of functions count as if they did, since only binding
    /// could tell.
    /// </summary>
    public static bool HasEffect(NodeDef node) => !node.Literal.Exists && FlowKinds.Of(node) == FlowKind.None
        && !(node.Op.Text is { } op && Catalogue.FindExpression(op) is { IsPure: true, Signature.CallsFunctions: false });

    private bool HasEffectBehind(int node)
    {
        var leading = new Slice(region, isInside, isBoundary);
        leading.Add(node);
        return leading.Nodes.Any(index => HasEffect(region.Nodes[index]));
    }
}
