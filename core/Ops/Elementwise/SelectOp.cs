using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Ops.Elementwise;

/// <summary>Chooses between two tensors of one shape; the older op, whose condition may be a vector over rows.</summary>
public static class SelectOp
{
    [Op]
    public static OpDef Select { get; } = new()
    {
        Name = "Select",
        Summary = "Elements of t where the condition is true, of e where it is false. The condition has the shape of both, or is a vector that chooses rows, or a scalar.",
        Inputs = ["condition: bool", "t: T", "e: T"],
        Outputs = ["output: T"],
        Attrs = ["T: type"],
        Example = "Select([true, false], [1, 2], [3, 4])",
        Shape = context => context.Output(0, ShapeContext.Merge(context.Input(1), context.Input(2))),
        Kernel = _ => step =>
        {
            var (condition, x, y) = (step.Input(0), step.Input(1), step.Input(2));
            if (!x.Shape.Equals(y.Shape))
                throw ShapeContext.Error($"'then' and 'else' must have the same size.  but received: {x.Shape} vs. {y.Shape}");
            Kernels.Elementwise.Select(OverRows(condition, x.Shape), x, y, step.Allocate(0, x.Shape));
        },
        Gradient = context =>
        {
            var (gradient, condition) = (context.Gradient()!.Value, context.Input(0));
            var zeros = context.Call("ZerosLike", gradient);
            return [null, context.Call("Select", condition, gradient, zeros), context.Call("Select", condition, zeros, gradient)];
        },
    };

    /// <summary>A vector stands over the first dim, so dims of one follow it.</summary>
    private static Tensor OverRows(Tensor condition, Shape shape)
    {
        if (condition.Shape.Equals(shape) || condition.Rank == 0)
            return condition;
        if (condition.Rank != 1 || shape.Rank == 0 || condition.ElementCount != shape[0])
        {
            throw ShapeContext.Error(
                $"Inputs to operation Select must have the same size and shape.  Input 0: {condition.Shape} != input 1: {shape}");
        }

        var dims = new long[shape.Rank];
        Array.Fill(dims, 1);
        dims[0] = shape[0];
        return condition.Reshape(Shape.Of(dims));
    }
}
