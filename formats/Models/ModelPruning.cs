using GraphRun.Formats.Graphs;
using GraphRun.Graphs;

namespace GraphRun.Formats.Models;

/// <summary>
/// Leaves out of a model what nobody asks for: TensorFlow writes models together with the nodes that save and restore them.
/// </summary>
internal static class ModelPruning
{
    /// <summary>The graph with those nodes and functions alone that its inputs and outputs need.</summary>
    public static GraphDef ToInterface(GraphDef graph)
    {
        var roots = graph.Outputs.Concat(graph.Inputs).Select(output => output.Reference.Text);
        return With(graph, Reached(graph.Nodes, roots));
    }

    /// <summary>The graph without the nodes that save and restore variables, and with those functions alone that it calls.</summary>
    public static GraphDef WithoutSavers(GraphDef graph) => With(graph, SaverRemoval.Apply(graph.Nodes));

    private static GraphDef With(GraphDef graph, IReadOnlyList<NodeDef> nodes) =>
        graph with { Nodes = nodes, Library = ReachedFunctions(graph.Library, nodes) };

    private static List<LibraryFunctionDef> ReachedFunctions(IReadOnlyList<LibraryFunctionDef> library, IReadOnlyList<NodeDef> nodes)
    {
        var byName = new Dictionary<string, LibraryFunctionDef>(library.Count);
        foreach (var function in library)
            byName.TryAdd(function.Name.Text, function);
        var reached = new Dictionary<string, LibraryFunctionDef>();
        var open = new Stack<string>(nodes.SelectMany(node => Called(node, byName)));
        while (open.TryPop(out var name))
        {
            if (reached.ContainsKey(name) || !byName.TryGetValue(name, out var function))
                continue;
            var needed = Pruned(function);
            reached.Add(name, needed);
            foreach (var called in needed.Nodes.SelectMany(node => Called(node, byName)))
                open.Push(called);
        }

        return [.. library.Select(function => function.Name.Text).Distinct().Where(reached.ContainsKey).Select(name => reached[name])];
    }

    private static LibraryFunctionDef Pruned(LibraryFunctionDef function) => function with
    {
        Nodes = Reached(function.Nodes, function.Results.Concat(function.Effects).Select(word => word.Text).Concat(function.Parameters)),
    };

    private static IEnumerable<string> Called(NodeDef node, Dictionary<string, LibraryFunctionDef> library)
    {
        if (library.ContainsKey(node.Op.Text))
            yield return node.Op.Text;
        foreach (var (_, value) in node.Attrs)
        {
            if (value.Typed is FunctionReference one)
                yield return one.Name;
            foreach (var reference in value.Typed as FunctionReference[] ?? [])
                yield return reference.Name;
        }
    }

    private static List<NodeDef> Reached(IReadOnlyList<NodeDef> nodes, IEnumerable<string> roots)
    {
        var byName = new Dictionary<string, NodeDef>(nodes.Count);
        foreach (var node in nodes)
            byName.TryAdd(node.Name, node);
        var reached = new HashSet<string>();
        var open = new Stack<string>(roots.Select(ImportedNodes.NodeOf));
        while (open.TryPop(out var name))
        {
            if (!reached.Add(name) || !byName.TryGetValue(name, out var node))
                continue;
            foreach (var input in ImportedNodes.InputNodes(node))
                open.Push(input);
        }

        return [.. nodes.Where(node => reached.Contains(node.Name))];
    }
}
