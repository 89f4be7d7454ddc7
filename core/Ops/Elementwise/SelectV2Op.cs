using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Ops.Elementwise;

/// <summary>Chooses between two tensors.</summary>
public static class SelectV2Op
{
    [Op("where_v2", "select_v2")]
    public static OpDef SelectV2 { get; } = new()
    {
        Name = "SelectV2",
        Summary = "Elements of t where the condition is true, of e where it is false, with broadcasting of all three.",
        Inputs = ["condition: bool", "t: T", "e: T"],
        Outputs = ["output: T"],
        Attrs = ["T: type"],
        Example = "SelectV2(x > 0, x, 0)",
        Shape = ShapeRules.Broadcast,
        Kernel = _ => Choose,
        Elementwise = ElementwiseForm.Broadcasting(_ => Choose),
        Gradient = context =>
        {
            var (gradient, condition) = (context.Gradient()!.Value, context.Input(0));
            var zeros = context.Call("ZerosLike", gradient);
            var chosen = context.Call("SelectV2", condition, gradient, zeros);
            var other = context.Call("SelectV2", condition, zeros, gradient);
            return [null, Broadcasts.ReduceTo(context, chosen, context.Input(1)), Broadcasts.ReduceTo(context, other, context.Input(2))];
        },
    };

    private static void Choose(Execution.Step step)
    {
        var (condition, x, y) = (step.Input(0), step.Input(1), step.Input(2));
        var shape = Broadcasting.Combine(condition.Shape, Broadcasting.Combine(x.Shape, y.Shape));
        Kernels.Elementwise.Select(condition, x, y, step.Allocate(0, shape));
    }
}
