using System.Diagnostics.CodeAnalysis;
using GraphRun.Errors;
using GraphRun.Formats.Documents;
using GraphRun.Formats.Graphs;
using GraphRun.Graphs;
using GraphRun.Ops;
using GraphRun.Tensors;

namespace GraphRun.Formats.Binding;

/// <summary>
/// What every part of the binder shares: the file, the graph that is being built, and the node that is being bound. The nodes of each
/// function that is called have a context of their own, inside that of the caller.
/// </summary>
internal sealed class BindingContext
{
    private const int MostNamesCompared = 20_000;
    private const int MaxDepth = 100;

    private readonly Dictionary<string, int> suffixes = [];
    private readonly Dictionary<string, Operand> arguments = [];
    private readonly SourceSpan? calledFrom;

    /// <summary>The context of a file's own nodes.</summary>
    public BindingContext(GraphDef file, ErrorList errors)
    {
        (File, Errors, Nodes) = (file, errors, file.Nodes);
        Table = new NodeTable(file.Nodes);
        Callees = new Callees(file);
        Level = new GraphLevel(new GraphBuilder { Name = file.Name.Text, Seed = file.Seed });
    }

    /// <summary>The context of one call of a function.</summary>
    /// <param name="caller">The context of the call.</param>
    /// <param name="prefix">What stands before the names of the function's nodes: the caller's name and '/', or nothing.</param>
    /// <exception cref="GraphRunException">Functions call each other too deep.</exception>
    public BindingContext(BindingContext caller, FunctionOperand function, GraphLevel level, string prefix)
    {
        (File, Callees, Level, Prefix, Training) = (caller.File, function.Callees ?? caller.Callees, level, prefix, caller.Training);
        (Caller, Function, Depth, Errors) = (caller, function, caller.Depth + 1, new ErrorList());
        Outer = function.Scope ?? (Callees.IsLibrary ? null : caller.Top);
        calledFrom = Callees.IsLibrary ? caller.Place(function.Origin.Span) : null;
        OuterScope = function.Scope?.Current.Scope ?? "";
        Nodes = function.Definition?.Nodes ?? [];
        Table = new NodeTable(Nodes);
        Inherited = level == caller.Level ? level.Builder.ControlInputs : [];
        if (Depth > MaxDepth)
        {
            throw new GraphRunException(
                ErrorCode.LimitExceeded, $"functions call functions more than {MaxDepth} deep here", function.Origin.Span);
        }
    }

    public GraphDef File { get; }

    public ErrorList Errors { get; }

    /// <summary>The nodes that are bound in this context.</summary>
    public IReadOnlyList<NodeDef> Nodes { get; }

    public NodeTable Table { get; }

    public Callees Callees { get; }

    /// <summary>Optimizers and lists of gradients that nodes of the file stand for.</summary>
    public TrainingNodes Training { get; } = new();

    public GraphLevel Level { get; }

    /// <summary>Variables of the file, and the names of the nodes that give them their first values.</summary>
    public List<(Node Variable, Word Initializer)> Initializers { get; } = [];

    public GraphBuilder Graph => Level.Builder;

    /// <summary>What stands before the names of this context's nodes; empty, or ending in '/'.</summary>
    public string Prefix { get; } = "";

    /// <summary>The context whose names can be used here too: where the function is written; null for the file's own.</summary>
    public BindingContext? Outer { get; }

    /// <summary>The scope within <see cref="Outer"/> in which the function is written.</summary>
    public string OuterScope { get; } = "";

    /// <summary>The context of the call; null for the file's own.</summary>
    public BindingContext? Caller { get; }

    /// <summary>The function that is called; null for the file's own.</summary>
    public FunctionOperand? Function { get; }

    /// <summary>The number of calls around.</summary>
    public int Depth { get; }

    /// <summary>What every node here waits for, because the call does.</summary>
    public IReadOnlyList<Node> Inherited { get; } = [];

    /// <summary>The node of the file that is being bound.</summary>
    public NodeDef Current { get; private set; } = new() { Name = "" };

    /// <summary>The full name of the current node, or of the call that makes nodes without having any in the file; perhaps empty.</summary>
    public string CurrentName { get; private set; } = "";

    private BindingContext Top
    {
        get
        {
            var context = this;
            while (context.Caller is not null)
                context = context.Caller;
            return context;
        }
    }

    /// <summary>Where a user sees what is written here: a function of a library is seen where it is called.</summary>
    public SourceSpan Place(SourceSpan written) => calledFrom ?? written;

    /// <summary>Gives a parameter its argument.</summary>
    public void SetArgument(string parameter, Operand argument) => arguments.Add(parameter, argument);

    /// <summary>The argument of a parameter of this very context.</summary>
    public bool TryGetArgument(string parameter, [MaybeNullWhen(false)] out Operand argument) =>
        arguments.TryGetValue(parameter, out argument);

    /// <summary>Nodes are now made for this node of the file, whatever order nodes are bound in.</summary>
    public void Begin(int index)
    {
        Graph.DeclareAt(index);
        Begin(Nodes[index], Prefix + Nodes[index].Name);
    }

    /// <summary>Nodes are now made for what a function returns that has no nodes in the file.</summary>
    public void Begin(NodeDef node, string name)
    {
        Current = node;
        CurrentName = name;
        suffixes.Clear();
        Graph.Scope = name.Length > 0 ? name + "/" : "";
        Graph.Span = Place(Current.Span);
        Graph.ControlInputs = Inherited;
    }

    /// <summary>
    /// A name below the current node's: <c>logits/matmul</c>, then <c>logits/matmul_1</c>; never one that the file gives.
    /// </summary>
    public string Derive(string name)
    {
        string derived;
        do
        {
            var count = suffixes.GetValueOrDefault(name);
            suffixes[name] = count + 1;
            derived = (CurrentName.Length > 0 ? CurrentName + "/" : "") + (count == 0 ? name : $"{name}_{count}");
        }
        while (IsInFile(derived) || Graph.TryGetNode(derived, out _));
        return derived;
    }

    private bool IsInFile(string name) => name.StartsWith(Prefix, StringComparison.Ordinal) && Table.Contains(name[Prefix.Length..]);

    /// <summary>Adds a node; an error in it points to where its value is written, the node itself to where its name is.</summary>
    public Node Add(
        OpDef op,
        string name,
        IReadOnlyList<Output> inputs,
        IReadOnlyDictionary<string, object>? attrs,
        Origin origin,
        IReadOnlyList<Node>? controlInputs = null)
    {
        var isCurrent = name == CurrentName;
        if (Graph.Nodes.Count >= DocumentLimits.MaxExpandedNodes)
            throw new GraphRunException(ErrorCode.LimitExceeded, "the graph has more than 1 000 000 nodes", origin.Span);
        try
        {
            return Graph.Add(op, name, inputs, attrs, controlInputs, Place(isCurrent ? Current.Span : origin.Span));
        }
        catch (GraphRunException error) when (isCurrent)
        {
            throw new GraphRunException([.. error.Diagnostics.Select(diagnostic =>
                diagnostic.Span == Place(Current.Span) ? diagnostic with { Span = Place(origin.Span) } : diagnostic)]);
        }
    }

    /// <summary>Adds a node of one output.</summary>
    public Output Add(string op, string name, IReadOnlyList<Output> inputs, Origin origin, params (string Name, object Value)[] attrs) =>
        new(Add(Catalogue.Get(op), name, inputs, attrs.ToDictionary(attr => attr.Name, attr => attr.Value), origin), 0);

    public Output Constant(Tensor value, string name, Origin origin) =>
        Add("Const", name, [], origin, ("value", value), ("dtype", value.DType));

    /// <summary>"did you mean" among the names of the file; only for errors that will be told.</summary>
    public string? SuggestNode(string name) =>
        Errors.Count >= ErrorList.Most ? null : Suggestion.For(name, Names().Take(MostNamesCompared));

    private IEnumerable<string> Names()
    {
        for (var context = this; context is not null; context = context.Outer)
        {
            foreach (var name in context.arguments.Keys.Concat(context.Table.Names))
                yield return name;
        }
    }
}
