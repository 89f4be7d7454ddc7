using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GraphRun.Kernels;

/// <summary>An operator of all element types as one of <typeparamref name="T"/>.</summary>
internal readonly struct BinaryOf<T, TOperator> : IBinaryOperator<T>
    where T : unmanaged, INumber<T>
    where TOperator : struct, IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke(Vector<T> x, Vector<T> y) => TOperator.Invoke(x, y);
}

/// <summary>Two operands, whole vectors at a time; what is left over is padded into vectors.</summary>
internal readonly struct VectorBinaryRow<T, TOperator> : IBinaryRow<T, T, T>
    where T : unmanaged
    where TOperator : struct, IBinaryOperator<T>
{
    public static void Invoke(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z)
    {
        if (z.Length == 1)
        {
            z[0] = TOperator.Invoke(new Vector<T>(x[0]), new Vector<T>(y[0]))[0];
            return;
        }

        var whole = z.Length - z.Length % Vector<T>.Count;
        if (whole > 0)
            Whole(x, y, z, whole);
        if (whole < z.Length)
            Rest(x.Length == 1 ? x : x[whole..], y.Length == 1 ? y : y[whole..], z[whole..]);
    }

    // An operand of one element becomes a vector that is read again and again: one loop serves all four combinations.
    private static void Whole(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z, int length)
    {
        var (xs, ys) = (new Vector<T>(x[0]), new Vector<T>(y[0]));
        var (xStep, yStep) = (x.Length == 1 ? 0 : Vector<T>.Count, y.Length == 1 ? 0 : Vector<T>.Count);
        Loop(
            ref xStep == 0 ? ref Lanes.First(ref xs) : ref MemoryMarshal.GetReference(x),
            xStep,
            ref yStep == 0 ? ref Lanes.First(ref ys) : ref MemoryMarshal.GetReference(y),
            yStep,
            ref MemoryMarshal.GetReference(z),
            length);
    }

    private static void Rest(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z)
    {
        var (xs, ys, zs) = (Lanes.PadOrStretch(x, z.Length), Lanes.PadOrStretch(y, z.Length), default(Vector<T>));
        Loop(ref Lanes.First(ref xs), 0, ref Lanes.First(ref ys), 0, ref Lanes.First(ref zs), Vector<T>.Count);
        Lanes.Unpad(zs, z);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Loop(ref T x, nint xStep, ref T y, nint yStep, ref T z, nint length)
    {
        for (nint i = 0, ix = 0, iy = 0; i < length; i += Vector<T>.Count, ix += xStep, iy += yStep)
            TOperator.Invoke(Vector.LoadUnsafe(ref x, (nuint)ix), Vector.LoadUnsafe(ref y, (nuint)iy)).StoreUnsafe(ref z, (nuint)i);
    }
}

/// <summary>Two operands, element by element.</summary>
internal readonly struct ScalarBinaryRow<T, TOperator> : IBinaryRow<T, T, T>
    where T : unmanaged, INumber<T>
    where TOperator : struct, IBinaryScalarOperator
{
    public static void Invoke(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z)
    {
        var (xStep, yStep) = (x.Length == 1 ? 0 : 1, y.Length == 1 ? 0 : 1);
        for (int i = 0, ix = 0, iy = 0; i < z.Length; i++, ix += xStep, iy += yStep)
            z[i] = TOperator.Invoke(x[ix], y[iy]);
    }
}

/// <summary>Two integer operands, element by element.</summary>
internal readonly struct IntegerBinaryRow<T, TOperator> : IBinaryRow<T, T, T>
    where T : unmanaged, IBinaryInteger<T>
    where TOperator : struct, IBinaryIntegerOperator
{
    public static void Invoke(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z)
    {
        var (xStep, yStep) = (x.Length == 1 ? 0 : 1, y.Length == 1 ? 0 : 1);
        for (int i = 0, ix = 0, iy = 0; i < z.Length; i++, ix += xStep, iy += yStep)
            z[i] = TOperator.Invoke(x[ix], y[iy]);
    }
}
