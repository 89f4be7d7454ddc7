using GraphRun.Errors;
using GraphRun.Formats.Documents;
using GraphRun.Formats.Graphs;
using GraphRun.Formats.Structuring;
using GraphRun.Ops;

namespace GraphRun.Formats.Models;

/// <summary>What the readers of TensorFlow's own files share: ops that are not there, attrs that need not be.</summary>
internal static class ImportedNodes
{
    private const int MaxNames = 50;

    /// <summary>Refuses a model with ops that the catalogue does not have: all of them at once, the most frequent first.</summary>
    /// <param name="library">Functions, which nodes call by their names too.</param>
    /// <param name="file">The model's name, for the message.</param>
    public static void CheckOps(IEnumerable<NodeDef> nodes, IReadOnlyList<LibraryFunctionDef> library, string file)
    {
        var unknown = Unsupported(nodes, library).Select(op => $"{Printable.Text(op.Type)} ({op.Count})").ToList();
        if (unknown.Count == 0)
            return;
        var some = string.Join(", ", unknown.Take(MaxNames)) + (unknown.Count > MaxNames ? $" and {unknown.Count - MaxNames} more" : "");
        throw new GraphRunException(
            ErrorCode.UnknownOp,
            $"{file}: {unknown.Count} of its op types are not supported: {some}",
            help: "'graphrun ops' lists all ops");
    }

    /// <summary>The op types that the catalogue does not have, with the number of their nodes, the most frequent first.</summary>
    public static IEnumerable<(string Type, int Count)> Unsupported(IEnumerable<NodeDef> nodes, IReadOnlyList<LibraryFunctionDef> library)
    {
        var functions = new HashSet<string>(library.Select(function => function.Name.Text));
        return nodes.Concat(library.SelectMany(function => function.Nodes))
            .Where(node => Catalogue.Find(node.Op.Text) is null && FlowKinds.Of(node) == FlowKind.None && !functions.Contains(node.Op.Text))
            .GroupBy(node => node.Op.Text)
            .Select(group => (group.Key, group.Count()))
            .OrderByDescending(op => op.Item2)
            .ThenBy(op => op.Key, StringComparer.Ordinal);
    }

    /// <summary>
    /// Whether an attr can be left out: notes of TensorFlow's own (<c>_output_shapes</c>), and attrs of a newer TensorFlow that say
    /// nothing, as they are false, 0 or empty; dtypes that the op has no attr for, as TensorFlow.js's converter leaves them.
    /// </summary>
    public static bool IsIdle(OpDef? op, string attr, object value) =>
        attr.StartsWith('_') || (op is not null && op.Signature.IndexOfAttr(attr) < 0
            && value is false or 0L or 0f or "" or Array { Length: 0 } or Tensors.DType);

    /// <summary>An empty list of the type that the op declares for the attr: files do not say it.</summary>
    public static Array EmptyList(OpDef? op, string attr)
    {
        var index = op?.Signature.IndexOfAttr(attr) ?? -1;
        return (index < 0 ? AttrType.Int : op!.Signature.Attrs[index].Type) switch
        {
            AttrType.Int => Array.Empty<long>(),
            AttrType.Float => Array.Empty<float>(),
            AttrType.Bool => Array.Empty<bool>(),
            AttrType.Text => Array.Empty<string>(),
            AttrType.Type => Array.Empty<Tensors.DType>(),
            AttrType.Shape => Array.Empty<Tensors.Shape>(),
            AttrType.Tensor => Array.Empty<Tensors.Tensor>(),
            _ => Array.Empty<GraphRun.Graphs.FunctionReference>(),
        };
    }

    /// <summary>
    /// The outputs of a model that names none: what no other node uses, in the order of the file. Constants are none, nor is what writes
    /// variables.
    /// </summary>
    /// <param name="library">Functions, which nodes call by their names too.</param>
    public static List<OutputDef> UnusedOutputs(IReadOnlyList<NodeDef> nodes, IReadOnlyList<LibraryFunctionDef> library)
    {
        var used = new HashSet<string>(nodes.SelectMany(InputNodes));
        var functions = new HashSet<string>(library.Where(function => function.Results.Count > 0).Select(function => function.Name.Text));
        return
        [
            .. nodes.Where(node => !used.Contains(node.Name)
                && (functions.Contains(node.Op.Text) || (IsResult(node, Catalogue.Find(node.Op.Text)) && !ReturnsNothing(node))))
                .Select(node => new OutputDef(new Word(node.Name, node.Span), new Word(node.Name, node.Span))),
        ];
    }

    private static bool IsResult(NodeDef node, OpDef? op) => op is null
        ? FlowKinds.Of(node) == FlowKind.None
        : op is { Signature.Outputs.Count: > 0, IsWriter: false, DeclaresVariable: false, Name: not "Const" };

    /// <summary>A call for its effects.</summary>
    private static bool ReturnsNothing(NodeDef node) =>
        node.Attrs.Any(attr => attr.Name.Text == "Tout" && attr.Value.Typed is Array { Length: 0 });

    /// <summary>The names of the nodes whose outputs a node takes or that it waits for.</summary>
    public static IEnumerable<string> InputNodes(NodeDef node) => node.Inputs.Select(input => NodeOf((string)input.Value.Typed!));

    /// <summary>The node of a reference: of <c>^x</c>, <c>x:1</c> and <c>x:z:0</c> it is <c>x</c>.</summary>
    public static string NodeOf(string reference)
    {
        var start = reference.StartsWith('^') ? 1 : 0;
        var colon = reference.IndexOf(':');
        return colon < 0 ? reference[start..] : reference[start..colon];
    }
}
