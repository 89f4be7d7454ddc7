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
        var initializers = new Dictionary<string, Node>();
        foreach (var variable in variables)
        {
            if (variable.Initializer is { } initializer)
                initializers.TryAdd(variable.Name, initializer);
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
        string own, Node initializer, Dictionary<string, Node> initializers, HashSet<Node> visited, HashSet<(Node, Node)> pairs)
    {
        var pending = new Stack<Node>([initializer]);
        while (pending.TryPop(out var node))
        {
            foreach (var name in VariablesOf(node))
            {
                if (name != own && initializers.TryGetValue(name, out var first))
                    pairs.Add((first, node));
            }

            foreach (var input in node.Inputs)
            {
                if (!input.Node.Op.DeclaresVariable && visited.Add(input.Node))
                    pending.Push(input.Node);
            }
        }
    }

    /// <summary>The names of the variables that a node takes as inputs or that functions it calls use.</summary>
    private static IEnumerable<string> VariablesOf(Node node)
    {
        foreach (var input in node.Inputs)
        {
            if (input.Node.Op.DeclaresVariable)
                yield return VariableDeclaration.NameOf(input.Node);
        }

        foreach (var function in node.Functions)
        {
            foreach (var name in function.Variables)
                yield return name;
        }
    }
}
