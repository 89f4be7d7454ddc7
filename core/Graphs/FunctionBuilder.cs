using GraphRun.Tensors;

namespace GraphRun.Graphs;

/// <summary>
/// Makes a function of nodes that are written inside another graph, such as a branch or the body of a loop. What they use of the graph
/// around them becomes further parameters; constants are repeated, and variables are named again, so that they are the same ones.
/// <code>
/// var then = new FunctionBuilder(outer);
/// var x = then.AddParameter("x", DType.Float32, Shape.Scalar);
/// var function = then.Build("then", [then.Body.Call("Mul", x, then.Capture(y))], [], then.Captures);
/// outer.Call("PartitionedCall", [argument, .. then.Captures], ...);
/// </code>
/// </summary>
public sealed class FunctionBuilder(GraphBuilder outer)
{
    private readonly List<Node> parameters = [];
    private readonly List<Output> captures = [];
    private readonly Dictionary<Output, Output> inside = [];

    /// <summary>The nodes of the function.</summary>
    public GraphBuilder Body { get; } = new() { Name = outer.Name, Seed = outer.Seed };

    /// <summary>The outputs of the graph around that the function takes behind its own parameters, in the order of their first use.</summary>
    public IReadOnlyList<Output> Captures => captures;

    /// <summary>Adds a parameter, before anything is captured by <see cref="Build"/>.</summary>
    public Output AddParameter(string name, DType dtype, Shape shape)
    {
        var parameter = Body.Placeholder(name, dtype, shape);
        parameters.Add(parameter.Node);
        return parameter;
    }

    /// <summary>What stands in the function for an output of the graph around it.</summary>
    public Output Capture(Output output)
    {
        if (inside.TryGetValue(output, out var known))
            return known;
        var copy = IsRepeatable(output) ? Repeat(output)
            : output.Node.Op.DeclaresVariable ? NameAgain(output.Node)
            : NewParameter(output);
        inside.Add(output, copy);
        return copy;
    }

    /// <param name="name">The name in the library.</param>
    /// <param name="results">Outputs of <see cref="Body"/>.</param>
    /// <param name="effects">Nodes of <see cref="Body"/> that run although no result needs them.</param>
    /// <param name="arguments">
    /// The captured outputs in the order in which the function takes them: its own <see cref="Captures"/>, or those of all functions
    /// that are called with the same arguments.
    /// </param>
    public GraphFunction Build(string name, IReadOnlyList<Output> results, IReadOnlyList<Node> effects, IReadOnlyList<Output> arguments)
    {
        Node[] all = [.. parameters, .. arguments.Select(argument => Capture(argument).Node)];
        return new GraphFunction(name, Body.Build(), all, results, effects);
    }

    /// <summary>Constants, save those with respect to which someone may ask for gradients.</summary>
    private static bool IsRepeatable(Output output) => output.Node is { IsPure: true, Inputs.Count: 0, Functions.Count: 0 }
        && !Gradients.Dependents.HasGradients(output.DType);

    private Output Repeat(Output output) =>
        new(Body.Add(output.Node.Op, NewName(output), [], Attrs(output.Node), span: output.Node.Span), output.Index);

    private Output NameAgain(Node variable)
    {
        var attrs = Attrs(variable);
        (attrs["shared_name"], attrs["container"]) = (VariableDeclaration.NameOf(variable), "");
        var output = new Output(variable, 0);
        return new Output(Body.Add(variable.Op, NewName(output), [], attrs, span: variable.Span), 0);
    }

    private Output NewParameter(Output output)
    {
        captures.Add(output);
        return Body.Placeholder(NewName(output), output.DType, output.Shape);
    }

    /// <summary>No node that a user names begins with '_', so this name is free and stays free.</summary>
    private string NewName(Output output)
    {
        var name = $"_{output.Node.Name}";
        for (var suffix = output.Index; Body.TryGetNode(name, out _); suffix++)
            name = $"_{output.Node.Name}_{suffix}";
        return name;
    }

    private static Dictionary<string, object> Attrs(Node node) => node.Attrs.All.ToDictionary(attr => attr.Attr.Name, attr => attr.Value);
}
