using GraphRun.Errors;
using GraphRun.Formats.Documents;
using GraphRun.Formats.Graphs;
using GraphRun.Formats.TensorFiles;
using GraphRun.Graphs;
using GraphRun.Ops;
using GraphRun.Tensors;

namespace GraphRun.Formats.Conversion;

/// <summary>
/// Writes one node as the mapping of a graph file, without the attrs that follow from its inputs or are the op's defaults.
/// </summary>
internal sealed class NodeWriter(FlowWriter flow, ConstantWriter constants)
{
    /// <param name="prefix">What stands before the names of tensors in files: a function's name and '/', or nothing.</param>
    /// <exception cref="GraphRunException">A name or value that graph files cannot have.</exception>
    public string Write(NodeDef node, string prefix)
    {
        if (!NodeName.IsValid(node.Name))
            throw new GraphRunException([NodeName.Error(node.Name, node.Span)]);
        flow.Open('{');
        flow.Key("op");
        flow.Text(node.Op.Text);
        var references = node.Inputs.Select(input => (string)input.Value.Typed!).ToLookup(reference => reference.StartsWith('^'));
        if (references[false].Any())
            flow.Texts("inputs", references[false]);
        WriteAttrs(node, prefix, references[false].Count());
        if (references[true].Any())
            flow.Texts("after", references[true].Select(control => control[1..]));
        flow.Close('}');
        return flow.Take();
    }

    private void WriteAttrs(NodeDef node, string prefix, int inputs)
    {
        var op = Catalogue.Get(node.Op.Text);
        if (op.Name == "Const")
        {
            constants.Write(prefix + node.Name, node.Attrs.Select(attr => attr.Value.Typed).OfType<Tensor>().First());
            return;
        }

        // What several lists have in common, or an empty one, does not follow.
        var infers = op.Signature.Inputs.Count(input => input.IsList) < 2 && inputs >= op.Signature.Inputs.Count;
        foreach (var (name, value) in node.Attrs)
        {
            var index = op.Signature.IndexOfAttr(name.Text);
            var isImplied = index >= 0
                && ((infers && op.Signature.IsInferred(name.Text)) || IsDefault(op.Signature.Attrs[index], value.Typed!));
            if (isImplied)
                continue;
            flow.Key(name.Text);
            WriteValue(value.Typed!, node);
        }
    }

    private static bool IsDefault(AttrDef attr, object value) => attr.Default switch
    {
        null => false,
        Array { Length: 0 } => value is Array { Length: 0 },
        var given => given.Equals(value),
    };

    private void WriteValue(object value, NodeDef node)
    {
        if (value is not Array list)
        {
            WriteSingle(value, node);
            return;
        }

        flow.Open('[');
        foreach (var item in list)
            WriteSingle(item, node);
        flow.Close(']');
    }

    private void WriteSingle(object value, NodeDef node)
    {
        switch (value)
        {
            case long number:
                flow.Number(number);
                break;
            case float number when float.IsFinite(number):
                Span<byte> text = stackalloc byte[NumberText.MaxLength];
                flow.Raw(System.Text.Encoding.ASCII.GetString(text[..NumberText.Format(number, text)]));
                break;
            case bool flag:
                flow.Flag(flag);
                break;
            case string word:
                flow.Text(word);
                break;
            case DType dtype:
                flow.Text(dtype.Name());
                break;
            case Shape shape:
                WriteShape(shape);
                break;
            case FunctionReference function:
                flow.Text(function.Name);
                break;
            default:
                throw new GraphRunException(
                    ErrorCode.Unsupported, $"Node '{Printable.Text(node.Name)}': a {node.Op} with the attr {value} cannot stand in a graph file", node.Span, "convert to .pb", node.Name);
        }
    }

    private void WriteShape(Shape shape)
    {
        if (!shape.HasRank)
        {
            flow.Quoted("?");
            return;
        }

        flow.Open('[');
        for (var axis = 0; axis < shape.Rank; axis++)
        {
            if (shape[axis] != Shape.Unknown)
                flow.Number(shape[axis]);
            else
                flow.Quoted(shape.NameOf(axis) ?? "?");
        }

        flow.Close(']');
    }
}
