using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.Shaping;

/// <summary>A block of a tensor.</summary>
public static class SliceOp
{
    [Op("slice")]
    public static OpDef Slice { get; } = new()
    {
        Name = "Slice",
        Summary = "Of each dim as many elements as size says from begin on; a size of -1 takes the rest.",
        Inputs = ["input: T", "begin: Index", "size: Index"],
        Outputs = ["output: T"],
        Attrs = ["T: type", "Index: {int32, int64}"],
        Parameters = ["input_: input", "begin: begin", "size: size"],
        Example = "slice(x, [0, 1], [-1, 2])",
        Shape = Infer,
        KnownElements = Known,
        Kernel = _ => step =>
        {
            var (input, begin) = (step.Input(0), step.Input(1).Integers());
            Slicing.Slice(input, begin, step.Allocate(0, Slicing.SliceShape(input.Shape, begin, step.Input(2).Integers())));
        },
        Gradient = context => [Pad(context), null, null],
    };

    private static void Infer(ShapeContext context)
    {
        var length = ShapeContext.Merge(context.WithRank(1, 1)[0], context.WithRank(2, 1)[0]);
        var input = context.Input(0);
        if (!input.HasRank && length == Tensors.Shape.Unknown)
            return;
        if (input.HasRank)
            ShapeContext.Merge(length, input.Rank);
        else
            input = Tensors.Shape.OfRank((int)length);
        var size = context.Constant(2)?.Integers();
        if (size is not null && context.Constant(1) is { } begin)
            context.Output(0, Slicing.SliceShape(input, begin.Integers(), size));
        else
            context.Output(
                0,
                size is null
                    ? Tensors.Shape.OfRank(input.Rank)
                    : Tensors.Shape.Of([.. size.Select(dim => Math.Max(dim, Tensors.Shape.Unknown))]));
    }

    private static PartialElement[]? Known(ShapeContext context)
    {
        if (context.Input(0).Rank != 1 || context.Elements(0) is not { } elements || context.Constant(1) is not { } begin)
            return null;
        var size = context.Constant(2)?.Integer(0) ?? Tensors.Shape.Unknown - 1;
        var start = (int)begin.Integer(0);
        return size >= Tensors.Shape.Unknown ? elements[start..(size < 0 ? elements.Length : start + (int)size)] : null;
    }

    // The gradient in the middle of zeros: begin in front, and behind what is left of the input.
    private static Output Pad(Gradients.GradientContext context)
    {
        var builder = context.Builder;
        var type = new Dictionary<string, object> { ["out_type"] = context.Input(1).DType };
        var before = context.Input(1);
        var taken = builder.Call("Shape", [context.Output()], type);
        var after = context.Call("Sub", context.Call("Sub", builder.Call("Shape", [context.Input(0)], type), taken), before);
        var paddings = builder.Call("Pack", [before, after], new Dictionary<string, object> { ["axis"] = 1L });
        return context.Call("Pad", context.Gradient()!.Value, paddings);
    }
}
