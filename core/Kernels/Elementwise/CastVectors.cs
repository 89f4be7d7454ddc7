using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GraphRun.Kernels;

/// <summary>
/// The conversions that models are full of, whole vectors at a time: every one is exact or rounded once, as element by element.
/// </summary>
internal static class CastVectors
{
    /// <summary>
    /// Converts as many elements from the beginning as fill vectors; answers how many, 0 for types that have no vector form.
    /// </summary>
    public static int Convert<TFrom, TTo>(ReadOnlySpan<TFrom> x, Span<TTo> z)
        where TFrom : unmanaged
        where TTo : unmanaged
    {
        if (z.Length < Vector<byte>.Count)
            return 0;
        if (typeof(TFrom) == typeof(float))
            return FromSingles(MemoryMarshal.Cast<TFrom, float>(x), z);
        if (typeof(TFrom) == typeof(int))
            return FromInts(MemoryMarshal.Cast<TFrom, int>(x), z);
        if (typeof(TFrom) == typeof(byte) && typeof(TTo) == typeof(float))
            return ToSingles(MemoryMarshal.Cast<TFrom, byte>(x), MemoryMarshal.Cast<TTo, float>(z));
        if (typeof(TFrom) == typeof(double) && typeof(TTo) == typeof(float))
            return ToSingles(MemoryMarshal.Cast<TFrom, double>(x), MemoryMarshal.Cast<TTo, float>(z));
        if (typeof(TFrom) == typeof(long) && typeof(TTo) == typeof(int))
            return ToInts(MemoryMarshal.Cast<TFrom, long>(x), MemoryMarshal.Cast<TTo, int>(z));
        return 0;
    }

    private static int FromSingles<TTo>(ReadOnlySpan<float> x, Span<TTo> z)
        where TTo : unmanaged
    {
        if (typeof(TTo) == typeof(int))
            return ToInts(x, MemoryMarshal.Cast<TTo, int>(z));
        if (typeof(TTo) == typeof(byte))
            return ToBytes(x, MemoryMarshal.Cast<TTo, byte>(z));
        return typeof(TTo) == typeof(double) ? ToDoubles(x, MemoryMarshal.Cast<TTo, double>(z)) : 0;
    }

    private static int FromInts<TTo>(ReadOnlySpan<int> x, Span<TTo> z)
        where TTo : unmanaged
    {
        if (typeof(TTo) == typeof(float))
            return ToSingles(x, MemoryMarshal.Cast<TTo, float>(z));
        return typeof(TTo) == typeof(long) ? ToLongs(x, MemoryMarshal.Cast<TTo, long>(z)) : 0;
    }

    // Out of range becomes the nearest integer and NaN 0: .NET's conversion is the same on every machine.
    private static int ToInts(ReadOnlySpan<float> x, Span<int> z)
    {
        var length = z.Length - (z.Length % Vector<float>.Count);
        for (var i = 0; i < length; i += Vector<float>.Count)
            Vector.ConvertToInt32(Load(x, i)).StoreUnsafe(ref MemoryMarshal.GetReference(z), (nuint)i);
        return length;
    }

    private static int ToBytes(ReadOnlySpan<float> x, Span<byte> z)
    {
        var (length, step) = (z.Length - (z.Length % Vector<byte>.Count), Vector<float>.Count);
        for (var i = 0; i < length; i += Vector<byte>.Count)
        {
            var low = Vector.Narrow(Clamped(Load(x, i)), Clamped(Load(x, i + step)));
            var high = Vector.Narrow(Clamped(Load(x, i + (2 * step))), Clamped(Load(x, i + (3 * step))));
            Vector.Narrow(Vector.AsVectorUInt16(low), Vector.AsVectorUInt16(high)).StoreUnsafe(ref MemoryMarshal.GetReference(z), (nuint)i);
        }

        return length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<int> Clamped(Vector<float> x) =>
        Vector.Min(Vector.Max(Vector.ConvertToInt32(x), Vector<int>.Zero), new Vector<int>(byte.MaxValue));

    private static int ToDoubles(ReadOnlySpan<float> x, Span<double> z)
    {
        var length = z.Length - (z.Length % Vector<float>.Count);
        for (var i = 0; i < length; i += Vector<float>.Count)
        {
            Vector.Widen(Load(x, i), out var low, out var high);
            low.StoreUnsafe(ref MemoryMarshal.GetReference(z), (nuint)i);
            high.StoreUnsafe(ref MemoryMarshal.GetReference(z), (nuint)(i + Vector<double>.Count));
        }

        return length;
    }

    private static int ToSingles(ReadOnlySpan<double> x, Span<float> z)
    {
        var length = z.Length - (z.Length % Vector<float>.Count);
        for (var i = 0; i < length; i += Vector<float>.Count)
            Vector.Narrow(Load(x, i), Load(x, i + Vector<double>.Count)).StoreUnsafe(ref MemoryMarshal.GetReference(z), (nuint)i);
        return length;
    }

    private static int ToSingles(ReadOnlySpan<int> x, Span<float> z)
    {
        var length = z.Length - (z.Length % Vector<int>.Count);
        for (var i = 0; i < length; i += Vector<int>.Count)
            Vector.ConvertToSingle(Load(x, i)).StoreUnsafe(ref MemoryMarshal.GetReference(z), (nuint)i);
        return length;
    }

    private static int ToSingles(ReadOnlySpan<byte> x, Span<float> z)
    {
        var (length, step) = (z.Length - (z.Length % Vector<byte>.Count), (nuint)Vector<float>.Count);
        ref var first = ref MemoryMarshal.GetReference(z);
        for (var i = 0; i < length; i += Vector<byte>.Count)
        {
            Vector.Widen(Load(x, i), out var low, out var high);
            Vector.Widen(low, out var a, out var b);
            Vector.Widen(high, out var c, out var d);
            Vector.ConvertToSingle(Vector.AsVectorInt32(a)).StoreUnsafe(ref first, (nuint)i);
            Vector.ConvertToSingle(Vector.AsVectorInt32(b)).StoreUnsafe(ref first, (nuint)i + step);
            Vector.ConvertToSingle(Vector.AsVectorInt32(c)).StoreUnsafe(ref first, (nuint)i + (2 * step));
            Vector.ConvertToSingle(Vector.AsVectorInt32(d)).StoreUnsafe(ref first, (nuint)i + (3 * step));
        }

        return length;
    }

    private static int ToLongs(ReadOnlySpan<int> x, Span<long> z)
    {
        var length = z.Length - (z.Length % Vector<int>.Count);
        for (var i = 0; i < length; i += Vector<int>.Count)
        {
            Vector.Widen(Load(x, i), out var low, out var high);
            low.StoreUnsafe(ref MemoryMarshal.GetReference(z), (nuint)i);
            high.StoreUnsafe(ref MemoryMarshal.GetReference(z), (nuint)(i + Vector<long>.Count));
        }

        return length;
    }

    private static int ToInts(ReadOnlySpan<long> x, Span<int> z)
    {
        var length = z.Length - (z.Length % Vector<int>.Count);
        for (var i = 0; i < length; i += Vector<int>.Count)
            Vector.Narrow(Load(x, i), Load(x, i + Vector<long>.Count)).StoreUnsafe(ref MemoryMarshal.GetReference(z), (nuint)i);
        return length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Load<T>(ReadOnlySpan<T> x, int at)
        where T : unmanaged => Vector.LoadUnsafe(ref MemoryMarshal.GetReference(x), (nuint)at);
}
