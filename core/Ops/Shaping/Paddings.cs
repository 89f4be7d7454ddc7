using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Ops.Shaping;

/// <summary>The margins that the ops of the Pad family take: a row of two numbers, before and behind, for each dim.</summary>
internal static class Paddings
{
    /// <summary>The padded shape, as far as input 0 and the margins, input 1, are known.</summary>
    public static void Infer(ShapeContext context)
    {
        var paddings = context.WithRank(1, 2);
        ShapeContext.Merge(paddings[1], 2);
        var input = context.Input(0);
        if (input.HasRank)
            ShapeContext.Merge(paddings[0], input.Rank);
        else if (paddings[0] != Shape.Unknown)
            input = Shape.OfRank((int)paddings[0]);
        else
            return;
        context.Output(0, context.Constant(1) is { } margins ? Pad(input, margins) : Shape.OfRank(input.Rank));
    }

    /// <summary>The shape with the margins added.</summary>
    public static Shape Pad(Shape shape, Tensor paddings)
    {
        if (paddings.Rank != 2 || paddings.Shape[1] != 2)
            throw IntegerTensors.Invalid($"paddings must be a matrix with 2 columns: {paddings.Shape}");
        if (paddings.Shape[0] != shape.Rank)
            throw IntegerTensors.Invalid(
                $"The first dimension of paddings must be the rank of inputs{paddings.Shape} {shape}");
        var (dims, names) = (new long[shape.Rank], new string?[shape.Rank]);
        for (var axis = 0; axis < dims.Length; axis++)
        {
            var (before, behind) = (paddings.Integer(2 * axis), paddings.Integer((2 * axis) + 1));
            if (before < 0 || behind < 0)
                throw IntegerTensors.Invalid($"Paddings must be non-negative: {before} {behind}");
            dims[axis] = PartialShapes.Add(shape[axis], before + behind);
            names[axis] = before + behind == 0 ? shape.NameOf(axis) : null;
        }

        return Shape.Named(dims, names);
    }

    /// <summary>The margins before and behind each dim, one after the other; null when they are not known or not valid.</summary>
    public static long[]? Margins(Tensor? paddings) =>
        paddings is { Rank: 2 } && paddings.Shape[1] == 2 && Array.TrueForAll(paddings.Integers(), margin => margin >= 0)
            ? paddings.Integers()
            : null;

    /// <summary>The margin before each dim.</summary>
    public static long[] Before(Tensor paddings)
    {
        var before = new long[paddings.Shape[0]];
        for (var axis = 0; axis < before.Length; axis++)
            before[axis] = paddings.Integer(2 * axis);
        return before;
    }
}
