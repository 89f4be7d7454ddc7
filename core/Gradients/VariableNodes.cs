using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Gradients;

/// <summary>Variables that functions use by their names.</summary>
internal static class VariableNodes
{
    /// <summary>The nodes of a function's body that declare a variable; one is added when only functions within it do.</summary>
    internal static List<Output> Declarations(GraphBuilder body, GraphFunction function, string name)
    {
        var found = body.Nodes.Where(node => Declares(node, name)).Select(node => new Output(node, 0)).ToList();
        if (found.Count == 0)
            found.Add(Declare(body, Find(function, name)));
        return found;
    }

    /// <summary>The same variable once more.</summary>
    internal static Output Declare(GraphBuilder builder, Node declaration)
    {
        var attrs = declaration.Attrs.All.ToDictionary(attr => attr.Attr.Name, attr => attr.Value);
        (attrs["shared_name"], attrs["container"]) = (VariableDeclaration.NameOf(declaration), "");
        return builder.Call(declaration.Op.Name, [], attrs, "_variable");
    }

    /// <summary>The value of a variable at the reader's place.</summary>
    internal static Output Value(GraphBuilder builder, Output variable) => variable.DType != DType.Resource ? variable : builder.Call(
        "ReadVariableOp", [variable], new Dictionary<string, object> { ["dtype"] = variable.Node.Attrs.DType("dtype") });

    /// <summary>The sum of those gradients that exist.</summary>
    internal static Output? Sum(GraphBuilder builder, IEnumerable<Output?> gradients)
    {
        Output[] all = [.. gradients.OfType<Output>()];
        return all.Length switch
        {
            0 => null,
            1 => all[0],
            _ => builder.Call("AddN", all),
        };
    }

    private static bool Declares(Node node, string name) => node.Op.DeclaresVariable && VariableDeclaration.NameOf(node) == name;

    private static Node Find(GraphFunction function, string name)
    {
        var pending = new Stack<GraphFunction>([function]);
        while (pending.TryPop(out var next))
        {
            if (next.Body.Nodes.FirstOrDefault(node => Declares(node, name)) is { } found)
                return found;
            foreach (var callee in next.Body.Nodes.SelectMany(node => node.Functions))
                pending.Push(callee);
        }

        throw new InvalidOperationException($"function '{function.Name}' does not use '{name}'");
    }
}
