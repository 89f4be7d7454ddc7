using System.Numerics.Tensors;
using GraphRun.Tensors;
using Tensor = GraphRun.Tensors.Tensor;

namespace GraphRun.Kernels;

/// <summary>Looks for NaNs and infinities. Integers, bools and strings are always finite.</summary>
public static class Finiteness
{
    private const ushort BFloat16Exponent = 0x7F80;
    private const ushort BFloat16Fraction = 0x007F;

    /// <summary>Whether no element is a NaN or an infinity; of complex numbers, neither part.</summary>
    public static bool IsFinite(Tensor tensor) => tensor.DType switch
    {
        DType.Float32 => TensorPrimitives.IsFiniteAll(tensor.Values<float>()),
        DType.Float64 => TensorPrimitives.IsFiniteAll(tensor.Values<double>()),
        DType.Float16 => TensorPrimitives.IsFiniteAll(tensor.Values<Half>()),
        DType.BFloat16 => !Any(tensor.Values<ushort>(), bits => (bits & BFloat16Exponent) == BFloat16Exponent),
        DType.Complex64 => TensorPrimitives.IsFiniteAll(Parts<float>(tensor)),
        DType.Complex128 => TensorPrimitives.IsFiniteAll(Parts<double>(tensor)),
        _ => true,
    };

    /// <summary>Whether some element is a NaN.</summary>
    public static bool HasNaN(Tensor tensor) => tensor.DType switch
    {
        DType.Float32 => TensorPrimitives.IsNaNAny(tensor.Values<float>()),
        DType.Float64 => TensorPrimitives.IsNaNAny(tensor.Values<double>()),
        DType.Float16 => TensorPrimitives.IsNaNAny(tensor.Values<Half>()),
        DType.BFloat16 => Any(tensor.Values<ushort>(), bits => (bits & BFloat16Exponent) == BFloat16Exponent && (bits & BFloat16Fraction) != 0),
        DType.Complex64 => TensorPrimitives.IsNaNAny(Parts<float>(tensor)),
        DType.Complex128 => TensorPrimitives.IsNaNAny(Parts<double>(tensor)),
        _ => false,
    };

    /// <summary>Whether some element is an infinity.</summary>
    public static bool HasInfinity(Tensor tensor) => tensor.DType switch
    {
        DType.Float32 => TensorPrimitives.IsInfinityAny(tensor.Values<float>()),
        DType.Float64 => TensorPrimitives.IsInfinityAny(tensor.Values<double>()),
        DType.Float16 => TensorPrimitives.IsInfinityAny(tensor.Values<Half>()),
        DType.BFloat16 => Any(tensor.Values<ushort>(), bits => (bits & ~0x8000) == BFloat16Exponent),
        DType.Complex64 => TensorPrimitives.IsInfinityAny(Parts<float>(tensor)),
        DType.Complex128 => TensorPrimitives.IsInfinityAny(Parts<double>(tensor)),
        _ => false,
    };

    private static ReadOnlySpan<T> Parts<T>(Tensor tensor)
        where T : unmanaged => tensor.Reinterpret(DTypes.Of<T>(), Shape.Of(2 * tensor.ElementCount)).Values<T>();

    private static bool Any(ReadOnlySpan<ushort> elements, Func<ushort, bool> test)
    {
        foreach (var bits in elements)
        {
            if (test(bits))
                return true;
        }

        return false;
    }
}
