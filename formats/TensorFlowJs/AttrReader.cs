using GraphRun.Errors;
using GraphRun.Formats.Documents;
using GraphRun.Formats.Models;
using GraphRun.Graphs;
using GraphRun.Ops;

namespace GraphRun.Formats.TensorFlowJs;

/// <summary>Attr values in the JSON form of <c>AttrValue</c>: an object whose one member names the type, <c>{"i": "2"}</c>.</summary>
internal static class AttrReader
{
    /// <summary>The value as core holds it; null where nothing is said: an empty object, a tensor whose values are a weight.</summary>
    /// <param name="op">The op, which tells the type of empty lists; null when it is unknown.</param>
    public static object? Read(DocumentNode node, OpDef? op, string attr)
    {
        var what = $"attr '{Printable.Text(attr)}'";
        foreach (var (type, value) in ModelJson.Entries(node))
            return type.Text is "list" ? List(value, op, attr, what) : Single(type, value, what);
        return node.Kind == DocumentNodeKind.Mapping ? null : throw ModelJson.Wrong(node, what, "an object with one member");
    }

    private static object? Single(DocumentNode type, DocumentNode value, string what) => type.Text switch
    {
        "i" => ModelJson.Integer(value, what),
        "f" => (float)ModelJson.Number(value, what),
        "b" => ModelJson.Boolean(value, what),
        "s" => ModelJson.BytesAsText(value, what),
        "type" => ModelJson.DType(value, what),
        "shape" => ModelJson.Shape(value, what),
        "func" => new FunctionReference(ModelJson.Text(value["name"], $"the function of {what}")),
        "tensor" => HasValues(value) ? TensorJsonValue.Read(value, what) : null,
        _ => throw ModelJson.Wrong(type, $"the type of {what}", "one of i f b s type shape func tensor list"),
    };

    /// <summary>A tensor of which only dtype and shape are there.</summary>
    private static bool HasValues(DocumentNode tensor)
    {
        foreach (var (key, _) in ModelJson.Entries(tensor))
        {
            if (key.Text is not ("dtype" or "tensorShape" or "versionNumber"))
                return true;
        }

        return false;
    }

    private static Array List(DocumentNode list, OpDef? op, string attr, string what)
    {
        foreach (var (type, items) in ModelJson.Entries(list))
        {
            if (items.Count > 0)
                return Items(type, items, what);
        }

        return ImportedNodes.EmptyList(op, attr);
    }

    private static Array Items(DocumentNode type, DocumentNode items, string what) => type.Text switch
    {
        "i" => All(items, item => ModelJson.Integer(item, what)),
        "f" => All(items, item => (float)ModelJson.Number(item, what)),
        "b" => All(items, item => ModelJson.Boolean(item, what)),
        "s" => All(items, item => ModelJson.BytesAsText(item, what)),
        "type" => All(items, item => ModelJson.DType(item, what)),
        "shape" => All(items, item => ModelJson.Shape(item, what)),
        "func" => All(items, item => new FunctionReference(ModelJson.Text(item["name"], $"a function of {what}"))),
        "tensor" => All(items, item => TensorJsonValue.Read(item, what)),
        _ => throw ModelJson.Wrong(type, $"the type of {what}", "one of i f b s type shape func tensor"),
    };

    private static T[] All<T>(DocumentNode items, Func<DocumentNode, T> read)
    {
        var values = new T[items.Count];
        var next = 0;
        foreach (var item in items.Items)
            values[next++] = read(item);
        return values;
    }
}
