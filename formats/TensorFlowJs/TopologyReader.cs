using GraphRun.Errors;
using GraphRun.Formats.Documents;
using GraphRun.Formats.Graphs;
using GraphRun.Formats.Models;
using GraphRun.Formats.TensorFiles;
using GraphRun.Ops;
using GraphRun.Tensors;

namespace GraphRun.Formats.TensorFlowJs;

/// <summary>The nodes of a model or of one of its functions; constants get their values from the weights.</summary>
/// <param name="weights">The weights by the names of their nodes.</param>
internal sealed class TopologyReader(IReadOnlyDictionary<string, Tensor> weights, ErrorList errors)
{
    /// <summary>The nodes of a list in its order; what is wrong with one goes to the errors.</summary>
    public List<NodeDef> ReadNodes(DocumentNode list)
    {
        var nodes = new List<NodeDef>(list.Exists ? list.Count : 0);
        foreach (var item in ModelJson.Items(list))
        {
            try
            {
                nodes.Add(ReadNode(item));
            }
            catch (GraphRunException error)
            {
                errors.Add(error, item.Span);
            }
        }

        return nodes;
    }

    private NodeDef ReadNode(DocumentNode node)
    {
        var name = ModelJson.Text(node["name"], "the name of a node");
        var type = ModelJson.Text(node["op"], $"the op of '{Printable.Text(name)}'");
        var inputs = new List<NamedValue>();
        foreach (var input in ModelJson.Items(node["input"]))
            inputs.Add(new NamedValue(default, new ValueDef(ModelJson.Text(input, $"an input of '{Printable.Text(name)}'"), input.Span)));
        return new NodeDef
        {
            Name = name,
            Span = node["name"].Span,
            Op = new Word(type, node["op"].Span),
            Inputs = inputs,
            Attrs = type == "Const" ? ReadConstant(node, name) : ReadAttrs(node, type),
        };
    }

    private static List<NamedValue> ReadAttrs(DocumentNode node, string type)
    {
        var op = Catalogue.Find(type);
        var attrs = new List<NamedValue>();
        foreach (var (key, value) in ModelJson.Entries(node["attr"]))
        {
            var name = key.ToString();
            if (!name.StartsWith('_') && AttrReader.Read(value, op, name) is { } typed && !ImportedNodes.IsIdle(op, name, typed))
                attrs.Add(new NamedValue(new Word(name, key.Span), new ValueDef(typed, value.Span)));
        }

        return attrs;
    }

    /// <summary>TensorFlow.js stores int64 as int32; the node says which dtype the rest of the graph counts on.</summary>
    private List<NamedValue> ReadConstant(DocumentNode node, string name)
    {
        var (written, value) = (node["attr"] is { Exists: true } attrs ? attrs["dtype"] : default, ReadValue(node, name));
        var dtype = written.Exists ? ModelJson.DType(written["type"], $"the dtype of '{Printable.Text(name)}'") : value.DType;
        try
        {
            value = TensorConversion.Convert(value, dtype);
        }
        catch (GraphRunException error)
        {
            throw new GraphRunException(
                ErrorCode.InvalidTensorFile, $"weight '{Printable.Text(name)}': {error.Diagnostics[0].Message}", node.Span, node: name);
        }

        return
        [
            new NamedValue(new Word("value", node.Span), new ValueDef(value, node.Span)),
            new NamedValue(new Word("dtype", node.Span), new ValueDef(dtype, node.Span)),
        ];
    }

    private Tensor ReadValue(DocumentNode node, string name)
    {
        if (weights.TryGetValue(name, out var weight))
            return weight;
        var written = node["attr"] is { Exists: true } attrs ? attrs["value"] : default;
        return written.Exists && AttrReader.Read(written, null, "value") is Tensor value
            ? value
            : throw new GraphRunException(
                ErrorCode.InvalidTensorFile,
                $"the weights manifest has no weight '{Printable.Text(name)}', which this Const needs",
                node.Span,
                node: name);
    }
}
