using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.Images;

/// <summary>The best of many overlapping boxes.</summary>
public static class NonMaxSuppressionOp
{
    private const string Choice = "Boxes in the order of their scores, without those that share more than iou_threshold of their area with "
        + "one before; at most max_output_size. A row of boxes is [y1, x1, y2, x2], any two opposite corners.";

    private static readonly string[] dtypes = ["T: {half, float} = DT_FLOAT", "T_threshold: {half, float} = DT_FLOAT"];

    [Op]
    public static OpDef NonMaxSuppression { get; } = new()
    {
        Name = "NonMaxSuppression",
        Summary = Choice,
        Inputs = ["boxes: float", "scores: float", "max_output_size: int32"],
        Outputs = ["selected_indices: int32"],
        Attrs = ["iou_threshold: float = 0.5"],
        Example = "NonMaxSuppression([[0.0, 0.0, 1.0, 1.0], [0.0, 0.1, 1.0, 1.0]], [0.5, 0.9], 5)",
        Shape = Infer,
        Kernel = builder =>
        {
            var threshold = builder.Attrs.Float("iou_threshold");
            return step => WriteIndices(step, Select(step, threshold), isPadded: false);
        },
    };

    [Op]
    public static OpDef NonMaxSuppressionV2 { get; } = new()
    {
        Name = "NonMaxSuppressionV2",
        Summary = Choice,
        Inputs = ["boxes: T", "scores: T", "max_output_size: int32", "iou_threshold: T_threshold"],
        Outputs = ["selected_indices: int32"],
        Attrs = dtypes,
        Example = "NonMaxSuppressionV2([[0.0, 0.0, 1.0, 1.0], [0.0, 0.1, 1.0, 1.0]], [0.5, 0.9], 5, 0.5)",
        Shape = Infer,
        Kernel = _ => step => WriteIndices(step, Select(step, Number(step, 3)), isPadded: false),
    };

    [Op("image.non_max_suppression")]
    public static OpDef NonMaxSuppressionV3 { get; } = new()
    {
        Name = "NonMaxSuppressionV3",
        Summary = Choice + " Only scores above score_threshold count.",
        Inputs = ["boxes: T", "scores: T", "max_output_size: int32", "iou_threshold: T_threshold", "score_threshold: T_threshold"],
        Outputs = ["selected_indices: int32"],
        Attrs = dtypes,
        Parameters =
        [
            "boxes: boxes", "scores: scores", "max_output_size: max_output_size", "iou_threshold: iou_threshold = 0.5",
            "score_threshold: score_threshold = -inf",
        ],
        Example = "image.non_max_suppression([[0.0, 0.0, 1.0, 1.0], [0.0, 0.1, 1.0, 1.0]], [0.5, 0.9], 5)",
        Shape = Infer,
        Kernel = _ => step => WriteIndices(step, Select(step, Number(step, 3), Number(step, 4)), isPadded: false),
    };

    [Op]
    public static OpDef NonMaxSuppressionV4 { get; } = new()
    {
        Name = "NonMaxSuppressionV4",
        Summary = "NonMaxSuppressionV3 and the number of boxes chosen; with pad_to_max_output_size zeros follow up to max_output_size.",
        Inputs = ["boxes: T", "scores: T", "max_output_size: int32", "iou_threshold: T_threshold", "score_threshold: T_threshold"],
        Outputs = ["selected_indices: int32", "valid_outputs: int32"],
        Attrs = [.. dtypes, "pad_to_max_output_size: bool = false"],
        Example = "NonMaxSuppressionV4([[0.0, 0.0, 1.0, 1.0], [0.0, 0.1, 1.0, 1.0]], [0.5, 0.9], 5, 0.5, 0.1)",
        Shape = context =>
        {
            Infer(context);
            context.Output(1, Shape.Scalar);
        },
        Kernel = builder =>
        {
            var isPadded = builder.Attrs.Bool("pad_to_max_output_size");
            return step =>
            {
                var chosen = Select(step, Number(step, 3), Number(step, 4));
                WriteIndices(step, chosen, isPadded);
                step.Allocate(1, Shape.Scalar).Writable<int>()[0] = chosen.Count;
            };
        },
    };

    [Op]
    public static OpDef NonMaxSuppressionV5 { get; } = new()
    {
        Name = "NonMaxSuppressionV5",
        Summary = "NonMaxSuppressionV4 with the scores of the chosen. With soft_nms_sigma above 0 a similar box is not passed over, but "
            + "its score is multiplied by e^(-iou² / 2 sigma) for each chosen one.",
        Inputs = ["boxes: T", "scores: T", "max_output_size: int32", "iou_threshold: T", "score_threshold: T", "soft_nms_sigma: T"],
        Outputs = ["selected_indices: int32", "selected_scores: T", "valid_outputs: int32"],
        Attrs = ["T: {half, float} = DT_FLOAT", "pad_to_max_output_size: bool = false"],
        Example = "NonMaxSuppressionV5([[0.0, 0.0, 1.0, 1.0], [0.0, 0.1, 1.0, 1.0]], [0.5, 0.9], 5, 0.5, 0.1, 0.0)",
        Shape = context =>
        {
            Infer(context);
            var count = PaddedCount(context);
            context.Output(1, Shape.Of(count));
            context.Output(2, Shape.Scalar);
        },
        Kernel = builder =>
        {
            var isPadded = builder.Attrs.Bool("pad_to_max_output_size");
            return step =>
            {
                var chosen = Select(step, Number(step, 3), Number(step, 4), Number(step, 5));
                WriteIndices(step, chosen, isPadded);
                WriteScores(step, chosen, isPadded);
                step.Allocate(2, Shape.Scalar).Writable<int>()[0] = chosen.Count;
            };
        },
    };

    private static void Infer(ShapeContext context)
    {
        var (boxes, scores) = (context.WithRank(0, 2), context.WithRank(1, 1));
        context.WithRank(2, 0);
        for (var i = 3; i < context.InputCount; i++)
            context.WithRank(i, 0);
        ShapeContext.Merge(boxes[0], scores[0]);
        if (boxes[1] is not (Shape.Unknown or 4))
            throw ShapeContext.Error($"Dimension must be 4 but is {boxes[1]}");
        context.Output(0, Shape.Of(PaddedCount(context)));
    }

    private static long PaddedCount(ShapeContext context)
    {
        var isPadded = context.Attrs.All.Any(pair => pair.Attr.Name == "pad_to_max_output_size" && pair.Value is true);
        return isPadded && context.Constant(2) is { } size ? Math.Max(size.Integer(0), 0) : Shape.Unknown;
    }

    private static float Number(Step step, int input)
    {
        var scalar = step.Input(input);
        if (scalar.Rank != 0)
            throw IntegerTensors.Invalid($"{step.Node.Op.Signature.Inputs[input].Name} must be 0-D, got shape {scalar.Shape}");
        return scalar.DType == DType.Float16 ? (float)scalar.Value<Half>() : scalar.Value<float>();
    }

    private static List<(int Box, float Score)> Select(Step step, float threshold, float scoreThreshold = float.MinValue, float sigma = 0)
    {
        var (boxes, scores) = (ToSingle(step.Input(0)), ToSingle(step.Input(1)));
        var most = step.Integer(2, "max_output_size");
        if (most < 0)
            throw IntegerTensors.Invalid("output size must be non-negative");
        if (boxes.Rank != 2)
            throw IntegerTensors.Invalid($"boxes must be 2-D, got shape {boxes.Shape}");
        if (boxes.Shape[1] != 4)
            throw IntegerTensors.Invalid("boxes must have 4 columns");
        if (scores.Rank != 1 || scores.ElementCount != boxes.Shape[0])
            throw IntegerTensors.Invalid($"scores has incompatible shape: {scores.Shape}, boxes {boxes.Shape}");
        if (!(threshold is >= 0 and <= 1))
            throw IntegerTensors.Invalid("iou_threshold must be in [0, 1]");
        if (sigma < 0)
            throw IntegerTensors.Invalid("soft_nms_sigma must be non-negative");
        return new BoxSelection((int)most, threshold, scoreThreshold, sigma).Run(scores.Values<float>(), new SharedArea(boxes));
    }

    private static Tensor ToSingle(Tensor x)
    {
        if (x.DType == DType.Float32)
            return x;
        var cast = Tensor.Allocate(DType.Float32, x.Shape);
        Kernels.Elementwise.Cast(x, cast);
        return cast;
    }

    private static void WriteIndices(Step step, List<(int Box, float Score)> chosen, bool isPadded)
    {
        var indices = step.Allocate(0, Shape.Of(isPadded ? step.Input(2).Integer(0) : chosen.Count)).Writable<int>();
        indices.Clear();
        for (var i = 0; i < chosen.Count; i++)
            indices[i] = chosen[i].Box;
    }

    private static void WriteScores(Step step, List<(int Box, float Score)> chosen, bool isPadded)
    {
        var scores = step.Allocate(1, Shape.Of(isPadded ? step.Input(2).Integer(0) : chosen.Count));
        Filling.Zeros(scores);
        for (var i = 0; i < chosen.Count; i++)
        {
            if (scores.DType == DType.Float16)
                scores.Writable<Half>()[i] = (Half)chosen[i].Score;
            else
                scores.Writable<float>()[i] = chosen[i].Score;
        }
    }
}
