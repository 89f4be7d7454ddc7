using GraphRun.Execution;
using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.Shaping;

/// <summary>A tensor cut along a dim.</summary>
public static class SplitOp
{
    [Op("split")]
    public static OpDef Split { get; } = new()
    {
        Name = "Split",
        Summary = "The input cut along a dim into parts of equal size, each an output.",
        Inputs = ["split_dim: int32", "value: T"],
        Outputs = ["output: num_split * T"],
        Attrs = ["num_split: int >= 1", "T: type"],
        Parameters = ["value: value", "num_or_size_splits: num_split", "axis: split_dim = 0"],
        Example = "split(x, 2)",
        Shape = context =>
        {
            var shape = Infer(context.Input(1), context.Constant(0), context.OutputCount);
            for (var i = 0; i < context.OutputCount; i++)
                context.Output(i, shape);
        },
        Kernel = builder =>
        {
            var count = (int)builder.Attrs.Int("num_split");
            return step => Cut(step, count);
        },
        Gradient = context => [null, Join(context, context.Input(0))],
    };

    [Op("split_v")]
    public static OpDef SplitV { get; } = new()
    {
        Name = "SplitV",
        Summary = "The input cut along a dim into parts of the given sizes, each an output. One size may be -1: it is what is left over.",
        Inputs = ["value: T", "size_splits: Tlen", "split_dim: int32"],
        Outputs = ["output: num_split * T"],
        Attrs = ["num_split: int >= 1", "T: type", "Tlen: {int32, int64} = DT_INT64"],
        Parameters = ["value: value", "size_splits: size_splits", "axis: split_dim = 0", "num: num_split"],
        Example = "split_v(x, [1, 2], 0, 2)",
        Shape = InferSizes,
        Kernel = builder =>
        {
            var count = (int)builder.Attrs.Int("num_split");
            return step => CutSizes(step, count);
        },
        Gradient = context => [Join(context, context.Input(2)), null, null],
    };

    private static int Axis(long axis, int rank) => axis >= -rank && axis < rank
        ? (int)(axis < 0 ? axis + rank : axis)
        : throw ShapeContext.Error($"-input rank(-{rank}) <= split_dim < input rank ({rank}), but got {axis}");

    private static Shape Infer(Shape input, Tensor? split, int count)
    {
        if (!input.HasRank)
            return input;
        if (split is null)
            return Tensors.Shape.OfRank(input.Rank);
        var axis = Axis(split.Integers()[0], input.Rank);
        if (input[axis] != Tensors.Shape.Unknown && input[axis] % count != 0)
            throw ShapeContext.Error(
                $"Dimension size must be evenly divisible by {count} but is {input[axis]}. Number of ways to split should evenly "
                + "divide the split dimension");
        return input.With(axis, input[axis] == Tensors.Shape.Unknown ? input[axis] : input[axis] / count);
    }

    private static void InferSizes(ShapeContext context)
    {
        var input = context.Input(0);
        if (!input.HasRank)
            return;
        if (input.Rank == 0)
            throw ShapeContext.Error("Can't split scalars");
        int? axis = context.Constant(2) is { } split ? Axis(split.Integers()[0], input.Rank) : null;
        var sizes = axis is null || context.Constant(1) is not { } constant
            ? null
            : Resolve(constant.Integers(), context.OutputCount, input[axis.Value]);
        for (var i = 0; i < context.OutputCount; i++)
            context.Output(i, axis is null ? Tensors.Shape.OfRank(input.Rank) : input.With(axis.Value, sizes?[i] ?? Tensors.Shape.Unknown));
    }

    // The sizes with the open one filled in, as far as the dim is known.
    private static long[] Resolve(long[] sizes, int count, long dim)
    {
        if (sizes.Length != count)
            throw ShapeContext.Error("Length of size_splits should be equal to num_outputs");
        if (sizes.Count(size => size == -1) > 1)
            throw ShapeContext.Error("size_splits can only have one -1");
        var total = sizes.Where(size => size != -1).Sum();
        var open = Array.IndexOf(sizes, -1);
        if (dim != Tensors.Shape.Unknown && (sizes.Any(size => size < -1) || (open >= 0 ? total > dim : total != dim)))
            throw ShapeContext.Error($"can't split axis of size {dim} into pieces of size [{string.Join(',', sizes)}]");
        if (open >= 0)
            sizes[open] = PartialShapes.Add(dim, -total);
        return sizes;
    }

    private static void Cut(Step step, int count)
    {
        var (axis, input) = (Axis(step.Integer(0, "split_dim"), step.Input(1).Rank), step.Input(1));
        if (input.Shape[axis] % count != 0)
            throw IntegerTensors.Invalid(
                $"Number of ways to split should evenly divide the split dimension, but got split_dim {axis} (size = "
                + $"{input.Shape[axis]}) and num_split {count}");
        var outputs = new Tensor[count];
        var shape = input.Shape.With(axis, input.Shape[axis] / count);
        for (var i = 0; i < count; i++)
            outputs[i] = step.Allocate(i, shape);
        Joining.Split(input, axis, outputs);
    }

    private static void CutSizes(Step step, int count)
    {
        var input = step.Input(0);
        var axis = Axis(step.Integer(2, "split_dim"), input.Rank);
        var sizes = Resolve(step.Input(1).Integers(), count, input.Shape[axis]);
        var outputs = new Tensor[count];
        for (var i = 0; i < count; i++)
            outputs[i] = step.Allocate(i, input.Shape.With(axis, sizes[i]));
        Joining.Split(input, axis, outputs);
    }

    private static Output Join(GradientContext context, Output axis)
    {
        var gradients = context.Node.OutputDTypes.Select((_, i) => context.Gradient(i) ?? context.Call("ZerosLike", context.Output(i)));
        return context.Call("ConcatV2", [.. gradients, axis]);
    }
}
