using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>Margins around a tensor: Pad, PadV2 and MirrorPad. The margins are those that the shapes and <c>before</c> leave.</summary>
public static class Padding
{
    /// <summary>The input within margins of one value; <paramref name="before"/> is the margin in front of each dim.</summary>
    public static void Constant(Tensor input, ReadOnlySpan<long> before, Tensor value, Tensor output)
    {
        Filling.Fill(value, output);
        CopyInside(input, before, output);
    }

    /// <summary>
    /// The input within margins that mirror it. REFLECT does not repeat the edge and allows margins below the dim's size;
    /// SYMMETRIC repeats it and allows margins up to the dim's size.
    /// </summary>
    public static void Mirror(Tensor input, ReadOnlySpan<long> before, bool repeatsEdge, Tensor output)
    {
        CopyInside(input, before, output);
        var done = Inside(input, before, output);
        for (var axis = 0; axis < input.Rank; axis++)
        {
            MirrorAxis(done, axis, before[axis], repeatsEdge ? 0 : 1, output);
            done = done.Slice(axis, -before[axis], output.Shape[axis]);
        }
    }

    // Earlier dims already have their margins, so that corners come out right.
    private static void MirrorAxis(StridedView done, int axis, long before, int skipped, Tensor output)
    {
        var size = done.Dims[axis];
        var after = output.Shape[axis] - before - size;
        StridedCopy.Run(output, done.Slice(axis, skipped, before), output, done.Slice(axis, -1, before, -1));
        StridedCopy.Run(output, done.Slice(axis, size - 1 - skipped, after, -1), output, done.Slice(axis, size, after));
    }

    private static void CopyInside(Tensor input, ReadOnlySpan<long> before, Tensor output) =>
        StridedCopy.Run(input, StridedView.Of(input.Shape), output, Inside(input, before, output));

    private static StridedView Inside(Tensor input, ReadOnlySpan<long> before, Tensor output)
    {
        var place = StridedView.Of(output.Shape);
        for (var axis = 0; axis < input.Rank; axis++)
            place = place.Slice(axis, before[axis], input.Shape[axis]);
        return place;
    }
}
