using GraphRun.Errors;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.Shaping;

/// <summary>Dims backwards.</summary>
public static class ReverseOp
{
    [Op("reverse")]
    public static OpDef ReverseV2 { get; } = new()
    {
        Name = "ReverseV2",
        Summary = "The input with the listed dims backwards.",
        Inputs = ["tensor: T", "axis: Tidx"],
        Outputs = ["output: T"],
        Attrs = ["Tidx: {int32, int64} = DT_INT32", "T: type"],
        Example = "reverse(x, [0])",
        Shape = context =>
        {
            context.WithRank(1, 1);
            if (context.Input(0).HasRank && context.Constant(1) is { } axes)
                Axes(axes, context.Input(0).Rank);
            context.Output(0, context.Input(0));
        },
        Kernel = _ => step =>
        {
            var input = step.Input(0);
            Reordering.Reverse(input, Axes(step.Input(1), input.Rank), step.Allocate(0, input.Shape));
        },
        Gradient = context => [context.Call("ReverseV2", context.Gradient()!.Value, context.Input(1)), null],
    };

    [Op]
    public static OpDef Reverse { get; } = new()
    {
        Name = "Reverse",
        Summary = "The input with those dims backwards for which the bool is true.",
        Inputs = ["tensor: T", "dims: bool"],
        Outputs = ["output: T"],
        Attrs = ["T: type"],
        Example = "Reverse([1, 2, 3], [true])",
        Shape = context =>
        {
            var length = context.WithRank(1, 1)[0];
            if (context.Input(0).HasRank)
                ShapeContext.Merge(length, context.Input(0).Rank);
            context.Output(0, context.Input(0));
        },
        Kernel = _ => step =>
        {
            var (input, dims) = (step.Input(0), step.Input(1));
            if (dims.Rank != 1 || dims.ElementCount != input.Rank)
                throw IntegerTensors.Invalid(
                    $"'dims' must have the same number of values as 'input' has dimensions. 'input' has {input.Rank}'dims' has "
                    + $"{dims.ElementCount} values");
            var axes = Enumerable.Range(0, input.Rank).Where(axis => dims.Values<bool>()[axis]);
            Reordering.Reverse(input, [.. axes], step.Allocate(0, input.Shape));
        },
        Gradient = context => [context.Call("Reverse", context.Gradient()!.Value, context.Input(1)), null],
    };

    private static int[] Axes(Tensor axes, int rank)
    {
        var (numbers, seen) = (new int[axes.ElementCount], new bool[rank]);
        for (var i = 0; i < numbers.Length; i++)
        {
            var axis = axes.Integer(i);
            if (axis < -rank || axis >= rank)
                throw new GraphRunException(ErrorCode.ShapeMismatch, $"'axis'[{i}] = {axis} is out of valid range [0, {rank - 1}]");
            numbers[i] = (int)(axis < 0 ? axis + rank : axis);
            if (seen[numbers[i]])
                throw new GraphRunException(ErrorCode.ShapeMismatch, $"axis {numbers[i]} specified more than once.");
            seen[numbers[i]] = true;
        }

        return numbers;
    }
}
