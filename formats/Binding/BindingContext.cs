using GraphRun.Errors;
using GraphRun.Formats.Documents;
using GraphRun.Formats.Graphs;
using GraphRun.Graphs;
using GraphRun.Ops;
using GraphRun.Tensors;

namespace GraphRun.Formats.Binding;

/// <summary>What every part of the binder shares: the file, the graph that is being built, and the node that is being bound.</summary>
internal sealed class BindingContext
{
    private const int MostNamesCompared = 20_000;

    private readonly Dictionary<string, int> suffixes = [];

    public BindingContext(GraphDef file, ErrorList errors)
    {
        File = file;
        Errors = errors;
        Table = new NodeTable(file.Nodes);
        Callees = new Callees(file);
        Graph = new GraphBuilder { Name = file.Name.Text, Seed = file.Seed };
    }

    public GraphDef File { get; }

    public ErrorList Errors { get; }

    public NodeTable Table { get; }

    public Callees Callees { get; }

    public GraphBuilder Graph { get; }

    /// <summary>The node of the file that is being bound.</summary>
    public NodeDef Current { get; private set; } = null!;

    /// <summary>Nodes are now made for this node of the file, whatever order nodes are bound in.</summary>
    public void Begin(int index)
    {
        Current = File.Nodes[index];
        suffixes.Clear();
        Graph.DeclareAt(index);
        Graph.Scope = Current.Name + "/";
        Graph.Span = Current.Span;
        Graph.ControlInputs = [];
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
            derived = count == 0 ? $"{Current.Name}/{name}" : $"{Current.Name}/{name}_{count}";
        }
        while (Table.Contains(derived) || Graph.TryGetNode(derived, out _));
        return derived;
    }

    /// <summary>The node of this name, seen from the current one.</summary>
    /// <exception cref="GraphRunException">The file has no such node.</exception>
    public Node FindNode(string name, Origin origin)
    {
        if (Table.Find(Current.Scope, name) is { } found && Graph.TryGetNode(found.FullName, out var node))
            return node;
        throw new GraphRunException(
            ErrorCode.UnknownReference,
            $"Node '{Current.Name}': Unknown input node '{Printable.Text(name)}'",
            origin.Span,
            SuggestNode(name),
            Current.Name);
    }

    /// <summary>Adds a node; an error in it points to where its value is written, the node itself to where its name is.</summary>
    public Node Add(
        OpDef op,
        string name,
        IReadOnlyList<Output> inputs,
        IReadOnlyDictionary<string, object>? attrs,
        Origin origin,
        IReadOnlyList<Node>? controlInputs = null)
    {
        var isCurrent = name == Current.Name;
        try
        {
            return Graph.Add(op, name, inputs, attrs, controlInputs, isCurrent ? Current.Span : origin.Span);
        }
        catch (GraphRunException error) when (isCurrent)
        {
            throw new GraphRunException([.. error.Diagnostics.Select(diagnostic =>
                diagnostic.Span == Current.Span ? diagnostic with { Span = origin.Span } : diagnostic)]);
        }
    }

    /// <summary>Adds a node of one output.</summary>
    public Output Add(string op, string name, IReadOnlyList<Output> inputs, Origin origin, params (string Name, object Value)[] attrs) =>
        new(Add(Catalogue.Get(op), name, inputs, attrs.ToDictionary(attr => attr.Name, attr => attr.Value), origin), 0);

    public Output Constant(Tensor value, string name, Origin origin) =>
        Add("Const", name, [], origin, ("value", value), ("dtype", value.DType));

    /// <summary>"did you mean" among the names of the file; only for errors that will be told.</summary>
    public string? SuggestNode(string name) =>
        Errors.Count >= ErrorList.Most ? null : Suggestion.For(name, Table.Names.Take(MostNamesCompared));
}
