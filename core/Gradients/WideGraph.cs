using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Gradients;

/// <summary>A graph computed in float64 wherever it says float32: dtypes, constants and functions are changed, names stay.</summary>
public sealed class WideGraph
{
    private readonly Dictionary<Node, Node> copies = [];

    /// <exception cref="Errors.GraphRunException">An op of the graph does not compute in float64.</exception>
    public WideGraph(Graph graph)
    {
        var builder = new GraphBuilder { Name = graph.Name, Seed = graph.Seed };
        Copy(graph, builder, copies, []);
        foreach (var variable in graph.Variables)
        {
            var initializer = variable.Initializer is { } node ? copies[node] : null;
            builder.AddVariable(new VariableDeclaration(copies[variable.Node], initializer, variable.IsTrainable));
        }

        Graph = builder.Build();
    }

    public Graph Graph { get; }

    /// <summary>What stands for an output of the original.</summary>
    public Output this[Output output] => new(copies[output.Node], output.Index);

    private static void Copy(Graph graph, GraphBuilder builder, Dictionary<Node, Node> copies, Dictionary<GraphFunction, GraphFunction> functions)
    {
        foreach (var function in graph.Functions.Values)
            builder.AddFunction(Widen(function, functions));
        foreach (var node in graph.Nodes.OrderBy(node => node.Position))
        {
            var attrs = node.Attrs;
            foreach (var (attr, value) in node.Attrs.All)
                attrs = attrs.With(attr.Name, Widen(value));
            var inputs = node.Inputs.Select(input => new Output(copies[input.Node], input.Index));
            copies.Add(node, builder.Copy(node, attrs, [.. inputs], [.. node.ControlInputs.Select(control => copies[control])]));
        }
    }

    // Functions name functions no deeper than they may call each other.
    private static GraphFunction Widen(GraphFunction function, Dictionary<GraphFunction, GraphFunction> functions)
    {
        if (functions.TryGetValue(function, out var known))
            return known;
        var (builder, copies) = (new GraphBuilder { Name = function.Body.Name, Seed = function.Body.Seed }, new Dictionary<Node, Node>());
        Copy(function.Body, builder, copies, functions);
        var wide = new GraphFunction(
            function.Name,
            builder.Build(),
            [.. function.Parameters.Select(parameter => copies[parameter])],
            [.. function.Results.Select(result => new Output(copies[result.Node], result.Index))],
            [.. function.Effects.Select(effect => copies[effect])]);
        functions.Add(function, wide);
        return wide;
    }

    private static object Widen(object value) => value switch
    {
        DType dtype => Widen(dtype),
        DType[] dtypes => Array.ConvertAll(dtypes, Widen),
        Tensor tensor => Widen(tensor),
        _ => value,
    };

    private static DType Widen(DType dtype) => dtype == DType.Float32 ? DType.Float64 : dtype;

    /// <summary>A float32 tensor in float64; any other as it is.</summary>
    internal static Tensor Widen(Tensor tensor)
    {
        if (tensor.DType != DType.Float32)
            return tensor;
        var wide = Tensor.Allocate(DType.Float64, tensor.Shape);
        Elementwise.Cast(tensor, wide);
        return wide;
    }
}
