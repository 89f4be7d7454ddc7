using System.Globalization;
using GraphRun.Formats.Documents;
using GraphRun.Formats.Models;
using GraphRun.Tensors;

namespace GraphRun.Formats.TensorFlowJs;

/// <summary>A tensor that stands in the topology itself, in the JSON form of <c>TensorProto</c>.</summary>
internal static class TensorJsonValue
{
    /// <param name="what">What messages call the value.</param>
    public static Tensor Read(DocumentNode node, string what)
    {
        var dtype = ModelJson.DType(node["dtype"], $"the dtype of {what}");
        var shape = node["tensorShape"] is { Exists: true } given ? ModelJson.Shape(given, $"the shape of {what}") : Shape.Scalar;
        if (!shape.IsFullyDefined)
            throw ModelJson.Wrong(node, $"the shape of {what}", "fully defined");
        if (node["tensorContent"] is { Exists: true } content)
            return TensorValues.FromBytes(dtype, shape, ModelJson.Bytes(content, what), what);
        return dtype switch
        {
            DType.Float32 => List(node, "floatVal", dtype, shape, what, item => (float)ModelJson.Number(item, what)),
            DType.Float64 => List(node, "doubleVal", dtype, shape, what, item => ModelJson.Number(item, what)),
            DType.Int32 => Integers<int>(node, "intVal", dtype, shape, what),
            DType.Int16 => Integers<short>(node, "intVal", dtype, shape, what),
            DType.Int8 => Integers<sbyte>(node, "intVal", dtype, shape, what),
            DType.UInt8 => Integers<byte>(node, "intVal", dtype, shape, what),
            DType.UInt16 => Integers<ushort>(node, "intVal", dtype, shape, what),
            DType.Float16 or DType.BFloat16 => Integers<ushort>(node, "halfVal", dtype, shape, what),
            DType.Int64 => Integers<long>(node, "int64Val", dtype, shape, what),
            DType.UInt32 => Integers<uint>(node, "uint32Val", dtype, shape, what),
            DType.Bool => List(node, "boolVal", dtype, shape, what, item => ModelJson.Boolean(item, what)),
            DType.String => List(node, "stringVal", dtype, shape, what, item => ModelJson.Bytes(item, what)),
            _ => throw ModelJson.Wrong(node, what, $"of another dtype than {dtype.Name()}"),
        };
    }

    private static Tensor Integers<T>(DocumentNode node, string member, DType dtype, Shape shape, string what)
        where T : struct, System.Numerics.IBinaryInteger<T>
    {
        return List(node, member, dtype, shape, what, Parse);

        T Parse(DocumentNode item) => T.TryParse(item.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw ModelJson.Wrong(item, $"an element of {what}", dtype.Name());
    }

    private static Tensor List<T>(DocumentNode node, string member, DType dtype, Shape shape, string what, Func<DocumentNode, T> parse)
    {
        var values = new List<T>();
        foreach (var item in ModelJson.Items(node[member]))
            values.Add(parse(item));
        return TensorValues.FromList<T>(dtype, shape, values.ToArray(), what);
    }
}
