using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>One entry of a slice, as it was asked for one dim of the input.</summary>
internal readonly record struct SliceEntry(long? Begin, long? End, long Stride, bool BeginMasked, bool EndMasked, bool Shrinks)
{
    public static readonly SliceEntry Whole = new(0, 0, 1, true, true, false);
}

/// <summary>
/// What an entry names in a dim of a certain size: <see cref="Count"/> indices from <see cref="Begin"/> in steps of <see cref="Stride"/>.
/// </summary>
internal readonly record struct SliceRange(long Begin, long Stride, long Count, bool IsWhole)
{
    public static SliceRange Of(int axis, long size, SliceEntry entry)
    {
        if (entry.Stride == 0)
            throw StridedSliceSpecification.Invalid($"strides[{axis}] must be non-zero");
        if (entry.Shrinks && entry.Stride < 0)
            throw StridedSliceSpecification.Invalid("only stride 1 allowed on non-range indexing.");
        if (entry.Shrinks)
            return One(axis, size, entry.Begin);
        var isWhole = entry.BeginMasked && entry.EndMasked;
        var isKnown = size != Shape.Unknown && (isWhole || (entry.Begin is not null && entry.End is not null));
        return isKnown ? Several(size, entry) : new SliceRange(0, entry.Stride, Shape.Unknown, isWhole && entry.Stride == 1);
    }

    private static SliceRange One(int axis, long size, long? index)
    {
        if (size == Shape.Unknown || index is null)
            return new SliceRange(0, 1, 1, false);
        var begin = index.Value < 0 ? size + index.Value : index.Value;
        return begin >= 0 && begin < size
            ? new SliceRange(begin, 1, 1, size == 1)
            : throw StridedSliceSpecification.Invalid($"slice index {begin} of dimension {axis} out of bounds.");
    }

    private static SliceRange Several(long size, SliceEntry entry)
    {
        var (lowest, highest) = entry.Stride > 0 ? (0L, size) : (-1L, size - 1);
        var begin = entry.BeginMasked ? (entry.Stride > 0 ? lowest : highest) : Clamp(entry.Begin ?? 0);
        var end = entry.EndMasked ? (entry.Stride > 0 ? highest : lowest) : Clamp(entry.End ?? 0);
        var length = end - begin;
        var count = length == 0 || length < 0 != entry.Stride < 0
            ? 0
            : (length / entry.Stride) + (length % entry.Stride != 0 ? 1 : 0);
        return new SliceRange(begin, entry.Stride, count, entry.Stride == 1 && begin == 0 && end == size);

        long Clamp(long index) => Math.Clamp(index < 0 ? size + index : index, lowest, highest);
    }
}
