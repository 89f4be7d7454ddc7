using System.Collections.Concurrent;
using System.Text;
using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Formats.Binding;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Ops;
using GraphRun.Tensors;

namespace GraphRun.Tests.Laws;

/// <summary>
/// An op at work: its example in a graph, with the names that are free in it standing for the first tensors that fit (see
/// <see cref="OpDef.Example"/>), and from it the inputs and attrs of the op's node alone.
/// </summary>
internal sealed class Sample
{
    /// <summary>What x, y, v and filter may be.</summary>
    private const string Filter = "reshape(cos(range(0.0, 16.0, 1.0)), [2, 2, 2, 2])";

    private static readonly (string X, string Y, string V, string Filter)[] tensors =
    [
        ("[[0.5, -1.5, 2.0], [3.25, 0.75, -0.25]]", "[[1.5, 0.5, -2.0], [0.25, 4.0, 0.5]]", "variable([1.0, 2.0, 3.0])", Filter),
        ("[[5, -3, 2], [7, 1, -4]]", "[[2, 3, 1], [1, 5, 2]]", "variable(42)", Filter),
        ("[true, false, true]", "[true, true, false]", "variable(42)", Filter),
        ("complex([0.5, -1.5], [2.0, 0.25])", "complex([1.5, 0.5], [-1.0, 4.0])", "variable(42)", Filter),
        ("[[2.0, 1.0], [1.0, 3.0]]", "[[1.0, 2.0], [0.5, 1.0]]", "variable(42)", Filter),
        ("reshape(range(0.0, 32.0, 1.0), [1, 4, 4, 2])", "reshape(range(0.0, 16.0, 1.0), [2, 2, 2, 2])", "variable(42)", Filter),
        ("['one', 'three']", "['two', 'four']", "variable(42)", Filter),
        ("[3, 1, 2]", "[1, 2]", "variable(42)", Filter),
        ("[1.0, 2.0]", "[3.0, 4.0]", "variable(42)", "reshape(cos(range(0.0, 32.0, 1.0)), [2, 2, 2, 2, 2])"),
    ];

    private static readonly ConcurrentDictionary<string, Sample> made = [];

    private readonly Graph graph;
    private readonly Node node;

    private Sample(Graph graph, Node node)
    {
        this.graph = graph;
        this.node = node;
        var inputs = node.Inputs.Where(input => input.DType != DType.Resource).ToArray();
        var values = Run(graph, [.. inputs, .. Op.DeclaresVariable ? [] : node.OutputDTypes.Select((_, i) => new Output(node, i))]);
        Inputs = values[..inputs.Length];
        Outputs = values[inputs.Length..];
    }

    public OpDef Op => node.Op;

    /// <summary>The values at the node's inputs, handles left out.</summary>
    public Tensor[] Inputs { get; }

    /// <summary>The values at the node's outputs.</summary>
    public Tensor[] Outputs { get; }

    /// <summary>Every attr of the node.</summary>
    public IEnumerable<(AttrDef Attr, object Value)> Attrs => node.Attrs.All;

    /// <summary>Whether inputs and outputs are plain tensors and the op is a function of them: it can be run apart from its graph.</summary>
    public bool IsDetachable => Op.IsPure && !Op.Signature.CallsFunctions
        && Op.Signature.Outputs.Count > 0 && node.Inputs.Count == Inputs.Length && Inputs.Concat(Outputs).All(tensor => tensor.DType is not (DType.Resource or DType.Variant));

    /// <summary>The input of the op's signature that an input of the node belongs to.</summary>
    public ArgDef ArgOf(int input) => NodeTyping.ArgOf(node, input);

    /// <summary>The shapes inferred for the outputs.</summary>
    public IEnumerable<Shape> InferredShapes => node.OutputShapes;

    /// <summary>The op's example at work.</summary>
    /// <exception cref="GraphRunException">It does not bind, or does not run, whatever its free names stand for.</exception>
    public static Sample Of(string type) => made.GetOrAdd(type, Make);

    /// <summary>Runs the op alone on other inputs, fed with shapes of which as much is known as is asked for.</summary>
    public Tensor[] RunAlone(Tensor[] inputs, Func<Shape, Shape> known, IReadOnlyDictionary<string, object>? attrs = null)
    {
        var builder = new GraphBuilder();
        var fed = inputs.Select((input, i) => builder.Placeholder($"x{i}", input.DType, known(input.Shape))).ToArray();
        var own = attrs ?? OwnAttrs();
        var alone = builder.Add(Op, "op", fed, own.ToDictionary(pair => pair.Key, pair => pair.Value));
        var results = new Session().Run(
            builder.Build(), [.. alone.OutputDTypes.Select((_, i) => new Fetch(new Output(alone, i)))], [.. fed.Zip(inputs)]);
        for (var i = 0; i < results.Length; i++)
        {
            if (!alone.OutputShapes[i].Accepts(results[i].Shape))
                throw new InvalidOperationException($"{Op}: output {i} was inferred as {alone.OutputShapes[i]} and is {results[i].Shape}");
        }

        return results;
    }

    /// <summary>The attrs that do not follow from the inputs.</summary>
    public Dictionary<string, object> OwnAttrs() => Attrs.Where(pair => !Op.Signature.IsInferred(pair.Attr.Name))
        .ToDictionary(pair => pair.Attr.Name, pair => pair.Value);

    private static Sample Make(string type)
    {
        GraphRunException? error = null;
        foreach (var (x, y, v, filter) in tensors)
        {
            try
            {
                return Make(type, x, y, v, filter);
            }
            catch (GraphRunException refusal)
            {
                error ??= refusal;
            }
        }

        throw error!;
    }

    private static Sample Make(string type, string x, string y, string v, string filter)
    {
        var text = $$"""
            graphrun: 1
            seed: 7
            functions:
              f(z): {nodes: {w: z * 2.0}, returns: w}
            nodes:
              x: "{{x}}"
              y: "{{y}}"
              v: {{v}}
              handle: VarHandleOp(dtype=float32, shape=[3])
              set_handle: AssignVariableOp(handle, [1.0, 2.0, 3.0])
              image: reshape(sin(range(0.0, 32.0, 1.0)), [1, 4, 4, 2])
              volume: reshape(sin(range(0.0, 54.0, 1.0)), [1, 3, 3, 3, 2])
              filter: {{filter}}
              list: TensorListFromTensor([[1.0, 2.0], [3.0, 4.0]], [2])
              array: TensorArrayV3(2, dtype=float32)
              filled: TensorArrayScatterV3(array, [0, 1], [[1.0], [2.0]], array:flow)
              counter: VarHandleOp(dtype=int32, shape=[])
              set_counter: AssignVariableOp(counter, 42)
              stack: StackV2(-1, elem_type=float32)
              pushed: StackPushV2(stack, [1.0, 2.0])
              result: {expr: "{{Catalogue.Get(type).Example}}", after: [set_handle, set_counter, pushed]}
            """;
        var graph = Binder.Load(new MemoryStream(Encoding.UTF8.GetBytes(text)), "example.yaml");
        var node = graph.Nodes.LastOrDefault(node => node.Op.Name == type && node.Name.StartsWith("result", StringComparison.Ordinal))
            ?? graph.Nodes.LastOrDefault(node => node.Op.Name == type);
        return node is not null ? new Sample(graph, node) : throw new GraphRunException(ErrorCode.UnknownOp, $"the example of {type} does not use it");
    }

    private static Tensor[] Run(Graph graph, Output[] outputs)
    {
        var session = new Session();
        session.Initialize(graph);
        var node = graph.Nodes.First(node => node.Name == "result");
        var feeds = graph.Nodes.Where(other => other.Op.Name == "Placeholder").Select(other => (new Output(other, 0), Ones(other.Attrs)));
        return session.Run(graph, [.. outputs.Select(output => new Fetch(output))], [.. feeds], node.Op.Name == "Placeholder" ? [] : [node]);
    }

    private static Tensor Ones(Attrs attrs)
    {
        var shape = Shape.Of([.. attrs.Shape("shape").Dims.ToArray().Select(size => Math.Max(size, 2))]);
        var (one, ones) = (Tensor.Allocate(attrs.DType("dtype"), Shape.Scalar), Tensor.Allocate(attrs.DType("dtype"), shape));
        Elementwise.Cast(Tensor.Scalar(1), one);
        Filling.Fill(one, ones);
        return ones;
    }
}
