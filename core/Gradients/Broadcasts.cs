using GraphRun.Graphs;

namespace GraphRun.Gradients;

/// <summary>Gradients of broadcasting: what was stretched is summed back (TensorFlow's <c>_ReduceGradientArgs</c> in <c>math_grad.py</c>).</summary>
public static class Broadcasts
{
    /// <summary>The gradients of the two inputs of a broadcasting op, each in its input's own shape.</summary>
    public static IReadOnlyList<Output?> Reduce(GradientContext context, Output? left, Output? right)
    {
        var (x, y) = (context.Input(0), context.Input(1));
        if (x.Shape.IsFullyDefined && x.Shape.Equals(y.Shape))
            return [left, right];
        var (shapeX, shapeY) = (context.Call("Shape", x), context.Call("Shape", y));
        var axes = context.Call("BroadcastGradientArgs", shapeX, shapeY).Node;
        return [Reduce(context, left, new Output(axes, 0), shapeX), Reduce(context, right, new Output(axes, 1), shapeY)];
    }

    /// <summary>A gradient summed back to the shape of the input that was stretched.</summary>
    public static Output ReduceTo(GradientContext context, Output gradient, Output input)
    {
        if (input.Shape.IsFullyDefined && input.Shape.Equals(gradient.Shape))
            return gradient;
        var shape = context.Call("Shape", input);
        var axes = new Output(context.Call("BroadcastGradientArgs", shape, context.Call("Shape", gradient)).Node, 0);
        return context.Call("Reshape", context.Call("Sum", gradient, axes), shape);
    }

    private static Output? Reduce(GradientContext context, Output? gradient, Output axes, Output shape) =>
        gradient is { } value ? context.Call("Reshape", context.Call("Sum", value, axes), shape) : null;
}
