using System.Globalization;
using GraphRun.Formats.Graphs;
using GraphRun.Formats.Structuring;
using GraphRun.Ops;

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
