using GraphRun.Errors;
using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>The five bit masks of a StridedSlice; bit i speaks of entry i of begin, end and strides.</summary>
/// <param name="Begin">The range starts at the dim's first element (in the direction of the stride), whatever begin says.</param>
/// <param name="End">The range ends with the dim's last element, whatever end says.</param>
/// <param name="Ellipsis">The entry stands for as many whole dims as are left over; at most one bit.</param>
/// <param name="NewAxis">The entry takes no dim and makes one of size 1.</param>
/// <param name="ShrinkAxis">The entry takes the one index begin and makes no dim.</param>
public readonly record struct StridedSliceMasks(int Begin, int End, int Ellipsis, int NewAxis, int ShrinkAxis);

/// <summary>
/// What a StridedSlice means for one input shape: a range for every dim of the input and the shape of the result
/// (<c>core/util/strided_slice_op.cc</c>). One reading serves the shape rule, where dims, begin and end may be unknown, and
/// the kernel.
/// </summary>
public sealed class StridedSliceSpecification
{
    private readonly SliceRange[] ranges;

    private StridedSliceSpecification(Shape input, SliceRange[] ranges, int[] gathered)
    {
        this.ranges = ranges;
        var (dims, names) = (new long[gathered.Length], new string?[gathered.Length]);
        for (var i = 0; i < gathered.Length; i++)
        {
            var axis = gathered[i];
            dims[i] = axis == SparseSlice.NewAxis ? 1 : ranges[axis].Count;
            names[i] = axis != SparseSlice.NewAxis && ranges[axis].IsWhole ? input.NameOf(axis) : null;
        }

        Shape = Shape.Named(dims, names);
    }

    /// <summary>The shape of the result; dims are unknown where the input's, begin or end are.</summary>
    public Shape Shape { get; }

    /// <summary>Reads a slice of an input of known rank.</summary>
    /// <param name="input">The shape of what is sliced; dims may be unknown.</param>
    /// <param name="begin">Where each range starts, null where that is not known yet.</param>
    /// <param name="end">Where each range ends (exclusive), null where that is not known yet.</param>
    /// <param name="strides">The step of each range, positive or negative.</param>
    /// <param name="masks">The five masks.</param>
    /// <exception cref="GraphRunException">
    /// <c>slice index 5 of dimension 0 out of bounds.</c>, <c>strides[0] must be non-zero</c>,
    /// <c>Index out of range using input dim 2; input has only 2 dims</c>, and others of TensorFlow's.
    /// </exception>
    public static StridedSliceSpecification Of(Shape input, long[]? begin, long[]? end, long[] strides, StridedSliceMasks masks)
    {
        if ((begin ?? strides).Length != strides.Length || (end ?? strides).Length != strides.Length || strides.Length >= 32)
            throw Invalid(
                "Expected begin, end, and strides to be 1D equal size tensors, but got shapes "
                + $"[{(begin ?? strides).Length}], [{(end ?? strides).Length}], and [{strides.Length}] instead.");
        if ((masks.Ellipsis & (masks.Ellipsis - 1)) != 0)
            throw Invalid("Multiple ellipses in slice spec not allowed");
        var (entries, gathered) = SparseSlice.Expand(input.Rank, begin, end, strides, masks);
        var ranges = new SliceRange[input.Rank];
        for (var axis = 0; axis < input.Rank; axis++)
            ranges[axis] = SliceRange.Of(axis, input[axis], entries[axis]);
        return new StridedSliceSpecification(input, ranges, gathered);
    }

    /// <summary>The sliced part of a view of the input; its dims are those of the input, not yet dropped or added.</summary>
    public StridedView View(StridedView input)
    {
        for (var axis = 0; axis < ranges.Length; axis++)
            input = input.Slice(axis, ranges[axis].Begin, ranges[axis].Count, ranges[axis].Stride);
        return input;
    }

    internal static GraphRunException Invalid(string message) => new(ErrorCode.InvalidArgument, message);
}
