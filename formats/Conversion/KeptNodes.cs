using GraphRun.Graphs;

namespace GraphRun.Formats.Conversion;

/// <summary>Which nodes of a graph are written.</summary>
internal static class KeptNodes
{
    /// <summary>The nodes that the roots need, in their order.</summary>
    /// <param name="isLeaf">Whether a node becomes a constant, whose inputs nobody needs.</param>
    public static IReadOnlyList<Node> Reached(IReadOnlyList<Node> nodes, IEnumerable<Node> roots, Func<Node, bool> isLeaf)
    {
        var reached = new HashSet<Node>();
        var open = new Stack<Node>(roots);
        while (open.TryPop(out var node))
        {
            if (!reached.Add(node) || isLeaf(node))
                continue;
            foreach (var input in node.Inputs)
                open.Push(input.Node);
            foreach (var control in node.ControlInputs)
                open.Push(control);
        }

        return [.. nodes.Where(reached.Contains)];
    }

    /// <summary>The nodes without handles of variables that nobody uses any more, as all that read them have become constants.</summary>
    /// <param name="asked">Nodes that stay in any case.</param>
    public static IReadOnlyList<Node> WithoutIdleVariables(IReadOnlyList<Node> nodes, Func<Node, bool> isLeaf, IEnumerable<Node> asked)
    {
        var used = asked.ToHashSet();
        foreach (var node in nodes.Where(node => !isLeaf(node)))
        {
            used.UnionWith(node.Inputs.Select(input => input.Node));
            used.UnionWith(node.ControlInputs);
        }

        return [.. nodes.Where(node => !node.Op.DeclaresVariable || used.Contains(node) || isLeaf(node))];
    }
}
