using System.Numerics;
using System.Runtime.CompilerServices;

namespace GraphRun.Kernels;

/// <summary>The inner loops of the search for the position of an extreme.</summary>
/// <typeparam name="T">A type of 4 or 8 bytes.</typeparam>
/// <typeparam name="TIndex">int or long, as wide as <typeparamref name="T"/>.</typeparam>
/// <typeparam name="TOrder">Which extreme.</typeparam>
internal static unsafe class PositionRows<T, TIndex, TOrder>
    where T : unmanaged, INumber<T>
    where TIndex : unmanaged, IBinaryInteger<TIndex>
    where TOrder : struct, IElementOrder<T>
{
    /// <summary>The first position of the preferred element of a row; 0 where none precedes the start.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Find(T* row, int length)
    {
        var best = Best(row, length);
        if (!TOrder.Precedes(best, TOrder.Start))
            return 0;
        var sought = new Vector<T>(best);
        var i = 0;
        while (i <= length - Vector<T>.Count && !Vector.EqualsAny(Vector.Load(row + i), sought))
            i += Vector<T>.Count;
        while (row[i] != best)
            i++;
        return i;
    }

    /// <summary>Notes <paramref name="position"/> for each column whose element precedes the best so far.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Update(T* row, T* best, TIndex* positions, int width, TIndex position)
    {
        var i = 0;
        var here = new Vector<TIndex>(position);
        for (; i <= width - Vector<T>.Count; i += Vector<T>.Count)
        {
            var x = Vector.Load(row + i);
            var old = Vector.Load(best + i);
            var precedes = TOrder.Precedes(x, old);
            Vector.Store(Vector.ConditionalSelect(precedes, x, old), best + i);
            Vector.Store(Vector.ConditionalSelect(precedes.As<T, TIndex>(), here, Vector.Load(positions + i)), positions + i);
        }

        for (; i < width; i++)
        {
            if (!TOrder.Precedes(row[i], best[i]))
                continue;
            best[i] = row[i];
            positions[i] = position;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static T Best(T* row, int length)
    {
        var best = TOrder.Start;
        var i = 0;
        if (length >= 2 * Vector<T>.Count)
        {
            var (even, odd) = (new Vector<T>(best), new Vector<T>(best));
            for (; i <= length - 2 * Vector<T>.Count; i += 2 * Vector<T>.Count)
            {
                even = Better(Vector.Load(row + i), even);
                odd = Better(Vector.Load(row + i + Vector<T>.Count), odd);
            }

            even = Better(odd, even);
            for (var lane = 0; lane < Vector<T>.Count; lane++)
                best = TOrder.Precedes(even[lane], best) ? even[lane] : best;
        }

        for (; i < length; i++)
            best = TOrder.Precedes(row[i], best) ? row[i] : best;
        return best;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Better(Vector<T> value, Vector<T> best) => Vector.ConditionalSelect(TOrder.Precedes(value, best), value, best);
}
