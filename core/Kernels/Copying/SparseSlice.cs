namespace GraphRun.Kernels;

/// <summary>
/// A slice as it is written, with an ellipsis and new axes among its entries, becomes one entry for every dim of the input.
/// </summary>
internal static class SparseSlice
{
    /// <summary>Stands for a new dim of size 1 where the input's dims are listed that make the result.</summary>
    public const int NewAxis = -1;

    /// <summary>The entry of every dim of the input, and the dims, or <see cref="NewAxis"/>, that make up the result.</summary>
    public static (SliceEntry[] Entries, int[] Gathered) Expand(
        int rank, long[]? begin, long[]? end, long[] strides, StridedSliceMasks masks)
    {
        var (entries, gathered) = (new SliceEntry[rank], new List<int>());
        var axis = 0;
        var ellipsis = masks.Ellipsis == 0 ? strides.Length : int.TrailingZeroCount(masks.Ellipsis);
        for (var i = 0; i < strides.Length; i++)
        {
            if (i == ellipsis)
                TakeWhole(rank - AxesAfter(i, strides.Length, masks));
            else if (Has(masks.NewAxis, i))
                gathered.Add(NewAxis);
            else
                Take(i);
        }

        TakeWhole(rank);
        return (entries, [.. gathered]);

        void TakeWhole(int limit)
        {
            for (; axis < limit; axis++)
            {
                entries[axis] = SliceEntry.Whole;
                gathered.Add(axis);
            }
        }

        void Take(int i)
        {
            if (axis == rank)
                throw StridedSliceSpecification.Invalid($"Index out of range using input dim {axis}; input has only {rank} dims");
            var shrinks = Has(masks.ShrinkAxis, i);
            entries[axis] = new SliceEntry(begin?[i], end?[i], strides[i], Has(masks.Begin, i), Has(masks.End, i), shrinks);
            if (!shrinks)
                gathered.Add(axis);
            axis++;
        }
    }

    private static int AxesAfter(int ellipsis, int length, StridedSliceMasks masks)
    {
        var count = 0;
        for (var i = ellipsis + 1; i < length; i++)
            count += Has(masks.NewAxis, i) ? 0 : 1;
        return count;
    }

    private static bool Has(int mask, int bit) => (mask & (1 << bit)) != 0;
}
