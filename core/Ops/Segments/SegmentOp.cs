using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.Segments;

/// <summary>Rows reduced by the number of their segment, where the numbers rise.</summary>
public static class SegmentOp
{
    private const string Rule = "Row i of data belongs to segment segment_ids[i]; the ids must not fall. Rows meet in their order. "
        + "The output has a row for each segment up to the last id;";

    [Op("segment_sum")]
    public static OpDef SegmentSum { get; } = Declare(
        "SegmentSum",
        "The sums of the rows of each segment.",
        "one without rows is 0.",
        "numbertype",
        SegmentKind.Sum,
        context => [context.Call("GatherV2", context.Gradient()!.Value, context.Input(1), Zero(context)), null]);

    [Op("segment_mean")]
    public static OpDef SegmentMean { get; } = Declare(
        "SegmentMean",
        "The means of the rows of each segment.",
        "one without rows is 0.",
        "realnumbertype",
        SegmentKind.Mean,
        MeanGradient);

    [Op("segment_prod")]
    public static OpDef SegmentProd { get; } = Declare(
        "SegmentProd",
        "The products of the rows of each segment.",
        "one without rows is 1.",
        "numbertype",
        SegmentKind.Product,
        null);

    [Op("segment_max")]
    public static OpDef SegmentMax { get; } = Declare(
        "SegmentMax",
        "The greatest elements of the rows of each segment.",
        "one without rows is 0.",
        "realnumbertype",
        SegmentKind.Maximum,
        ExtremeGradient);

    [Op("segment_min")]
    public static OpDef SegmentMin { get; } = Declare(
        "SegmentMin",
        "The least elements of the rows of each segment.",
        "one without rows is 0.",
        "realnumbertype",
        SegmentKind.Minimum,
        ExtremeGradient);

    private static OpDef Declare(string name, string summary, string empty, string types, SegmentKind kind, GradientRule? gradient) => new()
    {
        Name = name,
        Summary = $"{summary} {Rule} {empty}",
        Inputs = ["data: T", "segment_ids: Tindices"],
        Outputs = ["output: T"],
        Attrs = [$"T: {types}", "Tindices: {int32, int64}"],
        Example = $"{name}([1, 2, 3], [0, 0, 1])",
        Shape = context =>
        {
            var data = context.WithRankAtLeast(0, 1);
            var ids = context.WithRank(1, 1);
            if (data.HasRank)
                ShapeContext.Merge(data[0], ids[0]);
            var count = context.Constant(1) is { } constant ? Kernels.Segments.Count(constant) : Shape.Unknown;
            context.Output(0, data.HasRank ? data.With(0, count) : data);
        },
        Kernel = _ => step =>
        {
            var (data, ids) = (step.Input(0), step.Input(1));
            if (ids.Rank != 1)
                throw IntegerTensors.Invalid("segment_ids should be a vector.");
            if (data.Rank < 1)
                throw IntegerTensors.Invalid("Shape must be at least rank 1");
            if (data.Shape[0] != ids.ElementCount)
                throw IntegerTensors.Invalid("segment_ids should be the same size as dimension 0 of input.");
            Kernels.Segments.Sorted(kind, data, [], ids, step.Allocate(0, data.Shape.With(0, Kernels.Segments.Count(ids))));
        },
        Gradient = gradient,
    };

    private static Output Zero(GradientContext context) => context.Builder.Constant(Tensor.Scalar(0));

    // A row's share of its segment's gradient is one over the number of rows in it.
    private static Output?[] MeanGradient(GradientContext context)
    {
        var (data, ids, gradient) = (context.Input(0), context.Input(1), context.Gradient()!.Value);
        var counts = context.Call("SegmentSum", Ones(context, data, ids), ids);
        return [context.Call("GatherV2", context.Call("RealDiv", gradient, counts), ids, Zero(context)), null];
    }

    // Ones of shape [rows, 1, 1, ...] in the dtype of the data.
    private static Output Ones(GradientContext context, Output data, Output ids)
    {
        var ones = context.Call(
            "Fill", context.Call("ExpandDims", context.Call("Sub", context.Call("Rank", data), One(context)), Zero(context)), One(context));
        var shape = context.Call("ConcatV2", context.Call("Shape", ids), ones, Zero(context));
        return context.Call("Fill", shape, context.Constant(1, data));
    }

    private static Output One(GradientContext context) => context.Builder.Constant(Tensor.Scalar(1));

    // The gradient goes to the rows that hold the extreme, in equal shares.
    private static Output?[] ExtremeGradient(GradientContext context)
    {
        var (data, ids, gradient) = (context.Input(0), context.Input(1), context.Gradient()!.Value);
        var extremes = context.Call("GatherV2", context.Output(), ids, Zero(context));
        var chosen = context.Call("Equal", data, extremes);
        var counts = context.Call("SegmentSum", context.Call("Cast", [chosen], ("DstT", data.DType)), ids);
        var shares = context.Call("GatherV2", context.Call("RealDiv", gradient, counts), ids, Zero(context));
        return [context.Call("SelectV2", chosen, shares, context.Call("ZerosLike", data)), null];
    }
}
