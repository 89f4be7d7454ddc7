using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.Indexing;

/// <summary>How often each number occurs.</summary>
public static class BincountOp
{
    [Op]
    public static OpDef Bincount { get; } = new()
    {
        Name = "Bincount",
        Summary = "Element v counts the elements of arr that are v, or adds up their weights when there are any. Values of size and "
            + "above are passed over.",
        Inputs = ["arr: int32", "size: int32", "weights: T"],
        Outputs = ["bins: T"],
        Attrs = ["T: {int32, int64, float32, float64}"],
        Example = "Bincount([0, 1, 1], 3, Fill([0], 1))",
        Shape = context => context.Output(0, Shape.Of(Size(context))),
        Kernel = _ => step =>
        {
            var (input, weights) = (step.Input(0), step.Input(2));
            if (weights.ElementCount > 0 && !weights.Shape.Equals(input.Shape))
                throw IntegerTensors.Invalid(
                    "weights must be the same shape as arr or a length-0 Tensor, in which case it acts as all weights equal to 1. "
                    + $"Received {weights.Shape}");
            BinCounting.Run(input, weights, false, step.Allocate(0, Shape.Of(NonNegative(step.Integer(1, "size")))));
        },
    };

    [Op]
    public static OpDef DenseBincount { get; } = new()
    {
        Name = "DenseBincount",
        Summary = "Bincount of a vector, or of each row of a matrix; with binary_output 1 where a value occurs at all.",
        Inputs = ["input: Tidx", "size: Tidx", "weights: T"],
        Outputs = ["output: T"],
        Attrs = ["Tidx: {int32, int64}", "T: {int32, int64, float32, float64}", "binary_output: bool = false"],
        Example = "DenseBincount([0, 1, 1], 3, Fill([0], 1))",
        Shape = context =>
        {
            var input = context.Input(0);
            if (!input.HasRank)
                return;
            if (input.Rank > 2)
                throw ShapeContext.Error($"Shape must be at most rank 2 but is rank {input.Rank}");
            context.Output(0, input.Part(0, Math.Max(input.Rank - 1, 0)).Then(Shape.Of(Size(context))));
        },
        Kernel = builder =>
        {
            var isBinary = builder.Attrs.Bool("binary_output");
            return step =>
            {
                var (input, weights) = (step.Input(0), step.Input(2));
                if (input.Rank > 2)
                    throw IntegerTensors.Invalid($"Shape must be at most rank 2 but is rank {input.Rank}");
                if (weights.ElementCount > 0 && !weights.Shape.Equals(input.Shape))
                    throw IntegerTensors.Invalid(
                        "`weights` must be the same shape as `arr` or a length-0 `Tensor`, in which case it acts as all weights "
                        + $"equal to 1. Received {weights.Shape}");
                var size = NonNegative(step.Integer(1, "size"));
                BinCounting.Run(
                    input, weights, isBinary, step.Allocate(0, input.Shape.Part(0, Math.Max(input.Rank - 1, 0)).Then(Shape.Of(size))));
            };
        },
    };

    private static long Size(ShapeContext context)
    {
        context.WithRank(1, 0);
        return context.Constant(1) is { } size ? NonNegative(size.Integers()[0]) : Shape.Unknown;
    }

    private static long NonNegative(long size) =>
        size >= 0 ? size : throw IntegerTensors.Invalid($"size ({size}) must be non-negative");
}
