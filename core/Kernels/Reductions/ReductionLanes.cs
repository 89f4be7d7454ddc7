using System.Numerics;
using System.Runtime.CompilerServices;

namespace GraphRun.Kernels;

/// <summary>
/// Folds one row of neighbours that is no longer than a block, in the order of
/// <see cref="ReductionPass{TIn, T, TReader, TReduction, TMap}"/> and without what that does for any number of columns.
/// </summary>
internal static unsafe class ReductionLanes<T, TReduction, TMap>
    where T : unmanaged
    where TReduction : struct, IReduction<T>
    where TMap : struct, IReductionMap<T>
{
    private static int Lanes => 256 / sizeof(T);

    private static int VectorLength => Vector<T>.IsSupported ? Vector<T>.Count : 1;

    /// <param name="row">The elements.</param>
    /// <param name="count">Their number, at least 1.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization), SkipLocalsInit]
    public static T Fold(T* row, int count)
    {
        var sums = stackalloc T[Lanes];
        var used = Lanes;
        while (used >= 2 * count)
            used /= 2;
        if (used < VectorLength || !Vector<T>.IsSupported)
            return FoldFew(row, count, sums, used);
        var identity = new Vector<T>(TReduction.Identity);
        var (steps, left) = Math.DivRem(count, used);
        var lane = 0;
        for (; lane <= used - 4 * Vector<T>.Count; lane += 4 * Vector<T>.Count)
            FoldFour(row + lane, used, steps, sums + lane);
        for (; lane < used; lane += Vector<T>.Count)
        {
            var sum = identity;
            var x = row + lane;
            for (var step = 0; step < steps; step++, x += used)
                sum = TReduction.Combine(sum, TMap.Map(Vector.Load(x)));
            Vector.Store(sum, sums + lane);
        }

        AddRest(sums, row + steps * used, left);
        var half = used / 2;
        for (; half >= Vector<T>.Count; half /= 2)
        {
            for (lane = 0; lane < half; lane += Vector<T>.Count)
                Vector.Store(TReduction.Combine(Vector.Load(sums + lane), Vector.Load(sums + lane + half)), sums + lane);
        }

        return FoldHalves(sums, half);
    }

    // Four vectors of lanes, so that one does not wait for another.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FoldFour(T* x, int stride, int steps, T* sums)
    {
        var a = new Vector<T>(TReduction.Identity);
        var (b, c, d) = (a, a, a);
        for (var step = 0; step < steps; step++, x += stride)
        {
            a = TReduction.Combine(a, TMap.Map(Vector.Load(x)));
            b = TReduction.Combine(b, TMap.Map(Vector.Load(x + Vector<T>.Count)));
            c = TReduction.Combine(c, TMap.Map(Vector.Load(x + 2 * Vector<T>.Count)));
            d = TReduction.Combine(d, TMap.Map(Vector.Load(x + 3 * Vector<T>.Count)));
        }

        Vector.Store(a, sums);
        Vector.Store(b, sums + Vector<T>.Count);
        Vector.Store(c, sums + 2 * Vector<T>.Count);
        Vector.Store(d, sums + 3 * Vector<T>.Count);
    }

    private static T FoldFew(T* row, int count, T* sums, int used)
    {
        for (var lane = 0; lane < used; lane++)
            sums[lane] = TReduction.Identity;
        for (var i = 0; i < count; i++)
            sums[i % used] = TReduction.Combine(sums[i % used], TMap.Map(row[i]));
        return FoldHalves(sums, used / 2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddRest(T* sums, T* rest, int left)
    {
        var i = 0;
        for (; i <= left - Vector<T>.Count; i += Vector<T>.Count)
            Vector.Store(TReduction.Combine(Vector.Load(sums + i), TMap.Map(Vector.Load(rest + i))), sums + i);
        for (; i < left; i++)
            sums[i] = TReduction.Combine(sums[i], TMap.Map(rest[i]));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T FoldHalves(T* sums, int half)
    {
        for (; half > 0; half /= 2)
        {
            for (var lane = 0; lane < half; lane++)
                sums[lane] = TReduction.Combine(sums[lane], sums[lane + half]);
        }

        return sums[0];
    }
}
