using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>
/// A way to walk a tensor's elements: the place of the first, and for each dim its size and how many elements further the
/// next one stands. Transposing, slicing, reversing and stretching a view moves nothing. Immutable.
/// </summary>
public readonly struct StridedView
{
    private readonly long[] dims;
    private readonly long[] strides;

    private StridedView(long offset, long[] dims, long[] strides)
    {
        Offset = offset;
        this.dims = dims;
        this.strides = strides;
    }

    /// <summary>The place of the first element.</summary>
    public long Offset { get; }

    public ReadOnlySpan<long> Dims => dims;

    /// <summary>Elements from one index of a dim to the next; negative when walked backwards, 0 when stretched.</summary>
    public ReadOnlySpan<long> Strides => strides;

    public int Rank => dims.Length;

    /// <summary>The row-major walk over all elements of a fully defined shape.</summary>
    public static StridedView Of(Shape shape) => Of(shape.Dims);

    /// <summary>The row-major walk over all elements of dims that need not be the tensor's own, only as many elements.</summary>
    public static StridedView Of(params ReadOnlySpan<long> dims)
    {
        var strides = new long[dims.Length];
        var stride = 1L;
        for (var axis = dims.Length - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= dims[axis];
        }

        return new StridedView(0, dims.ToArray(), strides);
    }

    /// <summary>Dim i of the result is dim <c>permutation[i]</c> of this view.</summary>
    public StridedView Permute(ReadOnlySpan<int> permutation)
    {
        var (permutedDims, permutedStrides) = (new long[permutation.Length], new long[permutation.Length]);
        for (var i = 0; i < permutation.Length; i++)
            (permutedDims[i], permutedStrides[i]) = (dims[permutation[i]], strides[permutation[i]]);
        return new StridedView(Offset, permutedDims, permutedStrides);
    }

    /// <summary>Along one dim the indices begin, begin + step, ...: <paramref name="count"/> of them, all inside.</summary>
    public StridedView Slice(int axis, long begin, long count, long step = 1)
    {
        var (slicedDims, slicedStrides) = ((long[])dims.Clone(), (long[])strides.Clone());
        slicedDims[axis] = count;
        slicedStrides[axis] *= step;
        return new StridedView(count == 0 ? Offset : Offset + (begin * strides[axis]), slicedDims, slicedStrides);
    }

    /// <summary>One dim backwards.</summary>
    public StridedView Reverse(int axis) => Slice(axis, dims[axis] - 1, dims[axis], -1);

    /// <summary>One index of a dim, which goes away.</summary>
    public StridedView At(int axis, long index)
    {
        var (left, leftStrides) = (new List<long>(dims), new List<long>(strides));
        left.RemoveAt(axis);
        leftStrides.RemoveAt(axis);
        return new StridedView(Offset + (index * strides[axis]), [.. left], [.. leftStrides]);
    }

    /// <summary>The elements whose indices of two dims of one size are equal: the second dim goes away.</summary>
    public StridedView Diagonal(int axis, int other)
    {
        var view = At(other, 0);
        view.strides[axis < other ? axis : axis - 1] += strides[other];
        return view;
    }

    /// <summary>A new dim before <paramref name="axis"/> in which every index is the same element.</summary>
    public StridedView Insert(int axis, long size)
    {
        var (more, moreStrides) = (new List<long>(dims), new List<long>(strides));
        more.Insert(axis, size);
        moreStrides.Insert(axis, 0);
        return new StridedView(Offset, [.. more], [.. moreStrides]);
    }

    /// <summary>Broadcasts to <paramref name="target"/>: dims align at the right, missing ones and those of size 1 stretch.</summary>
    public StridedView Stretch(ReadOnlySpan<long> target)
    {
        var stretched = new long[target.Length];
        for (var i = 1; i <= dims.Length; i++)
            stretched[^i] = dims[^i] == 1 ? 0 : strides[^i];
        return new StridedView(Offset, target.ToArray(), stretched);
    }
}
