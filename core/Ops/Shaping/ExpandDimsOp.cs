using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Ops.Shaping;

/// <summary>A new dim of size 1.</summary>
public static class ExpandDimsOp
{
    [Op("expand_dims")]
    public static OpDef ExpandDims { get; } = new()
    {
        Name = "ExpandDims",
        Summary = "The input with a dim of size 1 before the dim of the given number; -1 puts it last. Nothing is copied.",
        Inputs = ["input: T", "dim: Tdim"],
        Outputs = ["output: T"],
        Attrs = ["T: type", "Tdim: {int32, int64} = DT_INT32"],
        Parameters = ["input: input", "axis: dim"],
        Example = "expand_dims(x, 0)",
        Shape = context =>
        {
            if (context.Constant(1) is not { } dim)
                context.Output(0, context.Input(0).HasRank ? Tensors.Shape.OfRank(context.Input(0).Rank + 1) : Tensors.Shape.UnknownRank);
            else if (dim.ElementCount != 1)
                throw ShapeContext.Error("'dim' input must be a tensor with a single value");
            else
                context.Output(0, Expand(context.Input(0), dim.Integers()[0]));
        },
        KnownElements = context => context.Input(0).Rank == 0 ? context.Elements(0) : null,
        ForwardsInputs = true,
        PassesOn = (_, input, output) => input.IsFullyDefined && input.Equals(output),
        Kernel = _ => step => step.Forward(0, step.Input(0).Reshape(Expand(step.Input(0).Shape, step.Integer(1, "dim")))),
        Gradient = context => [context.Call("Reshape", context.Gradient()!.Value, context.Call("Shape", context.Input(0))), null],
    };

    private static Shape Expand(Shape shape, long dim)
    {
        if (!shape.HasRank)
            return shape;
        var rank = shape.Rank;
        if (dim < -rank - 1 || dim > rank)
            throw ShapeContext.Error($"dim {dim} not in the interval [{-rank - 1}, {rank}].");
        return shape.Insert((int)(dim < 0 ? dim + rank + 1 : dim), 1);
    }
}
