using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.Segments;

/// <summary>Rows picked by number and reduced by the number of their segment, where these numbers rise.</summary>
public static class SparseSegmentOp
{
    private const string Rule = "Row indices[i] of data belongs to segment segment_ids[i]; the ids must not fall. A segment without "
        + "rows is 0.";

    [Op("sparse_segment_sum")]
    public static OpDef SparseSegmentSum { get; } = Declare(
        "SparseSegmentSum", "The sums of the picked rows of each segment.", SegmentKind.Sum, false);

    [Op("sparse_segment_mean")]
    public static OpDef SparseSegmentMean { get; } = Declare(
        "SparseSegmentMean", "The means of the picked rows of each segment.", SegmentKind.Mean, false);

    [Op("sparse_segment_sqrt_n")]
    public static OpDef SparseSegmentSqrtN { get; } = Declare(
        "SparseSegmentSqrtN",
        "The sums of the picked rows of each segment, divided by the square root of their number.",
        SegmentKind.MeanBySquareRoot,
        false);

    [Op]
    public static OpDef SparseSegmentSumWithNumSegments { get; } = Declare(
        "SparseSegmentSumWithNumSegments", "SparseSegmentSum for a given number of segments.", SegmentKind.Sum, true);

    [Op]
    public static OpDef SparseSegmentMeanWithNumSegments { get; } = Declare(
        "SparseSegmentMeanWithNumSegments", "SparseSegmentMean for a given number of segments.", SegmentKind.Mean, true);

    [Op]
    public static OpDef SparseSegmentSqrtNWithNumSegments { get; } = Declare(
        "SparseSegmentSqrtNWithNumSegments", "SparseSegmentSqrtN for a given number of segments.", SegmentKind.MeanBySquareRoot, true);

    private static OpDef Declare(string name, string summary, SegmentKind kind, bool hasCount) => new()
    {
        Name = name,
        Summary = $"{summary} {Rule}",
        Inputs = hasCount
            ? ["data: T", "indices: Tidx", "segment_ids: Tsegmentids", "num_segments: Tnumsegments"]
            : ["data: T", "indices: Tidx", "segment_ids: Tsegmentids"],
        Outputs = ["output: T"],
        Attrs =
        [
            kind == SegmentKind.Sum ? "T: realnumbertype" : "T: {bfloat16, half, float, double}",
            "Tidx: {int32, int64} = DT_INT32",
            "Tsegmentids: {int32, int64} = DT_INT32",
            .. hasCount ? (string[])["Tnumsegments: {int32, int64} = DT_INT32"] : [],
        ],
        Example = $"{name}([[1.0], [2.0]], [0, 1], [0, 0]{(hasCount ? ", 1" : "")})",
        Shape = context =>
        {
            var data = context.WithRankAtLeast(0, 1);
            ShapeContext.Merge(context.WithRank(1, 1)[0], context.WithRank(2, 1)[0]);
            var count = hasCount ? context.Constant(3)?.Integers()[0] : context.Constant(2) is { } ids ? Kernels.Segments.Count(ids) : null;
            context.Output(0, data.HasRank ? data.With(0, count ?? Shape.Unknown) : data);
        },
        Kernel = _ => step => Run(step, kind, hasCount),
        Gradient = context => [Gradient(context, kind), .. context.Node.Inputs.Skip(1).Select(_ => (Output?)null)],
    };

    // Each picked row has a share of its segment's gradient; a row that is picked more than once has the sum.
    private static Output Gradient(GradientContext context, SegmentKind kind)
    {
        var (gradient, indices, ids) = (context.Gradient()!.Value, context.Input(1), context.Input(2));
        var zero = context.Builder.Constant(Tensor.Scalar(0));
        var rows = context.Call("GatherV2", gradient, ids, zero);
        var size = context.Call("GatherV2", context.Call("Shape", context.Input(0)), zero, zero);
        if (kind == SegmentKind.Sum)
            return context.Call("UnsortedSegmentSum", rows, indices, size);
        var ones = context.Call("OnesLike", rows);
        var segments = context.Call("GatherV2", context.Call("Shape", gradient), zero, zero);
        var counts = context.Call("GatherV2", context.Call("UnsortedSegmentSum", ones, ids, segments), ids, zero);
        var shares = context.Call("RealDiv", rows, kind == SegmentKind.Mean ? counts : context.Call("Sqrt", counts));
        return context.Call("UnsortedSegmentSum", shares, indices, size);
    }

    private static void Run(Step step, SegmentKind kind, bool hasCount)
    {
        var (data, indices, ids) = (step.Input(0), step.Input(1), step.Input(2));
        if (indices.Rank != 1)
            throw IntegerTensors.Invalid("indices should be a vector.");
        if (ids.Rank != 1)
            throw IntegerTensors.Invalid("segment_ids should be a vector.");
        if (indices.ElementCount != ids.ElementCount)
            throw IntegerTensors.Invalid("segment_ids and indices should have same size.");
        var rows = indices.Integers();
        for (var i = 0; i < rows.Length; i++)
        {
            if (rows[i] < 0 || rows[i] >= data.Shape[0])
                throw new GraphRunException(ErrorCode.InvalidArgument, $"Bad: indices[{i}] == {rows[i]} out of range [0, {data.Shape[0]})");
        }

        var count = hasCount ? step.Integer(3, "num_segments") : Kernels.Segments.Count(ids);
        if (count < 0)
            throw IntegerTensors.Invalid("segment ids must be >= 0");
        Kernels.Segments.Sorted(kind, data, Array.ConvertAll(rows, row => (int)row), ids, step.Allocate(0, data.Shape.With(0, count)));
    }
}
