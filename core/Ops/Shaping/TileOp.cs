using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.Shaping;

/// <summary>A tensor many times over.</summary>
public static class TileOp
{
    [Op("tile")]
    public static OpDef Tile { get; } = new()
    {
        Name = "Tile",
        Summary = "The input as often along each dim as multiples says.",
        Inputs = ["input: T", "multiples: Tmultiples"],
        Outputs = ["output: T"],
        Attrs = ["T: type", "Tmultiples: {int32, int64} = DT_INT32"],
        Example = "tile(x, [2, 1])",
        Shape = Infer,
        Kernel = _ => step =>
        {
            var (input, multiples) = (step.Input(0), step.Input(1));
            if (multiples.Rank != 1 || multiples.ElementCount != input.Rank)
                throw IntegerTensors.Invalid(
                    $"Expected multiples argument to be a vector of length {input.Rank} but got length {multiples.ElementCount}");
            Repeating.Tile(input, step.Allocate(0, Multiply(input.Shape, multiples.Integers())));
        },
        Gradient = context => [Sum(context), null],
    };

    private static void Infer(ShapeContext context)
    {
        var length = context.WithRank(1, 1)[0];
        var input = context.Input(0);
        if (input.HasRank)
            ShapeContext.Merge(length, input.Rank);
        else if (length != Tensors.Shape.Unknown)
            input = Tensors.Shape.OfRank((int)length);
        else
            return;
        var multiples = context.Elements(1)?.Select(element => element.Value ?? Tensors.Shape.Unknown).ToArray();
        context.Output(0, multiples is null ? Tensors.Shape.OfRank(input.Rank) : Multiply(input, multiples));
    }

    private static Shape Multiply(Shape input, long[] multiples)
    {
        var (dims, names) = (new long[input.Rank], new string?[input.Rank]);
        for (var axis = 0; axis < dims.Length; axis++)
        {
            if (multiples[axis] < Tensors.Shape.Unknown)
                throw IntegerTensors.Invalid($"Expected multiples[{axis}] >= 0, but got {multiples[axis]}");
            dims[axis] = PartialShapes.Multiply(input[axis], multiples[axis]);
            names[axis] = multiples[axis] == 1 ? input.NameOf(axis) : null;
        }

        return Tensors.Shape.Named(dims, names);
    }

    // Seen as [multiple, size, multiple, size, ...] the gradient is summed over the multiples.
    private static Output Sum(GradientContext context)
    {
        var builder = context.Builder;
        var dtype = context.Input(1).DType;
        var shape = builder.Call("Shape", [context.Input(0)], new Dictionary<string, object> { ["out_type"] = dtype });
        var pairs = builder.Call("Pack", [context.Input(1), shape], new Dictionary<string, object> { ["axis"] = 1L });
        var split = context.Call("Reshape", pairs, builder.Constant(Tensor.Vector(-1)));
        var count = builder.Call("Size", [split], null);
        var axes = context.Call("Range", builder.Constant(Tensor.Scalar(0)), count, builder.Constant(Tensor.Scalar(2)));
        return context.Call("Sum", context.Call("Reshape", context.Gradient()!.Value, split), axes);
    }
}
