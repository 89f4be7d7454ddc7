using GraphRun.Errors;
using GraphRun.Formats.Documents;
using GraphRun.Tensors;

namespace GraphRun.Formats.TensorFlowJs;

/// <summary>One entry of a weights manifest.</summary>
internal sealed record Weight(string Name, DType DType, Shape Shape, Quantization? Quantization, SourceSpan Span)
{
    /// <summary>The dtype of the elements as they are stored.</summary>
    public DType StoredDType => Quantization?.DType ?? DType;

    /// <summary>Bytes in the shards; 0 for strings, of which each says its own.</summary>
    public UInt128 StoredLength => (UInt128)Shape.ElementCount * (uint)StoredDType.Size();

    public static Weight Read(DocumentNode node)
    {
        var name = ModelJson.Text(node["name"], "the name of a weight");
        var what = $"weight '{Printable.Text(name)}'";
        var type = ModelJson.Text(node["dtype"], $"the dtype of {what}");
        if (!DTypes.TryParse(type, out var dtype) || dtype is DType.Resource or DType.Variant)
            throw ModelJson.Wrong(node["dtype"], $"the dtype of {what}", "float32, int32, bool, string or complex64");
        Quantization? quantization = node["quantization"] is { Exists: true } given ? TensorFlowJs.Quantization.Read(given, what) : null;
        if (quantization is not null && dtype is not (DType.Float32 or DType.Int32))
            throw ModelJson.Wrong(node["dtype"], $"the dtype of {what}, which is quantized,", "float32 or int32");
        return new Weight(name, dtype, ReadShape(node["shape"], what), quantization, node.Span);
    }

    private static Shape ReadShape(DocumentNode node, string what)
    {
        if (node is not { Exists: true, Kind: DocumentNodeKind.Sequence })
            throw ModelJson.Wrong(node, $"the shape of {what}", "a list of integers");
        var dims = new List<long>();
        foreach (var item in node.Items)
        {
            var size = ModelJson.Integer(item, $"a dim of {what}");
            dims.Add(size >= 0 ? size : throw ModelJson.Wrong(item, $"a dim of {what}", "an integer from 0 on"));
        }

        return Shape.Of([.. dims]);
    }
}
