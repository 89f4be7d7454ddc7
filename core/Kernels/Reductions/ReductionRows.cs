using System.Numerics;
using System.Runtime.CompilerServices;

namespace GraphRun.Kernels;

/// <summary>The inner loop of reductions: rows folded into one row, column by column and in order.</summary>
internal static unsafe class ReductionRows<T, TReduction, TMap>
    where T : unmanaged
    where TReduction : struct, IReduction<T>
    where TMap : struct, IReductionMap<T>
{
    private const int RowsAtOnce = 8;

    /// <summary>
    /// Folds <paramref name="rows"/> rows that lie <paramref name="stride"/> elements apart into <paramref name="sums"/>.
    /// </summary>
    public static void Fold(T* sums, T* source, int width, nint stride, int rows)
    {
        for (; rows >= RowsAtOnce; rows -= RowsAtOnce, source += RowsAtOnce * stride)
            FoldEight(sums, source, width, stride);
        for (; rows > 0; rows--, source += stride)
            FoldOne(sums, source, width);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FoldEight(T* sums, T* row, nint width, nint stride)
    {
        nint i = 0;
        if (Vector<T>.IsSupported)
        {
            for (; i <= width - Vector<T>.Count; i += Vector<T>.Count)
            {
                var x = row + i;
                var low = Combine(Combine(Vector.Load(sums + i), x), x + stride);
                low = Combine(Combine(low, x + 2 * stride), x + 3 * stride);
                low = Combine(Combine(low, x + 4 * stride), x + 5 * stride);
                Vector.Store(Combine(Combine(low, x + 6 * stride), x + 7 * stride), sums + i);
            }
        }

        for (; i < width; i++)
        {
            for (var r = 0; r < RowsAtOnce; r++)
                sums[i] = TReduction.Combine(sums[i], TMap.Map(row[i + r * stride]));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FoldOne(T* sums, T* row, nint width)
    {
        nint i = 0;
        if (Vector<T>.IsSupported)
        {
            for (; i <= width - Vector<T>.Count; i += Vector<T>.Count)
                Vector.Store(Combine(Vector.Load(sums + i), row + i), sums + i);
        }

        for (; i < width; i++)
            sums[i] = TReduction.Combine(sums[i], TMap.Map(row[i]));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Combine(Vector<T> sums, T* x) => TReduction.Combine(sums, TMap.Map(Vector.Load(x)));
}
