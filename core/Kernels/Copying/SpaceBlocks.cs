using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>Blocks of space that become batch or depth, and back: SpaceToBatchND, BatchToSpaceND, SpaceToDepth, DepthToSpace.</summary>
public static class SpaceBlocks
{
    /// <summary>
    /// Every place of a block becomes a batch of its own. <paramref name="before"/> is the margin of zeros in front of each
    /// dim of space, which are the dims after the first (<c>core/kernels/spacetobatch_op.cc</c>).
    /// </summary>
    public static void SpaceToBatch(Tensor input, ReadOnlySpan<long> block, ReadOnlySpan<long> before, Tensor output)
    {
        Filling.Zeros(output);
        for (var place = 0L; place < output.Shape[0] / Math.Max(input.Shape[0], 1); place++)
        {
            var (space, batch) = Views(input, output, place, block, before);
            StridedCopy.Run(input, space, output, batch);
        }
    }

    /// <summary>The inverse: batches go back to their places in the blocks, but for a margin that is cut off.</summary>
    public static void BatchToSpace(Tensor input, ReadOnlySpan<long> block, ReadOnlySpan<long> before, Tensor output)
    {
        for (var place = 0L; place < input.Shape[0] / Math.Max(output.Shape[0], 1); place++)
        {
            var (space, batch) = Views(output, input, place, block, before);
            StridedCopy.Run(input, batch, output, space);
        }
    }

    /// <summary>Blocks of <paramref name="block"/> x <paramref name="block"/> become depth; height and width are multiples of it.</summary>
    public static void SpaceToDepth(Tensor input, long block, bool channelsFirst, Tensor output)
    {
        var (height, width, depth) = Sizes(input, channelsFirst);
        var view = channelsFirst
            ? StridedView.Of(input.Shape[0], depth, height / block, block, width / block, block).Permute([0, 3, 5, 1, 2, 4])
            : StridedView.Of(input.Shape[0], height / block, block, width / block, block, depth).Permute([0, 1, 3, 2, 4, 5]);
        StridedCopy.Run(input, view, output);
    }

    /// <summary>Depth becomes blocks of <paramref name="block"/> x <paramref name="block"/>; it is a multiple of their size.</summary>
    public static void DepthToSpace(Tensor input, long block, bool channelsFirst, Tensor output)
    {
        var (height, width, depth) = Sizes(input, channelsFirst);
        var view = channelsFirst
            ? StridedView.Of(input.Shape[0], block, block, depth / (block * block), height, width).Permute([0, 3, 4, 1, 5, 2])
            : StridedView.Of(input.Shape[0], height, width, block, block, depth / (block * block)).Permute([0, 1, 3, 2, 4, 5]);
        StridedCopy.Run(input, view, output);
    }

    private static (long Height, long Width, long Depth) Sizes(Tensor input, bool channelsFirst) => channelsFirst
        ? (input.Shape[2], input.Shape[3], input.Shape[1])
        : (input.Shape[1], input.Shape[2], input.Shape[3]);

    // Index o of the batches' space is index o * block + place - before of the undivided one, as far as that exists.
    private static (StridedView Space, StridedView Batch) Views(
        Tensor undivided, Tensor divided, long place, ReadOnlySpan<long> block, ReadOnlySpan<long> before)
    {
        var space = StridedView.Of(undivided.Shape);
        var batch = StridedView.Of(divided.Shape).Slice(0, place * undivided.Shape[0], undivided.Shape[0]);
        for (var i = block.Length - 1; i >= 0; i--)
        {
            var shift = (place % block[i]) - before[i];
            place /= block[i];
            var first = shift >= 0 ? 0 : (-shift + block[i] - 1) / block[i];
            var last = Math.Min(divided.Shape[i + 1] - 1, FloorDivide(undivided.Shape[i + 1] - 1 - shift, block[i]));
            var count = Math.Max(last - first + 1, 0);
            space = space.Slice(i + 1, (first * block[i]) + shift, count, block[i]);
            batch = batch.Slice(i + 1, first, count);
        }

        return (space, batch);
    }

    private static long FloorDivide(long value, long divisor) => value >= 0 ? value / divisor : -((-value + divisor - 1) / divisor);
}
