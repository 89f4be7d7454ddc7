using GraphRun.Tensors;

namespace GraphRun.Graphs;

/// <summary>A function of a graph's library: a graph of its own whose placeholders are the parameters.</summary>
/// <param name="parameters">Placeholder nodes of <paramref name="body"/>, in order.</param>
/// <param name="results">Outputs of <paramref name="body"/>, in order.</param>
/// <param name="effects">Nodes of <paramref name="body"/> that run although no result needs them.</param>
public sealed class GraphFunction(
    string name, Graph body, IReadOnlyList<Node> parameters, IReadOnlyList<Output> results, IReadOnlyList<Node> effects)
{
    private readonly List<(Shape[] Arguments, GraphFunction Function)> specializations = [];

    public string Name { get; } = name;

    public Graph Body { get; } = body;

    public IReadOnlyList<Node> Parameters { get; } = parameters;

    public IReadOnlyList<Output> Results { get; } = results;

    public IReadOnlyList<Node> Effects { get; } = effects;

    /// <summary>Calling the function changes a variable.</summary>
    public bool IsWriter { get; } = body.Nodes.Any(node => node.IsWriter);

    /// <summary>Same arguments, same results, and nothing else happens.</summary>
    public bool IsPure { get; } = body.Nodes.All(node => node.IsPure || parameters.Contains(node));

    /// <summary>The names of the variables that the body, or a function that it calls, reads or writes.</summary>
    public IReadOnlyList<string> Variables { get; } =
    [
        .. body.Nodes.Where(node => node.Op.DeclaresVariable).Select(VariableDeclaration.NameOf)
            .Concat(body.Nodes.SelectMany(node => node.Functions).SelectMany(function => function.Variables))
            .Distinct(),
    ];

    /// <summary>Calling the function may leave something holding on to an argument.</summary>
    public bool KeepsInputs { get; } = body.Nodes.Any(node => node.KeepsInputs);

    /// <summary>
    /// The same function with everything that follows from the shapes of the arguments of one call: its shapes are as they are in that
    /// call. Itself, when nothing follows.
    /// </summary>
    /// <exception cref="Errors.GraphRunException">The shapes do not fit the parameters or some node of the body.</exception>
    internal GraphFunction For(IReadOnlyList<Shape> arguments)
    {
        var shapes = Parameters.Zip(arguments, (parameter, argument) => ShapeContext.Merge(parameter.OutputShapes[0], argument)).ToArray();
        if (shapes.Zip(Parameters, (shape, parameter) => shape.Equals(parameter.OutputShapes[0])).All(same => same))
            return this;
        foreach (var (known, function) in specializations)
        {
            if (known.SequenceEqual(shapes))
                return function;
        }

        var specialized = FunctionSpecialization.Of(this, shapes);
        specializations.Add((shapes, specialized));
        return specialized;
    }
}
