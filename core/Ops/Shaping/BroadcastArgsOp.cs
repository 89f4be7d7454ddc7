using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Ops.Shaping;

/// <summary>What broadcasting does to two shapes.</summary>
public static class BroadcastArgsOp
{
    [Op("broadcast_dynamic_shape")]
    public static OpDef BroadcastArgs { get; } = new()
    {
        Name = "BroadcastArgs",
        Summary = "The shape that two shapes broadcast to.",
        Inputs = ["s0: T", "s1: T"],
        Outputs = ["r0: T"],
        Attrs = ["T: {int32, int64} = DT_INT32"],
        Parameters = ["shape_x: s0", "shape_y: s1"],
        Example = "broadcast_dynamic_shape(shape(x), shape(y))",
        Shape = context =>
        {
            var (left, right) = (context.WithRank(0, 1)[0], context.WithRank(1, 1)[0]);
            context.Output(0, Shape.Of(left == Shape.Unknown || right == Shape.Unknown ? Shape.Unknown : Math.Max(left, right)));
        },
        KnownElements = context => context.Elements(0) is not null && context.Elements(1) is not null
            ? ShapeOp.Sizes(Broadcasting.Combine(context.ConstantShape(0), context.ConstantShape(1)))
            : null,
        Kernel = _ => step =>
        {
            var shape = Combine(step);
            step.Allocate(0, Shape.Of(shape.Rank)).Write(shape.Dims);
        },
        Gradient = GradientRules.Stop,
    };

    [Op]
    public static OpDef BroadcastGradientArgs { get; } = new()
    {
        Name = "BroadcastGradientArgs",
        Summary = "The axes along which the gradient of a broadcasting op is summed for its first and for its second input.",
        Inputs = ["s0: T", "s1: T"],
        Outputs = ["r0: T", "r1: T"],
        Attrs = ["T: {int32, int64} = DT_INT32"],
        Example = "BroadcastGradientArgs([2, 3], [3])",
        Shape = context =>
        {
            context.WithRank(0, 1);
            context.WithRank(1, 1);
            context.Output(0, Shape.OfRank(1));
            context.Output(1, Shape.OfRank(1));
        },
        Kernel = _ => step =>
        {
            var rank = Combine(step).Rank;
            var (left, right) = Axes(step.Input(0).Integers(), step.Input(1).Integers(), rank);
            step.Allocate(0, Shape.Of(left.Count)).Write([.. left]);
            step.Allocate(1, Shape.Of(right.Count)).Write([.. right]);
        },
        Gradient = GradientRules.Stop,
    };

    private static Shape Combine(Step step)
    {
        try
        {
            return Broadcasting.Combine(step.Input(0).ToShape(), step.Input(1).ToShape());
        }
        catch (GraphRunException error) when (error.Code == ErrorCode.ShapeMismatch)
        {
            throw IntegerTensors.Invalid(
                $"Incompatible shapes: [{string.Join(',', step.Input(0).Integers())}] vs. [{string.Join(',', step.Input(1).Integers())}]");
        }
    }

    // Where the shapes differ somewhere, dims that are 1 in both count for both (core/util/bcast.h): summing them changes nothing.
    private static (List<long> Left, List<long> Right) Axes(long[] left, long[] right, int rank)
    {
        var (leftAxes, rightAxes) = (new List<long>(), new List<long>());
        if (left.AsSpan().SequenceEqual(right))
            return (leftAxes, rightAxes);
        for (var axis = 0; axis < rank; axis++)
        {
            var (x, y) = (Dim(left, rank - axis), Dim(right, rank - axis));
            if (x == 1)
                leftAxes.Add(axis);
            if (y == 1)
                rightAxes.Add(axis);
        }

        return (leftAxes, rightAxes);
    }

    private static long Dim(long[] dims, int fromEnd) => fromEnd <= dims.Length ? dims[^fromEnd] : 1;
}
