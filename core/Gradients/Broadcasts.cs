using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Gradients;

/// <summary>
/// Gradients of broadcasting: what was stretched is summed back (TensorFlow's <c>_ReduceGradientArgs</c> in <c>math_grad.py</c>).
/// </summary>
public static class Broadcasts
{
    /// <summary>The gradients of the two inputs of a broadcasting op, each in its input's own shape.</summary>
    public static IReadOnlyList<Output?> Reduce(GradientContext context, Output? left, Output? right)
    {
        var (x, y) = (context.Input(0), context.Input(1));
        if (StretchedAxes(x.Shape, y.Shape) is { } axesX && StretchedAxes(y.Shape, x.Shape) is { } axesY)
            return [Reduce(context, left, axesX, y.Shape.Rank - x.Shape.Rank), Reduce(context, right, axesY, x.Shape.Rank - y.Shape.Rank)];
        var (shapeX, shapeY) = (context.Call("Shape", x), context.Call("Shape", y));
        var axes = context.Call("BroadcastGradientArgs", shapeX, shapeY).Node;
        return [Reduce(context, left, new Output(axes, 0), shapeX), Reduce(context, right, new Output(axes, 1), shapeY)];
    }

    /// <summary>A gradient summed back to the shape of the input that was stretched.</summary>
    public static Output ReduceTo(GradientContext context, Output gradient, Output input)
    {
        if (StretchedAxes(input.Shape, gradient.Shape) is { } known)
            return Reduce(context, gradient, known, gradient.Shape.Rank - input.Shape.Rank)!.Value;
        var shape = context.Call("Shape", input);
        var axes = new Output(context.Call("BroadcastGradientArgs", shape, context.Call("Shape", gradient)).Node, 0);
        return context.Call("Reshape", context.Call("Sum", gradient, axes), shape);
    }

    /// <summary>
    /// The axes of the result in which a shape is stretched to go with another, where that is certain without a run; an axis in which it is
    /// of size 1 counts as stretched even if the other one's size is not known, because a sum over one element changes nothing.
    /// </summary>
    private static List<int>? StretchedAxes(Shape shape, Shape other)
    {
        if (!shape.HasRank || !other.HasRank)
            return null;
        var axes = new List<int>();
        var rank = Math.Max(shape.Rank, other.Rank);
        for (var axis = 0; axis < rank; axis++)
        {
            var (own, others) = (axis - (rank - shape.Rank), axis - (rank - other.Rank));
            if (own < 0 || (shape[own] == 1 && others >= 0 && other[others] != 1))
                axes.Add(axis);
            else if (shape[own] == Shape.Unknown && others >= 0 && other[others] != 1 && !HaveOneName(shape, own, other, others))
                return null;
        }

        return axes;
    }

    private static bool HaveOneName(Shape shape, int own, Shape other, int others) =>
        shape.NameOf(own) is { } name && name == other.NameOf(others);

    /// <param name="missing">How many of the first axes the input does not have at all.</param>
    private static Output? Reduce(GradientContext context, Output? gradient, List<int> axes, int missing)
    {
        if (gradient is not { } value || axes.Count == 0)
            return gradient;
        missing = Math.Max(missing, 0);
        int[] kept = [.. axes.Where(axis => axis >= missing)];
        if (kept.Length > 0)
            value = context.Call("Sum", [value, context.Constant(kept)], ("keep_dims", true));
        return missing > 0 ? context.Call("Sum", value, context.Constant([.. axes.Take(missing)])) : value;
    }

    private static Output? Reduce(GradientContext context, Output? gradient, Output axes, Output shape) =>
        gradient is { } value ? context.Call("Reshape", context.Call("Sum", value, axes), shape) : null;
}
