using System.Numerics;
using System.Runtime.CompilerServices;
using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>A 16-bit floating format: exactly widened to float32, and rounded back to nearest even.</summary>
/// <typeparam name="T">The element type, 16 bits.</typeparam>
internal interface INarrowFormat<T>
{
    /// <summary>Bits in the lower half of each lane to the float32 of the same value.</summary>
    static abstract Vector<float> Widen(Vector<uint> bits);

    /// <summary>The nearest value's bits in the lower half of each lane; a NaN stays a NaN of the same sign.</summary>
    static abstract Vector<uint> Round(Vector<float> value);
}

/// <summary>The upper half of a float32.</summary>
internal readonly struct BFloat16Format : INarrowFormat<BFloat16>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Widen(Vector<uint> bits) => Vector.AsVectorSingle(bits << 16);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<uint> Round(Vector<float> value)
    {
        var bits = Vector.AsVectorUInt32(value);
        var upper = bits >>> 16;
        var rounded = (bits + Vector.Create(0x7FFFu) + (upper & Vector<uint>.One)) >>> 16;
        return Vector.ConditionalSelect(Vector.AsVectorUInt32(Vector.Equals(value, value)), rounded, upper | Vector.Create(0x40u));
    }
}

/// <summary>IEEE binary16.</summary>
internal readonly struct HalfFormat : INarrowFormat<Half>
{
    // 2^112: what the difference of the exponents' biases, 127 - 15, amounts to.
    private const float BiasScale = 5.192296858534828e33f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Widen(Vector<uint> bits)
    {
        var sign = (bits & Vector.Create(0x8000u)) << 16;
        var magnitude = (bits & Vector.Create(0x7FFFu)) << 13;
        var finite = Vector.AsVectorUInt32(Vector.AsVectorSingle(magnitude) * Vector.Create(BiasScale));
        var isFinite = Vector.LessThan(magnitude, Vector.Create(0x7C00u << 13));
        return Vector.AsVectorSingle(Vector.ConditionalSelect(isFinite, finite, magnitude | Vector.Create(0x7F800000u)) | sign);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<uint> Round(Vector<float> value)
    {
        var bits = Vector.AsVectorUInt32(value);
        var sign = (bits >>> 16) & Vector.Create(0x8000u);
        var magnitude = bits & Vector.Create(0x7FFFFFFFu);

        // A subnormal result is what the float adder leaves in the lowest bits below 0.5: it rounds to nearest even by itself.
        var subnormal = Vector.AsVectorUInt32(Vector.AsVectorSingle(magnitude) + Vector.Create(0.5f)) - Vector.Create(0x3F000000u);
        var rebiased = magnitude - Vector.Create((112u << 23) - 0xFFFu) + ((magnitude >>> 13) & Vector<uint>.One);
        var small = Vector.LessThan(magnitude, Vector.Create(113u << 23));
        var finite = Vector.ConditionalSelect(small, subnormal, rebiased >>> 13);

        // From 65520 on, half way above the largest half, the nearest value is infinity.
        var overflow = Vector.GreaterThanOrEqual(magnitude, Vector.Create(0x477FF000u));
        var nan = Vector.GreaterThan(magnitude, Vector.Create(0x7F800000u));
        var special = Vector.ConditionalSelect(nan, Vector.Create(0x7E00u), Vector.Create(0x7C00u));
        return Vector.ConditionalSelect(overflow, special, finite) | sign;
    }
}
