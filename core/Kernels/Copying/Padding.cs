using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>Margins around a tensor: Pad, PadV2 and MirrorPad. The margins are those that the shapes and <c>before</c> leave.</summary>
public static class Padding
{
    /// <summary>The input within margins of one value; <paramref name="before"/> is the margin in front of each dim.</summary>
    public static void Constant(Tensor input, ReadOnlySpan<long> before, Tensor value, Tensor output)
    {
        if (value.DType.IsReference() || !IsBehindRows(input, before, output))
        {
            Filling.Fill(value, output);
            CopyInside(input, before, output);
            return;
        }

        var (from, to) = (input.Shape[-1] * input.DType.Size(), output.Shape[-1] * input.DType.Size());
        var (count, grain) = (output.ElementCount / output.Shape[-1], Math.Max(1, Broadcast.Grain / output.Shape[-1]));
        Workers.For(count, grain, new Rows(input, from, value, output, to));
    }

    // Channels that are added to an image: each row is written once.
    private static bool IsBehindRows(Tensor input, ReadOnlySpan<long> before, Tensor output)
    {
        if (input.Rank == 0 || input.ElementCount == 0 || before[^1] != 0 || output.Shape[-1] * input.DType.Size() > int.MaxValue)
            return false;
        for (var axis = 0; axis < input.Rank - 1; axis++)
        {
            if (input.Shape[axis] != output.Shape[axis])
                return false;
        }

        return true;
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

    /// <summary>Rows of the output, each a row of the input and a margin behind it. Sizes are in bytes.</summary>
    private readonly struct Rows(Tensor input, long from, Tensor value, Tensor output, long to) : IRangeBody
    {
        public void Run(long start, long end)
        {
            var margin = new byte[to - from];
            for (var at = 0; at < margin.Length; at += (int)value.ByteCount)
                value.Bytes(0, (int)value.ByteCount).CopyTo(margin.AsSpan(at));
            for (var row = start; row < end; row++)
            {
                var target = output.Bytes(row * to, (int)to);
                input.Bytes(row * from, (int)from).CopyTo(target);
                margin.CopyTo(target[(int)from..]);
            }
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
