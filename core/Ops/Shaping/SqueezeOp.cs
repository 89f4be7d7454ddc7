using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Ops.Shaping;

/// <summary>Dims of size 1 go away.</summary>
public static class SqueezeOp
{
    [Op("squeeze")]
    public static OpDef Squeeze { get; } = new()
    {
        Name = "Squeeze",
        Summary = "The input without the listed dims, which must be of size 1; without all dims of size 1 when none are listed. "
            + "Nothing is copied.",
        Inputs = ["input: T"],
        Outputs = ["output: T"],
        Attrs = ["T: type", "squeeze_dims: list(int) >= 0 = []"],
        Parameters = ["input: input", "axis: squeeze_dims = []"],
        Example = "squeeze(x, [0])",
        Shape = context => context.Output(0, Drop(context.Input(0), context.Attrs.Ints("squeeze_dims"))),
        KnownElements = context => context.Input(0).Rank == 1 ? context.Elements(0) : null,
        ForwardsInputs = true,
        PassesOn = (_, input, output) => input.IsFullyDefined && input.Equals(output),
        Kernel = builder =>
        {
            var axes = builder.Attrs.Ints("squeeze_dims");
            return step => step.Forward(0, step.Input(0).Reshape(Drop(step.Input(0).Shape, axes)));
        },
        Gradient = context => [context.Call("Reshape", context.Gradient()!.Value, context.Call("Shape", context.Input(0)))],
    };

    private static Shape Drop(Shape shape, long[] axes)
    {
        if (!shape.HasRank)
            return shape;
        var dropped = Named(axes, shape.Rank);
        if (axes.Length == 0 && shape.Dims.Contains(Tensors.Shape.Unknown))
            return Tensors.Shape.UnknownRank;
        for (var axis = shape.Rank - 1; axis >= 0; axis--)
        {
            if (dropped[axis] && shape[axis] is not (1 or Tensors.Shape.Unknown))
                throw ShapeContext.Error($"Can not squeeze dim[{axis}], expected a dimension of 1, got {shape[axis]}");
            if (dropped[axis] || (axes.Length == 0 && shape[axis] == 1))
                shape = shape.Without(axis);
        }

        return shape;
    }

    private static bool[] Named(long[] axes, int rank)
    {
        var named = new bool[rank];
        for (var i = 0; i < axes.Length; i++)
        {
            if (axes[i] < -rank || axes[i] >= rank)
                throw ShapeContext.Error($"squeeze_dims[{i}] not in [{-rank},{rank}).");
            named[axes[i] < 0 ? axes[i] + rank : axes[i]] = true;
        }

        return named;
    }
}
