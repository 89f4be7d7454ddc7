using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GraphRun.Kernels;

/// <summary>An operator of all element types as one of <typeparamref name="T"/>.</summary>
internal readonly struct UnaryOf<T, TOperator> : IUnaryOperator<T>
    where T : unmanaged, INumber<T>
    where TOperator : struct, IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke(Vector<T> x) => TOperator.Invoke(x);
}

/// <summary>
/// One operand, whole vectors at a time; what is left over is padded into a vector, so that every element meets the same formula.
/// </summary>
internal readonly struct VectorUnaryRow<T, TOperator> : IUnaryRow<T, T>
    where T : unmanaged
    where TOperator : struct, IUnaryOperator<T>
{
    public static void Invoke(ReadOnlySpan<T> x, Span<T> z)
    {
        if (z.Length == 1)
        {
            z[0] = TOperator.Invoke(new Vector<T>(x[0]))[0];
            return;
        }

        var whole = z.Length - z.Length % Vector<T>.Count;
        Loop(ref MemoryMarshal.GetReference(x), ref MemoryMarshal.GetReference(z), whole);
        if (whole < z.Length)
            Rest(x[whole..], z[whole..]);
    }

    private static void Rest(ReadOnlySpan<T> x, Span<T> z)
    {
        var (input, output) = (Lanes.Pad(x), default(Vector<T>));
        Loop(ref Lanes.First(ref input), ref Lanes.First(ref output), Vector<T>.Count);
        Lanes.Unpad(output, z);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Loop(ref T x, ref T z, nint length)
    {
        for (nint i = 0; i < length; i += Vector<T>.Count)
            TOperator.Invoke(Vector.LoadUnsafe(ref x, (nuint)i)).StoreUnsafe(ref z, (nuint)i);
    }
}

/// <summary>A question about each element, answered in bools.</summary>
internal readonly struct PredicateRow<T, TOperator> : IUnaryRow<T, bool>
    where T : unmanaged, INumber<T>
    where TOperator : struct, IPredicateOperator
{
    public static void Invoke(ReadOnlySpan<T> x, Span<bool> z) => ComparisonRow<T, OfFirst>.Invoke(x, x[..1], z);

    private readonly struct OfFirst : IComparisonOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<TElement> Invoke<TElement>(Vector<TElement> x, Vector<TElement> y)
            where TElement : unmanaged, INumber<TElement> => TOperator.Invoke(x);
    }
}
