using GraphRun.Errors;
using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.Shaping;

/// <summary>Evenly spaced numbers.</summary>
public static class RangeOp
{
    [Op("range")]
    public static OpDef Range { get; } = new()
    {
        Name = "Range",
        Summary = "The numbers start, start + delta, ... before limit. Number i is start + i * delta, not a running sum.",
        Inputs = ["start: Tidx", "limit: Tidx", "delta: Tidx"],
        Outputs = ["output: Tidx"],
        Attrs = ["Tidx: {bfloat16, half, float, double, int8, int16, int32, int64, uint16, uint32} = DT_INT32"],
        Example = "range(0, 10, 2)",
        Shape = context =>
        {
            string[] names = ["start", "limit", "delta"];
            for (var i = 0; i < names.Length; i++)
                RequireScalar(context.Input(i), names[i]);
            var isKnown = context.Constant(0) is not null && context.Constant(1) is not null && context.Constant(2) is not null;
            context.Output(
                0,
                Shape.Of(isKnown ? Counting.RangeLength(context.Constant(0)!, context.Constant(1)!, context.Constant(2)!) : Shape.Unknown));
        },
        Kernel = _ => step =>
        {
            var length = Counting.RangeLength(step.Input(0), step.Input(1), step.Input(2));
            Counting.Range(step.Input(0), step.Input(2), step.Allocate(0, Shape.Of(length)));
        },
        Gradient = GradientRules.Stop,
    };

    [Op("linspace", "lin_space")]
    public static OpDef LinSpace { get; } = new()
    {
        Name = "LinSpace",
        Summary = "As many evenly spaced numbers as num says, from start to stop, both included.",
        Inputs = ["start: T", "stop: T", "num: Tidx"],
        Outputs = ["output: T"],
        Attrs = ["T: {bfloat16, half, float, double}", "Tidx: {int32, int64} = DT_INT32"],
        Example = "linspace(0.0, 1.0, 5)",
        Shape = context =>
        {
            string[] names = ["start", "stop", "num"];
            for (var i = 0; i < names.Length; i++)
                RequireScalar(context.Input(i), names[i]);
            context.Output(0, Shape.Of(context.Constant(2) is { } count ? Positive(count.Integers()[0]) : Shape.Unknown));
        },
        Kernel = _ => step =>
        {
            var count = Positive(step.Integer(2, "num"));
            Counting.LinSpace(step.Input(0), step.Input(1), step.Allocate(0, Shape.Of(count)));
        },
        Gradient = GradientRules.Stop,
    };

    private static void RequireScalar(Shape shape, string name)
    {
        if (shape.HasRank && shape.Rank != 0)
            throw ShapeContext.Error($"Shape must be rank 0 but is rank {shape.Rank}: {name} must be a scalar");
    }

    private static long Positive(long count) =>
        count > 0 ? count : throw new GraphRunException(ErrorCode.InvalidArgument, $"Requires num > 0: {count}");
}
