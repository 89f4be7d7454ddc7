namespace GraphRun.Graphs;

/// <summary>
/// Variables whose initial value reads other variables: the others' initializers come first. TensorFlow leaves this to chance.
/// The pairs only order; initializing one variable never drags in another.
/// </summary>
internal static class InitializationOrder
{
    /// <summary>Pairs (initializer of a, node that reads a on the way to the initial value of b).</summary>
    internal static List<(Node First, Node Second)> Of(IReadOnlyList<VariableDeclaration> variables)
    {
        var initializers = new Dictionary<Node, Node>();
        foreach (var variable in variables)
        {
            if (variable.Initializer is { } initializer)
                initializers.TryAdd(variable.Node, initializer);
        }

        var pairs = new HashSet<(Node, Node)>();
        var visited = new HashSet<Node>();
        foreach (var (variable, initializer) in initializers)
        {
            visited.Clear();
            AddReaders(variable, initializer, initializers, visited, pairs);
        }

        return [.. pairs];
    }

    private static void AddReaders(
        Node own, Node initializer, Dictionary<Node, Node> initializers, HashSet<Node> visited, HashSet<(Node, Node)> pairs)
    {
        var pending = new Stack<Node>([initializer]);
        while (pending.TryPop(out var node))
        {
            foreach (var input in node.Inputs)
            {
                if (initializers.TryGetValue(input.Node, out var first) && input.Node != own)
                    pairs.Add((first, node));
                else if (visited.Add(input.Node))
                    pending.Push(input.Node);
            }
        }
    }
}
