using GraphRun.Errors;
using GraphRun.Formats.Graphs;
using GraphRun.Graphs;
using GraphRun.Ops;
using GraphRun.Tensors;

namespace GraphRun.Formats.Models;

/// <summary>What a graph or model takes, gives, holds and costs.</summary>
public sealed class ModelSummary
{
    /// <summary>Nodes, those of functions included.</summary>
    public int NodeCount { get; private init; }

    /// <summary>What is to be fed, by public names where there are any; a dtype or shape is null when the file does not say it.</summary>
    public IReadOnlyList<(string Name, DType? DType, Shape? Shape)> Inputs { get; private init; } = [];

    /// <summary>The default fetches.</summary>
    public IReadOnlyList<(string Name, DType? DType, Shape? Shape)> Outputs { get; private init; } = [];

    /// <summary>The variables of a session.</summary>
    public IReadOnlyList<(string Name, DType? DType, Shape? Shape)> Variables { get; private init; } = [];

    /// <summary>Numbers that were learnt: floating constants of the graph, and its floating variables as far as their shapes are known.</summary>
    public long ParameterCount { get; private init; }

    /// <summary>The bytes of those numbers in memory.</summary>
    public long ParameterBytes { get; private init; }

    /// <summary>Floating-point operations of a run with a batch of 1, bodies of loops once; null for a model with unsupported ops.</summary>
    public long? Flops { get; private init; }

    /// <summary>Nodes that <see cref="Flops"/> leaves out, because their shapes are known only in a run.</summary>
    public int UncountedNodes { get; private init; }

    /// <summary>Op types by frequency, then by name.</summary>
    public IReadOnlyList<(string Type, int Count)> Ops { get; private init; } = [];

    /// <summary>Op types of a model that there is no op for.</summary>
    public IReadOnlyList<(string Type, int Count)> Unsupported { get; private init; } = [];

    /// <summary>What else of a model is not supported or wrong, such as a constant of a quantized dtype: a sentence for each.</summary>
    public IReadOnlyList<string> Problems { get; private init; } = [];

    /// <summary>The op types of a model that cannot be bound, because there is no op for some of them; empty when there is for all.</summary>
    public static IReadOnlyList<(string Type, int Count)> UnsupportedOps(GraphDef model) =>
        model.Model is null ? [] : [.. ImportedNodes.Unsupported(model.Nodes, model.Library)];

    /// <summary>A graph that was bound.</summary>
    public static ModelSummary Of(Graph graph)
    {
        Node[] nodes = [.. graph.Nodes.Concat(graph.Functions.Values.SelectMany(function => function.Body.Nodes))];
        var initial = OnlyInitial(graph);
        var constants = nodes.Where(node => !initial.Contains(node)).SelectMany(node => node.Attrs.All).Select(attr => attr.Value)
            .OfType<Tensor>().Where(tensor => tensor.DType.IsFloating()).ToList();
        var variables = graph.Variables.Where(variable => variable.DType.IsFloating() && variable.Shape.IsFullyDefined).ToList();
        var flops = Array.ConvertAll(nodes, FlopRules.Of);
        return new ModelSummary
        {
            NodeCount = nodes.Length,
            Inputs = InputsOf(graph),
            Outputs = [.. graph.Outputs.Select(output => Row(output.Name, output.Fetch.Output))],
            Variables = [.. graph.Variables.Select(variable => (variable.Name, (DType?)variable.DType, (Shape?)variable.Shape))],
            ParameterCount = constants.Sum(tensor => tensor.ElementCount) + variables.Sum(variable => variable.Shape.ElementCount),
            ParameterBytes = constants.Sum(tensor => tensor.ByteCount)
                + variables.Sum(variable => variable.Shape.ElementCount * variable.DType.Size()),
            Flops = flops.Sum(count => count ?? 0),
            UncountedNodes = flops.Count(count => count is null),
            Ops = Histogram(nodes.Select(node => node.Op.Name)),
        };
    }

    /// <summary>A model with ops that there are none for: only what its file says.</summary>
    /// <param name="problems">What is wrong with its nodes.</param>
    public static ModelSummary OfUnsupported(GraphDef model, IReadOnlyList<Diagnostic> problems)
    {
        NodeDef[] nodes = [.. model.Nodes.Concat(model.Library.SelectMany(function => function.Nodes))];
        var constants = nodes.SelectMany(node => node.Attrs).Select(attr => attr.Value.Typed).OfType<Tensor>()
            .Where(tensor => tensor.DType.IsFloating()).ToList();
        return new ModelSummary
        {
            NodeCount = nodes.Length,
            Inputs = [.. model.Nodes.Where(IsInput).Select(node => (node.Name, Attr<DType?>(node, "dtype"), Attr<Shape?>(node, "shape")))],
            Outputs = [.. model.Outputs.Select(output => (output.Name.Text, (DType?)null, (Shape?)null))],
            ParameterCount = constants.Sum(tensor => tensor.ElementCount),
            ParameterBytes = constants.Sum(tensor => tensor.ByteCount),
            Ops = Histogram(nodes.Select(node => node.Op.Text)),
            Unsupported = UnsupportedOps(model),
            Problems = [.. problems.Select(problem => problem.Message)],
        };
    }

    private static (string Name, DType? DType, Shape? Shape)[] InputsOf(Graph graph) => graph.Inputs.Count > 0
        ? [.. graph.Inputs.Select(input => Row(input.Name, input.Output))]
        : [.. graph.Nodes.Where(node => IsInput(node.Op.Name)).Select(node => Row(node.Name, new Output(node, 0)))];

    /// <summary>Nodes that only the initializers of variables use: their constants are values that variables have already.</summary>
    private static HashSet<Node> OnlyInitial(Graph graph)
    {
        var initial = new HashSet<Node>();
        var open = new Stack<Node>(graph.Variables.Select(variable => variable.Initializer).OfType<Node>());
        while (open.TryPop(out var node))
        {
            if (!initial.Add(node))
                continue;
            foreach (var input in node.Inputs)
                open.Push(input.Node);
        }

        foreach (var node in graph.Nodes.Reverse())
        {
            if (!initial.Contains(node))
                initial.ExceptWith(node.Inputs.Select(input => input.Node));
        }

        return initial;
    }

    private static bool IsInput(NodeDef node) => IsInput(node.Op.Text);

    private static bool IsInput(string op) => op is "Placeholder" or "PlaceholderV2" or "PlaceholderWithDefault";

    private static (string Name, DType? DType, Shape? Shape) Row(string name, Output output) => (name, output.DType, output.Shape);

    private static T? Attr<T>(NodeDef node, string name) =>
        node.Attrs.Where(attr => attr.Name.Text == name).Select(attr => attr.Value.Typed).OfType<T>().FirstOrDefault();

    private static (string Type, int Count)[] Histogram(IEnumerable<string> types) =>
    [
        .. types.GroupBy(type => type).Select(group => (group.Key, group.Count()))
            .OrderByDescending(op => op.Item2).ThenBy(op => op.Key, StringComparer.Ordinal),
    ];
}
