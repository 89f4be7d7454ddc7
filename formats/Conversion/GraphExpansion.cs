using GraphRun.Formats.Graphs;
using GraphRun.Formats.Models;
using GraphRun.Graphs;
using GraphRun.Ops;
using GraphRun.Tensors;

namespace GraphRun.Formats.Conversion;

/// <summary>
/// A graph in the form of a file again, expanded: every node with its op, inputs and attrs, and the functions that nodes call. A reader
/// makes the same graph of it.
/// </summary>
public sealed class GraphExpansion
{
    private readonly Dictionary<GraphFunction, string> functions = [];
    private readonly HashSet<string> functionNames = [];
    private readonly List<LibraryFunctionDef> library = [];
    private readonly Dictionary<Node, VariableDeclaration> variables;
    private readonly FrozenVariables frozen;

    private GraphExpansion(Graph graph, FrozenVariables frozen)
    {
        variables = graph.Variables.DistinctBy(variable => variable.Node).ToDictionary(variable => variable.Node);
        this.frozen = frozen;
    }

    /// <exception cref="Errors.GraphRunException">A variable that has to become a constant has no value or is written.</exception>
    public static GraphDef Of(Graph graph, ConversionRequest request)
    {
        var outputs = request.Outputs ?? graph.Outputs;
        var roots = outputs.Select(output => output.Fetch.Output.Node).Concat(request.Targets).ToList();
        var needed = request.Prunes ? KeptNodes.Reached(graph.Nodes, roots, _ => false) : graph.Nodes;
        var frozen = new FrozenVariables(needed, request);
        var kept = KeptNodes.Reached(needed, request.Prunes ? roots : needed, node => frozen.ValueOf(node) is not null);
        kept = KeptNodes.WithoutIdleVariables(kept, node => frozen.ValueOf(node) is not null, request.Values is null ? kept : roots);
        var wanted = graph.Inputs.Where(input => input.Output.Node.Op.Name == "Placeholder").DistinctBy(input => input.Output.Node)
            .ToDictionary(input => input.Output.Node, input => input.Name);
        return new GraphExpansion(graph, frozen).Expand(graph, kept, new NodeNames(kept, wanted), outputs);
    }

    private GraphDef Expand(
        Graph graph, IReadOnlyList<Node> kept, NodeNames names, IReadOnlyList<(string Name, Execution.Fetch Fetch)> outputs) => new()
        {
            Name = new Word(graph.Name!, default),
            Seed = graph.Seed,
            Nodes = Nodes(kept, names),
            Library = library,
            Outputs =
        [
            .. outputs.Select(output => new OutputDef(
                new Word(output.Name, default),
                new Word(names.Reference(output.Fetch.Output) + (output.Fetch.IsPost ? "@post" : ""), default))),
        ],
            Inputs =
        [
            .. graph.Inputs.Where(input => kept.Contains(input.Output.Node) && names[input.Output.Node] != input.Name)
                .Select(input => new OutputDef(new Word(input.Name, default), new Word(names.Reference(input.Output), default))),
        ],
        };

    private List<NodeDef> Nodes(IReadOnlyList<Node> nodes, NodeNames names)
    {
        var present = nodes.ToHashSet();
        return [.. nodes.Select(node => frozen.ValueOf(node) is { } value ? Constant(names[node], value) : Expand(node, names, present))];
    }

    private NodeDef Expand(Node node, NodeNames names, HashSet<Node> present)
    {
        var inputs = node.Inputs.Select(input => Reference(names.Reference(input)))
            .Concat(node.ControlInputs.Where(present.Contains).Select(control => Reference("^" + names[control])));
        var attrs = new List<NamedValue>();
        var next = 0;
        foreach (var (attr, value) in node.Attrs.All)
            attrs.Add(Attr(attr.Name, attr.Type == AttrType.Function ? Callees(value, node, ref next) : value));
        if (variables.TryGetValue(node, out var declaration))
            AddDeclaration(attrs, declaration, names, present);
        return new NodeDef
        {
            Name = names[node],
            Span = node.Span,
            Op = new Word(node.Op.Name, node.Span),
            Inputs = [.. inputs],
            Attrs = attrs,
        };
    }

    private static void AddDeclaration(List<NamedValue> attrs, VariableDeclaration declaration, NodeNames names, HashSet<Node> present)
    {
        if (declaration.Initializer is { } initializer && present.Contains(initializer))
            attrs.Add(Attr(VariableAttrs.Initializer, names[initializer]));
        if (!declaration.IsTrainable)
            attrs.Add(Attr(VariableAttrs.Trainable, false));
    }

    /// <summary>Functions of functions share one flat library, so they may get other names.</summary>
    private object Callees(object value, Node node, ref int next)
    {
        if (value is not FunctionReference[] list)
            return new FunctionReference(Define(node.Functions[next++]));
        var references = new FunctionReference[list.Length];
        for (var i = 0; i < references.Length; i++)
            references[i] = new FunctionReference(Define(node.Functions[next++]));
        return references;
    }

    private string Define(GraphFunction function)
    {
        if (functions.TryGetValue(function, out var known))
            return known;
        var name = Identifiers.Unique(function.Name, functionNames);
        functions.Add(function, name);
        library.Add(Expand(function, name));
        return name;
    }

    // As deep as functions call each other, which the binder bounds.
    private LibraryFunctionDef Expand(GraphFunction function, string name)
    {
        var taken = new HashSet<string>();
        var wanted = function.Parameters.ToDictionary(parameter => parameter, parameter => Identifiers.Unique(parameter.Name, taken));
        var keeps = function.Parameters.Concat(function.Results.Select(result => result.Node)).Concat(function.Effects).ToList();
        var kept = KeptNodes.WithoutIdleVariables(function.Body.Nodes, node => frozen.ValueOf(node) is not null, keeps);
        var names = new NodeNames(kept, wanted);
        return new LibraryFunctionDef
        {
            Name = new Word(name, default),
            Nodes = Nodes(kept, names),
            Parameters = [.. function.Parameters.Select(parameter => names[parameter])],
            Results = [.. function.Results.Select(result => new Word(names.Reference(result), default))],
            Effects = [.. function.Effects.Select(effect => new Word(names[effect], default))],
        };
    }

    private static NodeDef Constant(string name, Tensor value) => new()
    {
        Name = name,
        Op = new Word("Const", default),
        Attrs = [Attr("value", value), Attr("dtype", value.DType)],
    };

    private static NamedValue Attr(string name, object value) => new(new Word(name, default), new ValueDef(value));

    private static NamedValue Reference(string text) => new(default, new ValueDef(text));
}
