using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace GraphRun.Kernels;

/// <summary>
/// Folds rows of neighbours, none longer than a block, in the order of <see cref="ReductionPass{TIn, T, TReader, TReduction, TMap}"/>. Each
/// row ends as one vector of lanes; the lanes of several rows are folded together, by halves that are brought side by side.
/// </summary>
internal static unsafe class ReductionLanes<T, TReduction, TMap>
    where T : unmanaged
    where TReduction : struct, IReduction<T>
    where TMap : struct, IReductionMap<T>
{
    private const int LaneBytes = 256;

    private static int Lanes => LaneBytes / sizeof(T);

    /// <summary>Whether rows are folded in vectors at all.</summary>
    public static bool IsVectorized => Vector<T>.IsSupported && Interleave.IsSupported;

    /// <summary>As many rows are folded together.</summary>
    public static int RowsAtOnce => Vector128<T>.Count;

    /// <param name="row">The first row.</param>
    /// <param name="length">Elements of a row, from 1 to those of a block.</param>
    /// <param name="rows">How many rows stand one after the other.</param>
    /// <param name="results">One for each row.</param>
    /// <param name="end">Where the memory ends that may be read: behind the last row or later.</param>
    [SkipLocalsInit]
    public static void Fold(T* row, int length, long rows, T* results, T* end)
    {
        var lanes = stackalloc T[Lanes];
        new Span<T>(lanes, Lanes).Fill(TReduction.Identity);
        var used = UsedLanes(length);
        if (!IsVectorized)
        {
            for (; rows > 0; rows--, row += length)
                *results++ = FoldScalars(row, length, lanes, used);
            return;
        }

        var layout = new RowLayout<T>(row, length, Math.Max(used, Vector<T>.Count), lanes, end);
        switch (layout.Vectors)
        {
            case 1:
                FoldRows<OneVector<T, TReduction, TMap>>(layout, rows, results);
                break;
            case 2:
                FoldRows<TwoVectors<T, TReduction, TMap>>(layout, rows, results);
                break;
            case 4:
                FoldRows<FourVectors<T, TReduction, TMap>>(layout, rows, results);
                break;
            case 8:
                FoldRows<EightVectors<T, TReduction, TMap>>(layout, rows, results);
                break;
            default:
                FoldRows<SixteenVectors<T, TReduction, TMap>>(layout, rows, results);
                break;
        }
    }

    /// <summary>
    /// Folds the lanes of <see cref="RowsAtOnce"/> rows, each a vector; their results end as the first elements of all.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FoldTogether(T* sums)
    {
        for (var half = Vector<T>.Count / 2; half >= RowsAtOnce; half /= 2)
        {
            for (var row = 0; row < RowsAtOnce; row++)
                FoldHalf(sums + row * Vector<T>.Count, half);
        }

        for (var half = RowsAtOnce / 2; half > 0; half /= 2)
        {
            for (var i = 0; i < half; i++)
            {
                var (x, y) = (Vector128.Load(sums + i * Vector<T>.Count), Vector128.Load(sums + (i + half) * Vector<T>.Count));
                Vector128.Store(Combine(Interleave.Lower(x, y), Interleave.Upper(x, y)), sums + i * Vector<T>.Count);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FoldHalf(T* lanes, int half)
    {
        for (var lane = 0; lane < half; lane += Vector128<T>.Count)
            Vector128.Store(Combine(Vector128.Load(lanes + lane), Vector128.Load(lanes + lane + half)), lanes + lane);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> Combine(Vector128<T> left, Vector128<T> right) =>
        TReduction.Combine(left.AsVector(), right.AsVector()).AsVector128();

    [MethodImpl(MethodImplOptions.AggressiveOptimization), SkipLocalsInit]
    private static void FoldRows<TFold>(RowLayout<T> layout, long rows, T* results)
        where TFold : struct, IRowFold<T>
    {
        var sums = stackalloc T[RowsAtOnce * Vector<T>.Count];
        var identity = new Vector<T>(TReduction.Identity);
        var row = layout.First;
        for (; rows > 0; rows -= RowsAtOnce, results += RowsAtOnce)
        {
            var count = (int)Math.Min(RowsAtOnce, rows);
            for (var i = 0; i < count; i++, row += layout.Length)
                Vector.Store(TFold.Fold(row, layout, identity), sums + i * Vector<T>.Count);
            FoldTogether(sums);
            for (var i = 0; i < count; i++)
                results[i] = sums[i];
        }
    }

    // Lanes that no element reaches would only hold the identity, which changes nothing.
    private static int UsedLanes(int length)
    {
        var used = Lanes;
        while (used >= 2 * length)
            used /= 2;
        return used;
    }

    private static T FoldScalars(T* row, int length, T* lanes, int used)
    {
        new Span<T>(lanes, used).Fill(TReduction.Identity);
        for (int i = 0, lane = 0; i < length; i++, lane = lane + 1 == used ? 0 : lane + 1)
            lanes[lane] = TReduction.Combine(lanes[lane], TMap.Map(row[i]));
        for (var half = used / 2; half > 0; half /= 2)
        {
            for (var lane = 0; lane < half; lane++)
                lanes[lane] = TReduction.Combine(lanes[lane], lanes[lane + half]);
        }

        return lanes[0];
    }
}
