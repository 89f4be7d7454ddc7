using System.Globalization;
using GraphRun.Formats.Graphs;
using GraphRun.Formats.Structuring;
using GraphRun.Ops;
using GraphRun.Tensors;

namespace GraphRun.Formats.Models;

/// <summary>
/// References inside the functions of TensorFlow's libraries, <c>node:output_name:index</c>, which count within one output of the
/// signature, as references of graphs, <c>node:index</c>, which count through all of them.
/// </summary>
internal static class FunctionReferences
{
    /// <param name="nodes">The nodes of the function by name.</param>
    public static string Flatten(string reference, IReadOnlyDictionary<string, NodeDef> nodes)
    {
        var parts = reference.Split(':');
        if (parts.Length != 3 || !int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            return reference;
        if (nodes.TryGetValue(parts[0], out var node) && FlowKinds.Of(node) != FlowKind.None)
            return reference;
        if (node is null || Catalogue.Find(node.Op.Text) is not { } op)
            return $"{parts[0]}:{index}";
        foreach (var output in op.Signature.Outputs)
        {
            if (output.Name == parts[1])
                break;
            index += Length(output, node);
        }

        return index == 0 ? parts[0] : $"{parts[0]}:{index}";
    }

    /// <summary>The reverse of <see cref="Flatten"/>.</summary>
    /// <param name="parameters">The names of the function's parameters, which stand by themselves.</param>
    public static string Unflatten(string reference, IReadOnlyDictionary<string, NodeDef> nodes, IReadOnlySet<string> parameters)
    {
        if (reference.StartsWith('^') || parameters.Contains(reference))
            return reference;
        var (name, index) = Split(reference);
        foreach (var output in Catalogue.Get(nodes[name].Op.Text).Signature.Outputs)
        {
            var length = Length(output, nodes[name]);
            if (index < length)
                return $"{name}:{output.Name}:{index}";
            index -= length;
        }

        return reference;
    }

    /// <summary>Node and output of <c>node:1</c>; of <c>node</c> the first output.</summary>
    public static (string Node, int Output) Split(string reference)
    {
        var colon = reference.LastIndexOf(':');
        return colon < 0 ? (reference, 0)
            : (reference[..colon], int.Parse(reference.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture));
    }

    /// <summary>The dtype of an output of a node that has all its attrs.</summary>
    public static DType OutputDType(NodeDef node, int index)
    {
        foreach (var output in Catalogue.Get(node.Op.Text).Signature.Outputs)
        {
            var length = Length(output, node);
            if (index >= length)
            {
                index -= length;
                continue;
            }

            return output.TypeListAttr is { } list && Attr(node, list) is DType[] dtypes ? dtypes[index]
                : output.TypeAttr is { } type && Attr(node, type) is DType dtype ? dtype
                : output.DType;
        }

        return DType.None;
    }

    private static object? Attr(NodeDef node, string name)
    {
        foreach (var attr in node.Attrs)
        {
            if (attr.Name.Text == name)
                return attr.Value.Typed;
        }

        return null;
    }

    /// <summary>How many outputs of a node stand for one of the signature.</summary>
    private static int Length(ArgDef output, NodeDef node)
    {
        if (!output.IsList)
            return 1;
        foreach (var attr in node.Attrs)
        {
            if (attr.Name.Text == output.NumberAttr && attr.Value.Typed is long count)
                return (int)Math.Clamp(count, 0, int.MaxValue);
            if (attr.Name.Text == output.TypeListAttr && attr.Value.Typed is Array dtypes)
                return dtypes.Length;
        }

        return 1;
    }
}
