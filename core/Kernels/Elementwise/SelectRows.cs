using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GraphRun.Kernels;

/// <summary>Picks from the second operand where the first is true and from the third elsewhere; elements of any type.</summary>
internal readonly struct SelectRow<T> : ITernaryRow<bool, T, T, T>
{
    public static void Invoke(ReadOnlySpan<bool> x, ReadOnlySpan<T> y, ReadOnlySpan<T> w, Span<T> z)
    {
        var (xStep, yStep, wStep) = (x.Length == 1 ? 0 : 1, y.Length == 1 ? 0 : 1, w.Length == 1 ? 0 : 1);
        for (int i = 0, ix = 0, iy = 0, iw = 0; i < z.Length; i++, ix += xStep, iy += yStep, iw += wStep)
            z[i] = x[ix] ? y[iy] : w[iw];
    }
}

/// <summary>The same for elements of 1, 2, 4 or 8 bytes, without a branch per element: any bool but 0 counts as true.</summary>
internal readonly struct VectorSelectRow<T> : ITernaryRow<bool, T, T, T>
    where T : unmanaged, IBinaryInteger<T>
{
    public static void Invoke(ReadOnlySpan<bool> x, ReadOnlySpan<T> y, ReadOnlySpan<T> w, Span<T> z)
    {
        var whole = x.Length == 1 ? 0 : z.Length - z.Length % Vector<byte>.Count;
        if (whole > 0)
            Whole(x, y, w, z, whole);
        if (whole < z.Length)
            SelectRow<T>.Invoke(x.Length == 1 ? x : x[whole..], y.Length == 1 ? y : y[whole..], w.Length == 1 ? w : w[whole..], z[whole..]);
    }

    private static void Whole(ReadOnlySpan<bool> x, ReadOnlySpan<T> y, ReadOnlySpan<T> w, Span<T> z, int length)
    {
        var (ys, ws) = (new Vector<T>(y[0]), new Vector<T>(w[0]));
        var (yStep, wStep) = (y.Length == 1 ? 0 : Vector<T>.Count, w.Length == 1 ? 0 : Vector<T>.Count);
        Loop(
            ref Unsafe.As<bool, byte>(ref MemoryMarshal.GetReference(x)),
            ref yStep == 0 ? ref Lanes.First(ref ys) : ref MemoryMarshal.GetReference(y),
            yStep,
            ref wStep == 0 ? ref Lanes.First(ref ws) : ref MemoryMarshal.GetReference(w),
            wStep,
            ref MemoryMarshal.GetReference(z),
            length);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Loop(ref byte x, ref T y, nint yStep, ref T w, nint wStep, ref T z, nint length)
    {
        var (yStride, wStride) = (yStep * Unsafe.SizeOf<T>(), wStep * Unsafe.SizeOf<T>());
        for (nint i = 0, iy = 0, iw = 0; i < length; i += Vector<byte>.Count, iy += yStride, iw += wStride)
        {
            var condition = Vector.LoadUnsafe(ref x, (nuint)i);
            FromBytes(condition, ref Unsafe.Add(ref y, iy), yStep, ref Unsafe.Add(ref w, iw), wStep, ref Unsafe.Add(ref z, i));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FromBytes(Vector<byte> condition, ref T y, nint yStep, ref T w, nint wStep, ref T z)
    {
        if (Unsafe.SizeOf<T>() == 1)
        {
            Pick(0, Vector.As<byte, T>(condition), ref y, yStep, ref w, wStep, ref z);
            return;
        }

        Vector.Widen(condition, out var low, out var high);
        FromShorts(0, low, ref y, yStep, ref w, wStep, ref z);
        FromShorts(1, high, ref y, yStep, ref w, wStep, ref z);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FromShorts(nint at, Vector<ushort> condition, ref T y, nint yStep, ref T w, nint wStep, ref T z)
    {
        if (Unsafe.SizeOf<T>() == 2)
        {
            Pick(at, Vector.As<ushort, T>(condition), ref y, yStep, ref w, wStep, ref z);
            return;
        }

        Vector.Widen(condition, out var low, out var high);
        FromWords(2 * at, low, ref y, yStep, ref w, wStep, ref z);
        FromWords(2 * at + 1, high, ref y, yStep, ref w, wStep, ref z);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FromWords(nint at, Vector<uint> condition, ref T y, nint yStep, ref T w, nint wStep, ref T z)
    {
        if (Unsafe.SizeOf<T>() == 4)
        {
            Pick(at, Vector.As<uint, T>(condition), ref y, yStep, ref w, wStep, ref z);
            return;
        }

        Vector.Widen(condition, out var low, out var high);
        Pick(2 * at, Vector.As<ulong, T>(low), ref y, yStep, ref w, wStep, ref z);
        Pick(2 * at + 1, Vector.As<ulong, T>(high), ref y, yStep, ref w, wStep, ref z);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pick(nint at, Vector<T> condition, ref T y, nint yStep, ref T w, nint wStep, ref T z) =>
        Vector.ConditionalSelect(
            Vector.Equals(condition, Vector<T>.Zero),
            Vector.LoadUnsafe(ref w, (nuint)(at * wStep)),
            Vector.LoadUnsafe(ref y, (nuint)(at * yStep))).StoreUnsafe(ref z, (nuint)(at * Vector<T>.Count));
}
