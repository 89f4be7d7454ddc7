using GraphRun.Execution;
using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.Indexing;

/// <summary>The greatest elements of each row.</summary>
public static class TopKOp
{
    [Op("top_k")]
    public static OpDef TopKV2 { get; } = new()
    {
        Name = "TopKV2",
        Summary = "Along the last dim the k greatest elements, the greatest first, and their indices. Of equal ones the lower index "
            + "comes first. They are in order whether sorted is asked for or not; a NaN counts as the greatest.",
        Inputs = ["input: T", "k: Tk"],
        Outputs = ["values: T", "indices: index_type"],
        Attrs =
        [
            "sorted: bool = true",
            "T: realnumbertype",
            "Tk: {int16, int32, int64} = DT_INT32",
            "index_type: {int16, int32, int64} = DT_INT32",
        ],
        Parameters = ["input: input", "k: k = 1", "sorted: sorted = true"],
        Example = "top_k([3, 1, 2], 2)",
        Shape = context => Infer(context, context.Constant(1) is { } k ? k.Integers()[0] : Shape.Unknown),
        Kernel = _ => step => Run(step, step.Integer(1, "k")),
        Gradient = context => [Scatter(context), null],
    };

    /// <summary>The older form, with k as an attr.</summary>
    [Op]
    public static OpDef TopK { get; } = new()
    {
        Name = "TopK",
        Summary = "TopKV2 with k as an attr.",
        Inputs = ["input: T"],
        Outputs = ["values: T", "indices: int32"],
        Attrs = ["k: int >= 0", "sorted: bool = true", "T: realnumbertype"],
        Example = "TopK([3, 1, 2], k=2)",
        Shape = context => Infer(context, context.Attrs.Int("k")),
        Kernel = builder =>
        {
            var k = builder.Attrs.Int("k");
            return step => Run(step, k);
        },
        Gradient = context => [Scatter(context)],
    };

    private static void Infer(ShapeContext context, long k)
    {
        var input = context.WithRankAtLeast(0, 1);
        if (!input.HasRank)
            return;
        if (k < Shape.Unknown)
            throw ShapeContext.Error($"Need k >= 0, got {k}");
        if (input[-1] != Shape.Unknown && input[-1] < k)
            throw ShapeContext.Error($"input must have last dimension >= k = {k} but is {input[-1]}");
        context.Output(0, input.With(input.Rank - 1, k));
        context.Output(1, input.With(input.Rank - 1, k));
    }

    private static void Run(Step step, long k)
    {
        var input = step.Input(0);
        if (k < 0)
            throw IntegerTensors.Invalid($"Need k >= 0, got {k}");
        if (input.Rank < 1)
            throw IntegerTensors.Invalid($"input must be >= 1-D, got shape {input.Shape}");
        if (input.Shape[-1] < k)
            throw IntegerTensors.Invalid($"input must have at least k columns. Had {input.Shape[-1]}, needed {k}");
        var shape = input.Shape.With(input.Rank - 1, k);
        TopElements.Run(input, step.Allocate(0, shape), step.Allocate(1, shape));
    }

    // Each gradient goes back to the place its element came from: rows become one long vector.
    private static Output Scatter(GradientContext context)
    {
        var builder = context.Builder;
        var (input, indices) = (context.Input(0), context.Output(1));
        Output Number(int value) => builder.Constant(Tensor.Scalar(value));
        Output Vector(int value) => builder.Constant(Tensor.Vector(value));
        var shape = context.Call("Shape", input);
        var width = context.Call("GatherV2", shape, context.Call("Sub", context.Call("Rank", input), Number(1)), Number(0));
        var rows = context.Call(
            "Reshape",
            indices,
            context.Call(
                "Pack",
                Number(-1),
                context.Call(
                    "GatherV2", context.Call("Shape", indices), context.Call("Sub", context.Call("Rank", input), Number(1)), Number(0))));
        var count = context.Call("GatherV2", context.Call("Shape", rows), Number(0), Number(0));
        var starts = context.Call("Mul", context.Call("Range", Number(0), count, Number(1)), width);
        var places = context.Call("Reshape", context.Call("AddV2", rows, context.Call("ExpandDims", starts, Number(1))), Vector(-1));
        var size = context.Call("Reshape", context.Call("Size", input), Vector(1));
        var flat = context.Call(
            "ScatterNd",
            context.Call("ExpandDims", places, Number(1)),
            context.Call("Reshape", context.Gradient()!.Value, Vector(-1)),
            size);
        return context.Call("Reshape", flat, shape);
    }
}
