using GraphRun.Errors;

namespace GraphRun.Graphs;

/// <summary>
/// The order in which a run behaves as if its nodes ran one at a time: Kahn's topological sort of the whole graph with the key (is it a
/// writer?, declaration index). Everything that waits for no write comes first, then the earliest-declared ready write, then what that
/// unlocks. Restricting it to the nodes that a run needs gives that run's own order, so a further fetch never reorders the rest.
/// </summary>
internal static class CanonicalOrder
{
    /// <summary>Sets <see cref="Node.Position"/> of every node and returns the nodes in that order.</summary>
    /// <param name="nodes">All nodes, each at its own index.</param>
    /// <param name="precedences">Further pairs (first, second) that only order and pull nothing into a run.</param>
    /// <exception cref="GraphRunException">The pairs contradict the edges.</exception>
    internal static Node[] Assign(IReadOnlyList<Node> nodes, IReadOnlyList<(Node First, Node Second)> precedences)
    {
        var (waiting, users) = Edges(nodes, precedences);
        var ready = new PriorityQueue<Node, long>();
        foreach (var node in nodes)
        {
            if (waiting[node.Index] == 0)
                ready.Enqueue(node, Key(node));
        }

        var order = new Node[nodes.Count];
        var position = 0;
        while (ready.TryDequeue(out var node, out _))
        {
            node.Position = position;
            order[position++] = node;
            for (var edge = users.First[node.Index]; edge >= 0; edge = users.Next[edge])
            {
                if (--waiting[users.User[edge]] == 0)
                    ready.Enqueue(nodes[users.User[edge]], Key(nodes[users.User[edge]]));
            }
        }

        return position == order.Length ? order : throw Contradiction(precedences, waiting);
    }

    private static long Key(Node node) => ((node.IsWriter ? 1L : 0L) << 32) | (uint)node.Index;

    /// <summary>How many edges each node waits for, and the edges as linked lists per producer, in three arrays.</summary>
    private static (int[] Waiting, (int[] First, int[] Next, int[] User) Users) Edges(
        IReadOnlyList<Node> nodes, IReadOnlyList<(Node First, Node Second)> precedences)
    {
        var count = nodes.Sum(node => node.Inputs.Count + node.ControlInputs.Count) + precedences.Count;
        var (waiting, first, next, user) = (new int[nodes.Count], new int[nodes.Count], new int[count], new int[count]);
        Array.Fill(first, -1);
        var edge = 0;
        void Add(Node from, Node to)
        {
            (user[edge], next[edge], first[from.Index]) = (to.Index, first[from.Index], edge);
            edge++;
            waiting[to.Index]++;
        }

        foreach (var node in nodes)
        {
            foreach (var input in node.Inputs)
                Add(input.Node, node);
            foreach (var control in node.ControlInputs)
                Add(control, node);
        }

        foreach (var (before, after) in precedences)
            Add(before, after);
        return (waiting, (first, next, user));
    }

    private static GraphRunException Contradiction(IReadOnlyList<(Node First, Node Second)> precedences, int[] waiting)
    {
        var variables = precedences.Where(pair => waiting[pair.First.Index] > 0).Select(pair => pair.First.Inputs[0].Node).Distinct().OrderBy(node => node.Index).ToList();
        return new GraphRunException(
            ErrorCode.Cycle,
            $"the initializers of variables {string.Join(" and ", variables.Select(node => $"'{node.Name}'"))} need each other's values",
            variables[0].Span,
            "give one of them an initial value that does not read the other");
    }
}
