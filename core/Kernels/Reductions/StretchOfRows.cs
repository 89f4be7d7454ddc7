using System.Numerics;
using System.Runtime.CompilerServices;

namespace GraphRun.Kernels;

/// <summary>
/// Rows that stand one after the other, folded by <see cref="ReductionLanes{T, TReduction, TMap}"/>: but a maximum or minimum with the
/// machine's own instruction, which knows neither NaN nor the sign of a zero, and again in full where one of these could matter.
/// </summary>
internal static unsafe class StretchOfRows<T, TReduction, TMap>
    where T : unmanaged
    where TReduction : struct, IReduction<T>
    where TMap : struct, IReductionMap<T>
{
    /// <inheritdoc cref="ReductionLanes{T, TReduction, TMap}.Fold"/>
    public static void Fold(T* row, int length, long rows, T* results, T* end)
    {
        if (TReduction.IsFasterForNumbers && ReductionLanes<T, TReduction, TMap>.IsVectorized && length >= Vector<T>.Count)
            FoldNumbers(row, length, rows, results, end);
        else
            ReductionLanes<T, TReduction, TMap>.Fold(row, length, rows, results, end);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization), SkipLocalsInit]
    private static void FoldNumbers(T* row, int length, long rows, T* results, T* end)
    {
        var rowsAtOnce = ReductionLanes<T, TReduction, TMap>.RowsAtOnce;
        var lanes = stackalloc T[rowsAtOnce * Vector<T>.Count];
        for (; rows > 0; rows -= rowsAtOnce, results += rowsAtOnce)
        {
            var first = row;
            var count = (int)Math.Min(rowsAtOnce, rows);
            var numbers = Vector<T>.AllBitsSet;
            for (var i = 0; i < count; i++, row += length)
                Vector.Store(FoldRow(row, length, ref numbers), lanes + i * Vector<T>.Count);
            ReductionLanes<T, OfNumbers<T, TReduction>, TMap>.FoldTogether(lanes);
            var hasZero = false;
            for (var i = 0; i < count; i++)
            {
                results[i] = lanes[i];
                hasZero |= EqualityComparer<T>.Default.Equals(lanes[i], default);
            }

            if (hasZero || Vector.AsVectorByte(numbers) != Vector<byte>.AllBitsSet)
                ReductionLanes<T, TReduction, TMap>.Fold(first, length, count, results, end);
        }
    }

    // An extreme does not depend on the order, nor on elements that come twice: the last vector overlaps the one before it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> FoldRow(T* x, int length, ref Vector<T> numbers)
    {
        var a = Load(x + length - Vector<T>.Count, ref numbers);
        var (b, c, d) = (a, a, a);
        var i = 0;
        for (; i <= length - 4 * Vector<T>.Count; i += 4 * Vector<T>.Count)
        {
            a = TReduction.CombineNumbers(a, Load(x + i, ref numbers));
            b = TReduction.CombineNumbers(b, Load(x + i + Vector<T>.Count, ref numbers));
            c = TReduction.CombineNumbers(c, Load(x + i + 2 * Vector<T>.Count, ref numbers));
            d = TReduction.CombineNumbers(d, Load(x + i + 3 * Vector<T>.Count, ref numbers));
        }

        for (; i < length - Vector<T>.Count; i += Vector<T>.Count)
            a = TReduction.CombineNumbers(a, Load(x + i, ref numbers));
        return TReduction.CombineNumbers(TReduction.CombineNumbers(a, b), TReduction.CombineNumbers(c, d));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Load(T* x, ref Vector<T> numbers)
    {
        var mapped = TMap.Map(Vector.Load(x));
        numbers &= Vector.Equals(mapped, mapped);
        return mapped;
    }
}
