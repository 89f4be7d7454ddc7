using GraphRun.Formats.Graphs;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Formats.Models;

/// <summary>
/// Puts what TensorFlow does to tables once, before the first run, into the graph itself: a HashTable becomes a table made of the keys and
/// values that its initializer has, in the graph or in the functions that the graph calls with the table.
/// </summary>
/// <param name="asset">Opens the text file that a constant names; null where models have no such files.</param>
internal sealed class TableInitialization(GraphDef graph, Func<NodeDef, NodeDef, TableAsset?>? asset)
{
    /// <summary>Functions within functions, each looked through for each call.</summary>
    private const int MaxCalls = 10_000;

    private readonly Dictionary<string, NodeDef> top = ByName(graph.Nodes);
    private readonly Dictionary<string, LibraryFunctionDef> library = graph.Library
        .GroupBy(function => function.Name.Text).ToDictionary(group => group.Key, group => group.First());

    private readonly Dictionary<string, (Source Keys, Source Values)> contents = [];
    private readonly HashSet<NodeDef> done = [];

    /// <summary>What a reference of a function stands for outside: an output of the graph, or a constant.</summary>
    private readonly record struct Source(string? Reference, NodeDef? Constant);

    private sealed record Frame(Dictionary<string, NodeDef> Nodes, Dictionary<string, Source>? Arguments);

    /// <inheritdoc cref="TableInitialization"/>
    public static GraphDef Apply(GraphDef graph, Func<NodeDef, NodeDef, TableAsset?>? asset = null) =>
        graph.Nodes.Any(IsTable) ? new TableInitialization(graph, asset).Rewrite() : graph;

    private static bool IsTable(NodeDef node) => node.Op.Text is "HashTable" or "HashTableV2";

    private GraphDef Rewrite()
    {
        var open = new Stack<Frame>();
        open.Push(new Frame(top, null));
        for (var calls = 0; calls < MaxCalls && open.TryPop(out var frame); calls++)
        {
            foreach (var node in frame.Nodes.Values)
            {
                Note(frame, node);
                if (Call(frame, node) is { } called)
                    open.Push(called);
            }
        }

        return graph with
        {
            Nodes = [.. graph.Nodes.SelectMany(Rewrite)],
            Library = [.. graph.Library.Select(function => function with { Nodes = [.. function.Nodes.Select(Plain)] })],
        };
    }

    /// <summary>Takes keys and values down if the node is an initializer of a table.</summary>
    private void Note(Frame frame, NodeDef node)
    {
        var isFile = node.Op.Text is "InitializeTableFromTextFile" or "InitializeTableFromTextFileV2";
        if (!isFile && node.Op.Text is not ("InitializeTable" or "InitializeTableV2" or "LookupTableImport" or "LookupTableImportV2"))
            return;
        if (node.Inputs.Count < 2 || Resolve(frame, node, 0) is not { Reference: { } reference } || Table(reference) is not { } table)
            return;
        if (isFile && Resolve(frame, node, 1) is { } file && ConstantOf(file) is { } name && asset?.Invoke(name, node) is { } text)
        {
            var (keys, values) = (text.Keys(DTypeOf(table, "key_dtype")), text.Values(DTypeOf(table, "value_dtype")));
            Add(table, node, Constant(table, "keys", keys), Constant(table, "values", values));
        }
        else if (!isFile && node.Inputs.Count >= 3 && Resolve(frame, node, 1) is { } first && Resolve(frame, node, 2) is { } second)
        {
            Add(table, node, first, second);
        }
    }

    private void Add(NodeDef table, NodeDef initializer, Source keys, Source values)
    {
        contents.TryAdd(SharedName(table), (keys, values));
        done.Add(initializer);
    }

    /// <summary>The function that a node calls with a table among its arguments, with what stands for them.</summary>
    private Frame? Call(Frame frame, NodeDef node)
    {
        if (!library.TryGetValue(FunctionOf(node), out var function))
            return null;
        var arguments = new Dictionary<string, Source>();
        var hasTable = false;
        for (var i = 0; i < function.Parameters.Count && i < node.Inputs.Count; i++)
        {
            if (Resolve(frame, node, i) is not { } source)
                continue;
            arguments[function.Parameters[i]] = source;
            hasTable |= source.Reference is { } reference && Table(reference) is not null;
        }

        return hasTable ? new Frame(ByName(function.Nodes), arguments) : null;
    }

    private static Source? Resolve(Frame frame, NodeDef user, int input)
    {
        var reference = (string)user.Inputs[input].Value.Typed!;
        for (var steps = 0; steps <= frame.Nodes.Count; steps++)
        {
            var name = ImportedNodes.NodeOf(reference);
            if (frame.Arguments?.TryGetValue(name, out var source) is true)
                return source;
            if (!frame.Nodes.TryGetValue(name, out var node))
                return null;
            if (node.Op.Text != "Identity" || node.Inputs.Count == 0)
                return frame.Arguments is null ? new Source(reference, null) : node.Op.Text == "Const" ? new Source(null, node) : null;
            reference = (string)node.Inputs[0].Value.Typed!;
        }

        return null;
    }

    private NodeDef? ConstantOf(Source source) =>
        source.Constant ?? (top.TryGetValue(ImportedNodes.NodeOf(source.Reference!), out var node) ? node : null);

    private NodeDef? Table(string reference) =>
        top.TryGetValue(ImportedNodes.NodeOf(reference), out var node) && IsTable(node) ? node : null;

    /// <summary>Nodes of one shared name are one table.</summary>
    private static string SharedName(NodeDef table) =>
        Attr(table, "shared_name") is string { Length: > 0 } name ? $"{Attr(table, "container")}/{name}" : table.Name;

    private static DType DTypeOf(NodeDef table, string attr) => Attr(table, attr) is DType dtype ? dtype : DType.String;

    private IEnumerable<NodeDef> Rewrite(NodeDef node)
    {
        if (!IsTable(node) || !contents.TryGetValue(SharedName(node), out var content))
            return [Plain(node)];
        var nodes = new List<NodeDef>();
        var table = new NodeDef
        {
            Name = node.Name,
            Span = node.Span,
            Op = new Word("LookupTable", node.Op.Span),
            Inputs = [Reference(content.Keys, "keys"), Reference(content.Values, "values")],
        };
        return [.. nodes, table];

        NamedValue Reference(Source source, string part)
        {
            if (source.Reference is { } reference)
                return new NamedValue(default, new ValueDef(reference, node.Span));
            var name = Unique($"{node.Name}/{part}");
            nodes.Add(new NodeDef { Name = name, Span = node.Span, Op = source.Constant!.Op, Attrs = source.Constant.Attrs });
            return new NamedValue(default, new ValueDef(name, node.Span));
        }
    }

    /// <summary>A node that is not about tables as it is; the first version of an op that reads tables as the second.</summary>
    private NodeDef Plain(NodeDef node)
    {
        if (done.Contains(node))
            return new NodeDef { Name = node.Name, Span = node.Span, Op = new Word("NoOp", node.Op.Span) };
        return node.Op.Text is not ("LookupTableFind" or "LookupTableSize") ? node : new NodeDef
        {
            Name = node.Name,
            Span = node.Span,
            Op = new Word(node.Op.Text + "V2", node.Op.Span),
            Inputs = node.Inputs,
            Attrs = node.Attrs,
        };
    }

    private string Unique(string name)
    {
        var unique = name;
        for (var suffix = 1; top.ContainsKey(unique); suffix++)
            unique = $"{name}_{suffix}";
        return unique;
    }

    private static Source Constant(NodeDef table, string part, Tensor value) => new(null, new NodeDef
    {
        Name = $"{table.Name}/{part}",
        Op = new Word("Const", table.Op.Span),
        Attrs =
        [
            new NamedValue(new Word("value", table.Span), new ValueDef(value, table.Span)),
            new NamedValue(new Word("dtype", table.Span), new ValueDef(value.DType, table.Span)),
        ],
    });

    private static string FunctionOf(NodeDef call) => Attr(call, "f") is FunctionReference function ? function.Name : call.Op.Text;

    private static object? Attr(NodeDef node, string name)
    {
        foreach (var attr in node.Attrs)
        {
            if (attr.Name.Text == name)
                return attr.Value.Typed;
        }

        return null;
    }

    private static Dictionary<string, NodeDef> ByName(IReadOnlyList<NodeDef> nodes)
    {
        var byName = new Dictionary<string, NodeDef>(nodes.Count);
        foreach (var node in nodes)
            byName.TryAdd(node.Name, node);
        return byName;
    }
}
