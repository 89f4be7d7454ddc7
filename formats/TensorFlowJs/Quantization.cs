using System.Numerics;
using System.Runtime.InteropServices;
using GraphRun.Errors;
using GraphRun.Formats.Documents;
using GraphRun.Tensors;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

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
    /// <param name="stored">The bytes of the file.</param>
    /// <param name="target">Of float32; or of int32, for which they are rounded, halves up.</param>
    /// <param name="start">Where they go.</param>
    public void Restore(ReadOnlySpan<byte> stored, Tensor target, int start)
    {
        switch (DType)
        {
            case DType.UInt8:
                Restore<byte>(stored, target, start);
                break;
            case DType.UInt16:
                Restore<ushort>(stored, target, start);
                break;
            default:
                Widen(MemoryMarshal.Cast<byte, Half>(stored), target, start);
                break;
        }
    }

    /// <summary>Without scale and min, which would take the sign of -0.</summary>
    private static void Widen(ReadOnlySpan<Half> stored, Tensor target, int start)
    {
        if (target.DType == DType.Float32)
        {
            TensorPrimitives.ConvertToSingle(stored, target.Writable<float>().Slice(start, stored.Length));
            return;
        }

        var integers = target.Writable<int>().Slice(start, stored.Length);
        for (var i = 0; i < integers.Length; i++)
            integers[i] = (int)Math.Floor((float)stored[i] + 0.5f);
    }

    private void Restore<T>(ReadOnlySpan<byte> bytes, Tensor target, int start)
        where T : unmanaged, IBinaryInteger<T>
    {
        var stored = MemoryMarshal.Cast<byte, T>(bytes);
        var (scale, min) = (Scale, Min);
        if (target.DType != DType.Float32)
        {
            var integers = target.Writable<int>().Slice(start, stored.Length);
            for (var i = 0; i < integers.Length; i++)
                integers[i] = (int)Math.Floor((double.CreateTruncating(stored[i]) * scale) + min + 0.5);
            return;
        }

        var floats = target.Writable<float>().Slice(start, stored.Length);
        if (typeof(T) == typeof(byte) && floats.Length > byte.MaxValue)
        {
            LookUp(bytes, floats);
            return;
        }

        for (var i = 0; i < floats.Length; i++)
            floats[i] = (float)((double.CreateTruncating(stored[i]) * scale) + min);
    }

    /// <summary>The numbers that bytes stand for are so few that each is computed once.</summary>
    private void LookUp(ReadOnlySpan<byte> stored, Span<float> floats)
    {
        Span<float> numbers = stackalloc float[byte.MaxValue + 1];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = (float)((i * Scale) + Min);
        for (var i = 0; i < floats.Length; i++)
            floats[i] = numbers[stored[i]];
    }
}
