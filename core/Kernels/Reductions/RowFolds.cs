using System.Numerics;
using System.Runtime.CompilerServices;

namespace GraphRun.Kernels;

/// <summary>Folds a row into one vector of lanes: the upper half of the vectors into the lower one until one is left.</summary>
internal unsafe interface IRowFold<T>
    where T : unmanaged
{
    static abstract Vector<T> Fold(T* row, in RowLayout<T> layout, Vector<T> identity);
}

/// <summary>A row that fits into one vector.</summary>
internal readonly unsafe struct OneVector<T, TReduction, TMap> : IRowFold<T>
    where T : unmanaged
    where TReduction : struct, IReduction<T>
    where TMap : struct, IReductionMap<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Fold(T* row, in RowLayout<T> layout, Vector<T> identity) =>
        TReduction.Combine(identity, RowSteps<T, TReduction, TMap>.Last(row, layout, identity));
}

/// <summary>A row that fits into two vectors and not into one.</summary>
internal readonly unsafe struct TwoVectors<T, TReduction, TMap> : IRowFold<T>
    where T : unmanaged
    where TReduction : struct, IReduction<T>
    where TMap : struct, IReductionMap<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Fold(T* row, in RowLayout<T> layout, Vector<T> identity)
    {
        var last = RowSteps<T, TReduction, TMap>.Last(row + Vector<T>.Count, layout, identity);
        return TReduction.Combine(TReduction.Combine(identity, TMap.Map(Vector.Load(row))), TReduction.Combine(identity, last));
    }
}

internal readonly unsafe struct FourVectors<T, TReduction, TMap> : IRowFold<T>
    where T : unmanaged
    where TReduction : struct, IReduction<T>
    where TMap : struct, IReductionMap<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Fold(T* row, in RowLayout<T> layout, Vector<T> identity) =>
        RowSteps<T, TReduction, TMap>.Four(row, 4 * Vector<T>.Count, layout, identity);
}

internal readonly unsafe struct EightVectors<T, TReduction, TMap> : IRowFold<T>
    where T : unmanaged
    where TReduction : struct, IReduction<T>
    where TMap : struct, IReductionMap<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Fold(T* row, in RowLayout<T> layout, Vector<T> identity)
    {
        RowSteps<T, TReduction, TMap>.Pad(row, layout, identity);
        return RowSteps<T, TReduction, TMap>.Eight(row, Vector<T>.Count, layout, identity, 0);
    }
}

internal readonly unsafe struct SixteenVectors<T, TReduction, TMap> : IRowFold<T>
    where T : unmanaged
    where TReduction : struct, IReduction<T>
    where TMap : struct, IReductionMap<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Fold(T* row, in RowLayout<T> layout, Vector<T> identity)
    {
        RowSteps<T, TReduction, TMap>.Pad(row, layout, identity);
        var even = RowSteps<T, TReduction, TMap>.Eight(row, 2 * Vector<T>.Count, layout, identity, 0);
        return TReduction.Combine(
            even, RowSteps<T, TReduction, TMap>.Eight(row, 2 * Vector<T>.Count, layout, identity, Vector<T>.Count));
    }
}
