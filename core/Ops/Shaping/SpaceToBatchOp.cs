using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.Shaping;

/// <summary>Blocks of space that become batches, and back.</summary>
public static class SpaceToBatchOp
{
    [Op("space_to_batch_nd", "space_to_batch")]
    public static OpDef SpaceToBatchND { get; } = new()
    {
        Name = "SpaceToBatchND",
        Summary = "The input padded with zeros and cut into blocks of block_shape along the dims after the first: each place in a "
            + "block becomes a batch.",
        Inputs = ["input: T", "block_shape: Tblock_shape", "paddings: Tpaddings"],
        Outputs = ["output: T"],
        Attrs = ["T: type", "Tblock_shape: {int32, int64} = DT_INT32", "Tpaddings: {int32, int64} = DT_INT32"],
        Example = "space_to_batch_nd(reshape(range(16), [1, 4, 4, 1]), [2, 2], [[0, 0], [0, 0]])",
        Shape = context => Infer(context, ToBatch),
        Kernel = _ => step =>
        {
            var (input, block, margins) = (step.Input(0), Block(step.Input(1)), step.Input(2));
            var shape = ToBatch(input.Shape, block, Margins(margins, block.Length, "paddings"));
            SpaceBlocks.SpaceToBatch(input, block, Paddings.Before(margins), step.Allocate(0, shape));
        },
        Gradient = context => [context.Call("BatchToSpaceND", context.Gradient()!.Value, context.Input(1), context.Input(2)), null, null],
    };

    [Op("batch_to_space_nd", "batch_to_space")]
    public static OpDef BatchToSpaceND { get; } = new()
    {
        Name = "BatchToSpaceND",
        Summary = "The inverse of SpaceToBatchND: batches go back to their places in blocks of block_shape, and crops are cut off.",
        Inputs = ["input: T", "block_shape: Tblock_shape", "crops: Tcrops"],
        Outputs = ["output: T"],
        Attrs = ["T: type", "Tblock_shape: {int32, int64} = DT_INT32", "Tcrops: {int32, int64} = DT_INT32"],
        Example = "batch_to_space_nd(reshape(range(16), [4, 2, 2, 1]), [2, 2], [[0, 0], [0, 0]])",
        Shape = context => Infer(context, ToSpace),
        Kernel = _ => step =>
        {
            var (input, block, margins) = (step.Input(0), Block(step.Input(1)), step.Input(2));
            var shape = ToSpace(input.Shape, block, Margins(margins, block.Length, "crops"));
            SpaceBlocks.BatchToSpace(input, block, Paddings.Before(margins), step.Allocate(0, shape));
        },
        Gradient = context => [context.Call("SpaceToBatchND", context.Gradient()!.Value, context.Input(1), context.Input(2)), null, null],
    };

    private static void Infer(ShapeContext context, Func<Shape, long[], long[], Shape> rule)
    {
        var dims = ShapeContext.Merge(context.WithRank(1, 1)[0], context.WithRank(2, 2)[0]);
        if (dims == Shape.Unknown || !context.Input(0).HasRank)
            return;
        var input = context.WithRankAtLeast(0, (int)dims + 1);
        if (context.Constant(1) is { } block && context.Constant(2) is { } margins)
            context.Output(0, rule(input, Block(block), Margins(margins, (int)dims, "paddings")));
        else
            context.Output(0, Shape.OfRank((int)dims + 1).Then(input.From((int)dims + 1)));
    }

    private static long[] Block(Tensor block)
    {
        var sizes = block.Integers();
        return Array.TrueForAll(sizes, size => size >= 1) ? sizes : throw IntegerTensors.Invalid("block_shape must be positive");
    }

    // Before and behind each dim, one after the other.
    private static long[] Margins(Tensor margins, int dims, string name)
    {
        if (margins.Rank != 2 || margins.Shape[0] != dims || margins.Shape[1] != 2)
            throw IntegerTensors.Invalid($"{name} should have shape [{dims},2] instead of {margins.Shape}");
        var sizes = margins.Integers();
        return Array.TrueForAll(sizes, size => size >= 0) ? sizes : throw IntegerTensors.Invalid($"{name} cannot be negative");
    }

    private static Shape ToBatch(Shape input, long[] block, long[] margins)
    {
        var (batch, space) = (input[0], new long[block.Length]);
        for (var i = 0; i < block.Length; i++)
        {
            batch = PartialShapes.Multiply(batch, block[i]);
            space[i] = PartialShapes.Divide(PartialShapes.Add(input[i + 1], margins[2 * i] + margins[(2 * i) + 1]), block[i]);
        }

        return Shape.Of([batch, .. space]).Then(input.From(block.Length + 1));
    }

    private static Shape ToSpace(Shape input, long[] block, long[] margins)
    {
        var (batch, space) = (input[0], new long[block.Length]);
        for (var i = 0; i < block.Length; i++)
        {
            batch = PartialShapes.Divide(batch, block[i]);
            var (whole, cut) = (PartialShapes.Multiply(input[i + 1], block[i]), margins[2 * i] + margins[(2 * i) + 1]);
            if (whole != Shape.Unknown && cut > whole)
                throw ShapeContext.Error($"Negative dimension size caused by subtracting {cut} from {whole}");
            space[i] = PartialShapes.Add(whole, -cut);
        }

        return Shape.Of([batch, .. space]).Then(input.From(block.Length + 1));
    }
}
