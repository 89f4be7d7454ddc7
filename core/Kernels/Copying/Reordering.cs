using GraphRun.Errors;
using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>The same elements in another order along a dim: ReverseV2, ReverseSequence, Roll, Transpose.</summary>
public static class Reordering
{
    /// <summary>Dim i of the output is dim <c>permutation[i]</c> of the input.</summary>
    public static void Transpose(Tensor input, ReadOnlySpan<int> permutation, Tensor output) =>
        StridedCopy.Run(input, StridedView.Of(input.Shape).Permute(permutation), output);

    /// <summary>The named dims backwards; each is in [0, rank).</summary>
    public static void Reverse(Tensor input, ReadOnlySpan<int> axes, Tensor output)
    {
        var view = StridedView.Of(input.Shape);
        foreach (var axis in axes)
            view = view.Reverse(axis);
        StridedCopy.Run(input, view, output);
    }

    /// <summary>
    /// For every index of <paramref name="batchAxis"/>, the first <c>lengths[index]</c> elements along
    /// <paramref name="sequenceAxis"/> backwards and the rest as they are (<c>core/kernels/reverse_sequence_op.cc</c>).
    /// </summary>
    /// <exception cref="GraphRunException"><c>seq_lens(1) &lt; 0</c>, <c>seq_lens(1) &gt; input.dims(0)</c></exception>
    public static void ReverseSequence(Tensor input, ReadOnlySpan<long> lengths, int sequenceAxis, int batchAxis, Tensor output)
    {
        var whole = StridedView.Of(input.Shape);
        var axis = sequenceAxis > batchAxis ? sequenceAxis - 1 : sequenceAxis;
        for (var i = 0; i < lengths.Length; i++)
        {
            var length = lengths[i];
            if (length < 0)
                throw new GraphRunException(ErrorCode.InvalidArgument, $"seq_lens({i}) < 0");
            if (length > input.Shape[sequenceAxis])
                throw new GraphRunException(ErrorCode.InvalidArgument, $"seq_lens({i}) > input.dims({sequenceAxis})");
            var item = whole.At(batchAxis, i);
            var (first, rest) = (item.Slice(axis, 0, length), item.Slice(axis, length, input.Shape[sequenceAxis] - length));
            StridedCopy.Run(input, first.Reverse(axis), output, first);
            StridedCopy.Run(input, rest, output, rest);
        }
    }

    /// <summary>
    /// Element i along a dim moves to i + shift, and from the end to the front. <paramref name="shifts"/> has an entry for
    /// every dim, of either sign and any size.
    /// </summary>
    public static void Roll(Tensor input, ReadOnlySpan<long> shifts, Tensor output)
    {
        var view = StridedView.Of(input.Shape);
        var rolled = new List<(int Axis, long Shift, long Size)>();
        for (var axis = 0; axis < input.Rank && input.ElementCount > 0; axis++)
        {
            var size = input.Shape[axis];
            var shift = ((shifts[axis] % size) + size) % size;
            if (shift > 0)
                rolled.Add((axis, shift, size));
        }

        for (var part = 0L; part < 1L << rolled.Count; part++)
            CopyPart(part, rolled, input, view, output);
    }

    // Along one dim a roll is two slices that change places; bit i of the part tells which of the two it is along the i-th rolled dim.
    private static void CopyPart(long part, List<(int Axis, long Shift, long Size)> rolled, Tensor input, StridedView view, Tensor output)
    {
        var (from, to) = (view, view);
        for (var i = 0; i < rolled.Count; i++)
        {
            var (axis, shift, size) = rolled[i];
            var isTail = (part >> i & 1) != 0;
            from = isTail ? from.Slice(axis, size - shift, shift) : from.Slice(axis, 0, size - shift);
            to = isTail ? to.Slice(axis, 0, shift) : to.Slice(axis, shift, size - shift);
        }

        StridedCopy.Run(input, from, output, to);
    }
}
