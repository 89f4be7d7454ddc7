using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.Segments;

/// <summary>Rows reduced by the number of their segment, in any order.</summary>
public static class UnsortedSegmentOp
{
    [Op("unsorted_segment_sum")]
    public static OpDef UnsortedSegmentSum { get; } = Declare(
        "UnsortedSegmentSum",
        "The sums of the slices of each segment; 0 for none.",
        "numbertype",
        SegmentKind.Sum,
        SumGradient);

    [Op("unsorted_segment_prod")]
    public static OpDef UnsortedSegmentProd { get; } = Declare(
        "UnsortedSegmentProd",
        "The products of the slices of each segment; 1 for none.",
        "numbertype",
        SegmentKind.Product,
        null);

    [Op("unsorted_segment_max")]
    public static OpDef UnsortedSegmentMax { get; } = Declare(
        "UnsortedSegmentMax",
        "The greatest elements of the slices of each segment; the least value of the dtype for none.",
        "realnumbertype",
        SegmentKind.Maximum,
        ExtremeGradient);

    [Op("unsorted_segment_min")]
    public static OpDef UnsortedSegmentMin { get; } = Declare(
        "UnsortedSegmentMin",
        "The least elements of the slices of each segment; the greatest value of the dtype for none.",
        "realnumbertype",
        SegmentKind.Minimum,
        ExtremeGradient);

    private static OpDef Declare(string name, string summary, string types, SegmentKind kind, GradientRule? gradient) => new()
    {
        Name = name,
        Summary = $"{summary} segment_ids has the leading dims of data; a negative id drops its slice. Slices meet in their order.",
        Inputs = ["data: T", "segment_ids: Tindices", "num_segments: Tnumsegments"],
        Outputs = ["output: T"],
        Attrs = [$"T: {types}", "Tindices: {int32, int64}", "Tnumsegments: {int32, int64} = DT_INT32"],
        Example = $"{name}([1, 2, 3], [1, 0, 1], 2)",
        Shape = context =>
        {
            context.WithRank(2, 0);
            var (data, ids) = (context.Input(0), context.Input(1));
            if (!data.HasRank || !ids.HasRank)
                return;
            Require(data, ids);
            var count = context.Constant(2) is { } constant ? Count(constant.Integers()[0]) : Shape.Unknown;
            context.Output(0, Shape.Of(count).Then(data.From(ids.Rank)));
        },
        Kernel = _ => step =>
        {
            var (data, ids, count) = (step.Input(0), step.Input(1), step.Integer(2, "num_segments"));
            Require(data.Shape, ids.Shape);
            Kernels.Segments.Unsorted(kind, data, ids, step.Allocate(0, Shape.Of(Count(count)).Then(data.Shape.From(ids.Rank))));
        },
        Gradient = gradient,
    };

    private static void Require(Shape data, Shape ids)
    {
        if (ids.Rank > data.Rank || !data.Part(0, ids.Rank).Accepts(ids))
            throw ShapeContext.Error($"data.shape = {data} does not start with segment_ids.shape = {ids}");
    }

    private static long Count(long count) =>
        count >= 0 ? count : throw IntegerTensors.Invalid($"Input num_segments == {count} must not be negative.");

    private static Output?[] SumGradient(GradientContext context) => [Pick(context, context.Gradient()!.Value), null, null];

    // The gradient goes to the elements that equal their segment's extreme, in equal shares.
    private static Output?[] ExtremeGradient(GradientContext context)
    {
        var (data, ids) = (context.Input(0), context.Input(1));
        var chosen = context.Call("LogicalAnd", context.Call("Equal", data, Pick(context, context.Output())), IsKept(context));
        var counts = context.Call("UnsortedSegmentSum", context.Call("Cast", [chosen], ("DstT", data.DType)), ids, context.Input(2));
        var shares = Pick(context, context.Call("RealDiv", context.Gradient()!.Value, counts));
        return [context.Call("SelectV2", chosen, shares, context.Call("ZerosLike", data)), null, null];
    }

    // The row of its segment for every slice; zeros for slices that were dropped.
    private static Output Pick(GradientContext context, Output rows)
    {
        var ids = context.Input(1);
        var kept = context.Call("Maximum", ids, context.Call("ZerosLike", ids));
        var picked = context.Call("GatherV2", rows, kept, context.Builder.Constant(Tensor.Scalar(0)));
        return context.Call("SelectV2", IsKept(context), picked, context.Call("ZerosLike", picked));
    }

    // Whether a slice was not dropped, as a bool for every element of the data.
    private static Output IsKept(GradientContext context)
    {
        var (data, ids) = (context.Input(0), context.Input(1));
        var isKept = context.Call("GreaterEqual", ids, context.Call("ZerosLike", ids));
        var missing = context.Call("Sub", context.Call("Rank", data), context.Call("Rank", ids));
        var one = context.Builder.Constant(Tensor.Scalar(1));
        var zero = context.Builder.Constant(Tensor.Scalar(0));
        var ones = context.Call("Fill", context.Call("ExpandDims", missing, zero), one);
        var column = context.Call("Reshape", isKept, context.Call("ConcatV2", context.Call("Shape", ids), ones, zero));
        return context.Call("BroadcastTo", column, context.Call("Shape", data));
    }
}
