using System.Runtime.CompilerServices;
using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>
/// Random bits as numbers in [0, 1): they become the fraction of a number in [1, 2), from which 1 is taken
/// (<c>core/lib/random/random_distributions_utils.h</c>). Exact: no rounding takes place.
/// </summary>
public static class UniformBits
{
    /// <summary>The low 23 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float ToSingle(uint bits) => BitConverter.UInt32BitsToSingle((bits & 0x7FFFFF) | 0x3F800000) - 1f;

    /// <summary>The low 20 bits of <paramref name="high"/> above the 32 bits of <paramref name="low"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double ToDouble(uint high, uint low) =>
        BitConverter.UInt64BitsToDouble(((ulong)(high & 0xFFFFF) << 32) | low | 0x3FF0000000000000) - 1;

    /// <summary>The low 10 bits.</summary>
    public static Half ToHalf(uint bits) => (Half)((float)BitConverter.UInt16BitsToHalf((ushort)((bits & 0x3FF) | 0x3C00)) - 1f);

    /// <summary>The low 7 bits.</summary>
    public static BFloat16 ToBFloat16(uint bits) => (BFloat16)((float)new BFloat16((ushort)((bits & 0x7F) | 0x3F80)) - 1f);
}
