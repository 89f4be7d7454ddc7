using System.Diagnostics.CodeAnalysis;
using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Gradients;
using GraphRun.Ops;
using GraphRun.Tensors;

namespace GraphRun.Graphs;

/// <summary>
/// Makes a <see cref="Graph"/> node by node, inputs before users. Every node is checked and gets its dtypes and shapes as it is added.
/// <code>
/// var builder = new GraphBuilder();
/// var x = builder.Placeholder("x", DType.Float32, Shape.Of(2));
/// var y = builder.Call("Mul", x, x);
/// var result = new Session().Run(builder.Build(), [y], [(x, Tensor.Vector(1f, 2f))]);
/// </code>
/// </summary>
public sealed class GraphBuilder
{
    private readonly List<Node> nodes = [];
    private readonly Dictionary<string, Node> byName = [];
    private readonly Dictionary<string, int> lastSuffix = [];
    private readonly Dictionary<string, GraphFunction> functions = [];
    private readonly List<VariableDeclaration> variables = [];
    private readonly List<GradientDeclaration> gradients = [];
    private readonly List<Node> initializers = [];
    private readonly List<(string Name, Fetch Fetch)> outputs = [];
    private readonly List<(string Name, Output Output)> inputs = [];
    private readonly ConstantEvaluation constants = new();
    private readonly DeclarationOrder order = new();

    public string? Name { get; set; }

    public long? Seed { get; set; }

    /// <summary>The values that variables have in the model that the graph is read from; null when there are none.</summary>
    public Func<string, Tensor?>? VariableValues { get; set; }

    /// <summary>The prefix of names made by <see cref="UniqueName"/>, ending in '/', or empty.</summary>
    public string Scope { get; set; } = "";

    /// <summary>The position that nodes get when none is given: where the thing that is being expanded is written.</summary>
    public SourceSpan Span { get; set; }

    /// <summary>Nodes that every added node waits for, as under <c>tf.control_dependencies</c>.</summary>
    public IReadOnlyList<Node> ControlInputs { get; set; } = [];

    /// <summary>The nodes added so far, in the order they were added.</summary>
    public IReadOnlyList<Node> Nodes => nodes;

    public IReadOnlyList<VariableDeclaration> Variables => variables;

    public IReadOnlyDictionary<string, GraphFunction> Functions => functions;

    /// <summary>Nodes added from now on are declared at this place of the file, whatever the order they are added in.</summary>
    public void DeclareAt(int place) => order.MoveTo(place);

    /// <summary>From here to <see cref="CloseBlock"/> places are those of a call's own nodes, which together stand at the present place.</summary>
    public void OpenBlock() => order.OpenBlock();

    /// <summary>Places are again those from before <see cref="OpenBlock"/>.</summary>
    public void CloseBlock() => order.CloseBlock();

    public bool TryGetNode(string name, [MaybeNullWhen(false)] out Node node) => byName.TryGetValue(name, out node);

    /// <summary>The value of an output when it follows from the graph alone and is small; null otherwise.</summary>
    public Tensor? ConstantValue(Output output) => constants.Evaluate(output);

    /// <summary>The name itself under the current scope, or with <c>_1</c>, <c>_2</c>, ... when it is taken.</summary>
    public string UniqueName(string name)
    {
        var full = Scope + name;
        if (!byName.ContainsKey(full))
            return full;
        var suffix = lastSuffix.GetValueOrDefault(full);
        string candidate;
        do
            candidate = $"{full}_{++suffix}";
        while (byName.ContainsKey(candidate));
        lastSuffix[full] = suffix;
        return candidate;
    }

    /// <summary>Adds a node. Attrs that follow from the inputs or have defaults may be left out.</summary>
    /// <exception cref="GraphRunException">The name is taken, or inputs, attrs or shapes do not fit the op.</exception>
    public Node Add(
        OpDef op,
        string name,
        IReadOnlyList<Output> inputs,
        IReadOnlyDictionary<string, object>? attrs = null,
        IReadOnlyList<Node>? controlInputs = null,
        SourceSpan span = default)
    {
        span = span.IsNone ? Span : span;
        try
        {
            var values = new Attrs(op.Signature, NodeTyping.Attrs(op, inputs, attrs));
            var node = new Node(name, op, [.. inputs], AllControlInputs(controlInputs), values, span);
            return Register(node);
        }
        catch (GraphRunException exception)
        {
            throw exception.At(span, name);
        }
    }

    /// <summary>Adds a node of another graph, with the same name, place and order, to have its shapes inferred from other inputs.</summary>
    internal Node Copy(Node node, Attrs attrs, Output[] inputs, Node[] controlInputs)
    {
        try
        {
            order.MoveTo(node.Index);
            return Register(new Node(node.Name, node.Op, inputs, controlInputs, attrs, node.Span));
        }
        catch (GraphRunException exception)
        {
            throw exception.At(node.Span, node.Name);
        }
    }

    /// <summary>
    /// Gives a node other attrs by which it has further outputs behind those it had: what it computed before it computes still.
    /// </summary>
    internal void Extend(Node node, Attrs attrs)
    {
        node.Attrs = attrs;
        node.Functions = CalledFunctions(node);
        node.OutputDTypes = NodeTyping.OutputDTypes(node.Op, attrs);
        node.OutputShapes = new Shape[node.OutputDTypes.Length];
        Array.Fill(node.OutputShapes, Shape.UnknownRank);
        InferShapes(node);
    }

    /// <summary>The name itself, or with <c>_1</c>, <c>_2</c>, ... when a function has it.</summary>
    internal string UniqueFunctionName(string name)
    {
        var unique = name;
        for (var suffix = 1; functions.ContainsKey(unique); suffix++)
            unique = $"{name}_{suffix}";
        return unique;
    }

    /// <summary>Adds a node under a name made from the op's own and returns its first output.</summary>
    public Output Call(string op, params Output[] inputs) => Call(op, inputs, null);

    /// <summary>Adds a node under a unique name and returns its first output.</summary>
    public Output Call(string op, IReadOnlyList<Output> inputs, IReadOnlyDictionary<string, object>? attrs, string? name = null) =>
        new(Add(Catalogue.Get(op), UniqueName(name ?? op), inputs, attrs), 0);

    /// <summary>Adds a Const.</summary>
    public Output Constant(Tensor value, string? name = null) =>
        Call("Const", [], new Dictionary<string, object> { ["value"] = value, ["dtype"] = value.DType }, name);

    /// <summary>Adds a Placeholder of exactly this name.</summary>
    public Output Placeholder(string name, DType dtype, Shape shape) => new(
        Add(Catalogue.Get("Placeholder"), name, [], new Dictionary<string, object> { ["dtype"] = dtype, ["shape"] = shape }), 0);

    /// <summary>The value of an output when it follows from constants alone; null when only a run can tell, or when it is large.</summary>
    public Tensor? ValueOf(Output output) => constants.Evaluate(output);

    /// <summary>Makes a function callable by the nodes added from now on.</summary>
    public void AddFunction(GraphFunction function) => functions.Add(function.Name, function);

    public void AddVariable(VariableDeclaration variable) => variables.Add(variable);

    /// <summary>Lets a node wait for the initializers of all variables, also of those that are added later.</summary>
    public void AddInitializer(Node node) => initializers.Add(node);

    /// <summary>Notes that some nodes are the gradients of others.</summary>
    public void AddGradient(GradientDeclaration gradient) => gradients.Add(gradient);

    /// <summary>Says which node gives a variable that has been added its first value.</summary>
    public void SetInitializer(Node variable, Node initializer)
    {
        var index = variables.FindIndex(declared => declared.Node == variable);
        variables[index] = variables[index] with { Initializer = initializer };
    }

    /// <summary>Adds a default fetch.</summary>
    public void AddOutput(string name, Fetch fetch) => outputs.Add((name, fetch));

    /// <summary>Adds a public name under which an output can be fed.</summary>
    public void AddInput(string name, Output output) => inputs.Add((name, output));

    /// <summary>The finished graph: nodes in declaration order, each with its canonical position.</summary>
    public Graph Build()
    {
        foreach (var node in initializers)
            node.ControlInputs = [.. node.ControlInputs.Union(Initializers(node))];
        var declared = order.Flatten();
        for (var i = 0; i < declared.Count; i++)
            declared[i].Index = i;
        CanonicalOrder.Assign(declared, InitializationOrder.Of(variables));
        return new Graph(declared, byName)
        {
            Name = Name,
            Seed = Seed,
            Outputs = outputs,
            Inputs = inputs,
            Functions = functions,
            Gradients = gradients,
            VariableValues = VariableValues,
            Variables = [.. variables.OrderBy(variable => variable.Node.Index)],
        };
    }

    /// <summary>The initializers of all variables but those that wait for the node themselves.</summary>
    private IEnumerable<Node> Initializers(Node node)
    {
        var waiting = new HashSet<Node> { node };
        foreach (var next in nodes)
        {
            if (next.Inputs.Any(input => waiting.Contains(input.Node)) || next.ControlInputs.Any(waiting.Contains))
                waiting.Add(next);
        }

        return variables.Select(variable => variable.Initializer).OfType<Node>().Where(initializer => !waiting.Contains(initializer));
    }

    private Node[] AllControlInputs(IReadOnlyList<Node>? given)
    {
        if (ControlInputs.Count == 0)
            return given is null or { Count: 0 } ? [] : [.. given.Distinct()];
        return [.. ControlInputs.Concat(given ?? []).Distinct()];
    }

    private Node Register(Node node)
    {
        if (byName.TryGetValue(node.Name, out var first))
            throw new GraphRunException(ErrorCode.Duplicate, $"Node '{node.Name}' is not unique{(first.Span.IsNone ? "" : $": the first one is at {first.Span}")}");
        node.Functions = CalledFunctions(node);
        node.OutputDTypes = NodeTyping.OutputDTypes(node.Op, node.Attrs);
        node.OutputShapes = new Shape[node.OutputDTypes.Length];
        Array.Fill(node.OutputShapes, Shape.UnknownRank);
        InferShapes(node);
        node.IsWriter = node.Op.IsWriter || node.Functions.Any(function => function.IsWriter);
        node.IsPure = node.Functions.Count > 0 ? node.Functions.All(function => function.IsPure) : node.Op.IsPure;
        node.KeepsInputs = node.Op.KeepsInputs || node.Functions.Any(function => function.KeepsInputs);
        byName.Add(node.Name, node);
        nodes.Add(node);
        order.Add(node);
        return node;
    }

    private GraphFunction[] CalledFunctions(Node node) => !node.Op.Signature.CallsFunctions ? [] :
    [
        .. node.Attrs.All.SelectMany(pair => pair.Value as FunctionReference[] ?? (pair.Value is FunctionReference one ? [one] : []))
            .Select(reference => functions.TryGetValue(reference.Name, out var function) ? function : throw new GraphRunException(
                ErrorCode.UnknownReference, $"function '{reference.Name}' is not in the graph's library", help: Suggestion.For(reference.Name, functions.Keys))),
    ];

    private void InferShapes(Node node)
    {
        try
        {
            node.Op.Shape(new ShapeContext(node, constants));
            constants.Record(node);
        }
        catch (GraphRunException exception) when (exception.Code == ErrorCode.ShapeMismatch && exception.Diagnostics[0].Node is null)
        {
            throw new GraphRunException([.. exception.Diagnostics.Select(diagnostic => diagnostic with { Message = $"{diagnostic.Message} for '{node.Name}' (op: '{node.Op.Name}') with input shapes: {string.Join(", ", node.Inputs.Select(input => input.Shape))}" })]);
        }
    }
}
