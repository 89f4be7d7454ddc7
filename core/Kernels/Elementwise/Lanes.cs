using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GraphRun.Kernels;

/// <summary>Vectors as memory: the padding of rests, and masks as bytes.</summary>
internal static class Lanes
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref T First<T>(ref Vector<T> vector) => ref Unsafe.As<Vector<T>, T>(ref vector);

    /// <summary>Fewer elements than a vector has, and zeros behind them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Pad<T>(ReadOnlySpan<T> values)
    {
        var vector = default(Vector<T>);
        values.CopyTo(MemoryMarshal.CreateSpan(ref First(ref vector), Vector<T>.Count));
        return vector;
    }

    /// <summary>An operand's elements padded to a vector, or its only element in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> PadOrStretch<T>(ReadOnlySpan<T> values, int length) =>
        values.Length == 1 && length > 1 ? new Vector<T>(values[0]) : Pad(values);

    /// <summary>The first elements of a vector, as many as <paramref name="values"/> takes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Unpad<T>(Vector<T> vector, Span<T> values) =>
        MemoryMarshal.CreateReadOnlySpan(ref First(ref vector), values.Length).CopyTo(values);
}
