using GraphRun.Errors;
using GraphRun.Formats.Documents;
using GraphRun.Tensors;

namespace GraphRun.Formats.TensorFlowJs;

/// <summary>How a weight was made smaller: whole numbers that stand for <c>number * scale + min</c>, or float16 for float32.</summary>
/// <param name="DType">The dtype of what is stored: uint8, uint16 or float16.</param>
internal readonly record struct Quantization(DType DType, double Scale, double Min)
{
    /// <exception cref="GraphRunException">Another dtype, or a scale that is no number.</exception>
    public static Quantization Read(DocumentNode node, string what)
    {
        var dtype = ModelJson.Text(node["dtype"], $"the quantization of {what}") switch
        {
            "uint8" => DType.UInt8,
            "uint16" => DType.UInt16,
            "float16" => DType.Float16,
            _ => throw ModelJson.Wrong(node["dtype"], $"the quantization of {what}", "uint8, uint16 or float16"),
        };
        return dtype == DType.Float16
            ? new Quantization(dtype, 1, 0)
            : new Quantization(
                dtype, ModelJson.Number(node["scale"], $"the scale of {what}"), ModelJson.Number(node["min"], $"the min of {what}"));
    }

    /// <summary>The numbers that the stored ones stand for.</summary>
    /// <param name="target">Of float32; or of int32, for which they are rounded, halves up.</param>
    /// <param name="start">Where they go.</param>
    public void Restore(Tensor stored, Tensor target, int start)
    {
        for (var i = 0; i < stored.ElementCount; i++)
        {
            var value = DType switch
            {
                DType.UInt8 => stored.Values<byte>()[i] * Scale + Min,
                DType.UInt16 => stored.Values<ushort>()[i] * Scale + Min,
                _ => (double)stored.Values<Half>()[i],
            };
            if (target.DType == DType.Float32)
                target.Writable<float>()[start + i] = (float)value;
            else
                target.Writable<int>()[start + i] = (int)Math.Floor(value + 0.5);
        }
    }
}
