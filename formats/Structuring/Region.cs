using GraphRun.Errors;
using GraphRun.Formats.Graphs;

namespace GraphRun.Formats.Structuring;

/// <summary>Nodes that lie on one level, with the edges between them. What they name beyond these is not looked at.</summary>
internal sealed class Region
{
    private readonly Dictionary<string, int> indices;
    private readonly Edge[][] edges;
    private readonly FlowKind[] kinds;

    public Region(IReadOnlyList<NodeDef> nodes)
    {
        Nodes = nodes;
        indices = new Dictionary<string, int>(nodes.Count);
        for (var i = 0; i < nodes.Count; i++)
            indices.TryAdd(nodes[i].Name, i);
        kinds = [.. nodes.Select(FlowKinds.Of)];
        edges = [.. nodes.Select(FindEdges)];
        Order = FindOrder();
    }

    public IReadOnlyList<NodeDef> Nodes { get; }

    /// <summary>
    /// The indices of the nodes, each after those that it waits for; what closes a loop, the edges out of NextIteration, does not count.
    /// </summary>
    public IReadOnlyList<int> Order { get; }

    public FlowKind Kind(int node) => kinds[node];

    /// <summary>The edges into a node: data inputs in their order where the node has an op, then the others.</summary>
    public IReadOnlyList<Edge> Edges(int node) => edges[node];

    /// <summary>The edge of a data input by its position; null when it comes from beyond the region or does not exist.</summary>
    public Edge? Input(int node, int position) => position < NodeInputs.Count(Nodes[node])
        ? Find(Nodes[node].Scope, NodeInputs.Text(Nodes[node], position))
        : null;

    /// <summary>The edge that a reference stands for.</summary>
    public Edge? Find(string scope, string? reference)
    {
        if (reference is null)
            return null;
        var isControl = reference.StartsWith('^');
        var colon = reference.IndexOf(':');
        var name = reference[(isControl ? 1 : 0)..(colon < 0 ? ^0 : colon)];
        for (string? level = scope; level is not null; level = Outer(level))
        {
            if (indices.TryGetValue(level + name, out var index))
                return new Edge(index, colon < 0 ? 0 : OutputIndex(reference[(colon + 1)..]), isControl);
        }

        return null;
    }

    /// <summary>Through Identity nodes back to where a value comes from.</summary>
    public Edge Source(Edge edge)
    {
        while (Nodes[edge.From].Op.Text == "Identity" && Input(edge.From, 0) is { } input)
            edge = input;
        return edge;
    }

    /// <exception cref="GraphRunException">Some nodes wait for each other without being a loop.</exception>
    public void RequireOrder()
    {
        if (Order.Count == Nodes.Count)
            return;
        var left = Enumerable.Range(0, Nodes.Count).Except(Order).Select(node => Nodes[node]).ToList();
        throw StructuringErrors.Cycle(left);
    }

    private static int OutputIndex(string selector) => selector switch
    {
        "output_true" or "value_index" or "output_true:0" or "value_index:0" => 1,
        _ when int.TryParse(selector, out var index) => index,
        _ => 0,
    };

    private static string? Outer(string scope) =>
        scope.Length == 0 ? null : scope[..(scope.AsSpan(0, scope.Length - 1).LastIndexOf('/') + 1)];

    private Edge[] FindEdges(NodeDef node)
    {
        var found = new List<Edge>();
        foreach (var reference in NodeReferences.Of(node))
        {
            if (Find(node.Scope, reference) is { } edge && !found.Contains(edge))
                found.Add(edge);
        }

        return [.. found];
    }

    private List<int> FindOrder()
    {
        var users = Nodes.Select(_ => new List<int>()).ToArray();
        var waiting = new int[Nodes.Count];
        for (var i = 0; i < waiting.Length; i++)
        {
            foreach (var edge in edges[i])
            {
                if (kinds[edge.From] == FlowKind.NextIteration)
                    continue;
                users[edge.From].Add(i);
                waiting[i]++;
            }
        }

        var order = Enumerable.Range(0, waiting.Length).Where(i => waiting[i] == 0).ToList();
        for (var next = 0; next < order.Count; next++)
        {
            foreach (var user in users[order[next]])
            {
                if (--waiting[user] == 0)
                    order.Add(user);
            }
        }

        return order;
    }
}
