using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GraphRun.Kernels;

/// <summary>An operator of all element types as one of <typeparamref name="T"/>.</summary>
internal readonly struct TernaryOf<T, TOperator> : ITernaryOperator<T>
    where T : unmanaged, INumber<T>
    where TOperator : struct, ITernaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke(Vector<T> x, Vector<T> y, Vector<T> w) => TOperator.Invoke(x, y, w);
}

/// <summary>Three operands, whole vectors at a time; what is left over is padded into vectors.</summary>
internal readonly struct VectorTernaryRow<T, TOperator> : ITernaryRow<T, T, T, T>
    where T : unmanaged
    where TOperator : struct, ITernaryOperator<T>
{
    public static void Invoke(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> w, Span<T> z)
    {
        var whole = z.Length - z.Length % Vector<T>.Count;
        if (whole > 0)
            Whole(x, y, w, z, whole);
        if (whole < z.Length)
            Rest(x.Length == 1 ? x : x[whole..], y.Length == 1 ? y : y[whole..], w.Length == 1 ? w : w[whole..], z[whole..]);
    }

    private static void Whole(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> w, Span<T> z, int length)
    {
        var (xs, ys, ws) = (new Vector<T>(x[0]), new Vector<T>(y[0]), new Vector<T>(w[0]));
        var (xStep, yStep, wStep) = (Step(x), Step(y), Step(w));
        Loop(
            ref xStep == 0 ? ref Lanes.First(ref xs) : ref MemoryMarshal.GetReference(x),
            xStep,
            ref yStep == 0 ? ref Lanes.First(ref ys) : ref MemoryMarshal.GetReference(y),
            yStep,
            ref wStep == 0 ? ref Lanes.First(ref ws) : ref MemoryMarshal.GetReference(w),
            wStep,
            ref MemoryMarshal.GetReference(z),
            length);
    }

    private static nint Step(ReadOnlySpan<T> operand) => operand.Length == 1 ? 0 : Vector<T>.Count;

    private static void Rest(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> w, Span<T> z)
    {
        var (xs, ys, ws) = (Lanes.PadOrStretch(x, z.Length), Lanes.PadOrStretch(y, z.Length), Lanes.PadOrStretch(w, z.Length));
        var zs = default(Vector<T>);
        Loop(ref Lanes.First(ref xs), 0, ref Lanes.First(ref ys), 0, ref Lanes.First(ref ws), 0, ref Lanes.First(ref zs), Vector<T>.Count);
        Lanes.Unpad(zs, z);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Loop(ref T x, nint xStep, ref T y, nint yStep, ref T w, nint wStep, ref T z, nint length)
    {
        for (nint i = 0, ix = 0, iy = 0, iw = 0; i < length; i += Vector<T>.Count, ix += xStep, iy += yStep, iw += wStep)
        {
            TOperator.Invoke(Vector.LoadUnsafe(ref x, (nuint)ix), Vector.LoadUnsafe(ref y, (nuint)iy), Vector.LoadUnsafe(ref w, (nuint)iw))
                .StoreUnsafe(ref z, (nuint)i);
        }
    }
}
