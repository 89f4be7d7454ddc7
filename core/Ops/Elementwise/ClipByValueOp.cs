using GraphRun.Gradients;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.Elementwise;

/// <summary>Bounds numbers.</summary>
public static class ClipByValueOp
{
    [Op("clip_by_value")]
    public static OpDef ClipByValue { get; } = new()
    {
        Name = "ClipByValue",
        Summary = "min(max(t, clip_value_min), clip_value_max); the bounds are scalars or have the shape of t. NaN stays.",
        Inputs = ["t: T", "clip_value_min: T", "clip_value_max: T"],
        Outputs = ["output: T"],
        Attrs = [Declaration.RealNumbers],
        Example = "clip_by_value(x, 0, 1)",
        Shape = ShapeRules.Broadcast,
        WorksInPlace = true,
        Kernel = _ => Clip,
        Elementwise = ElementwiseForm.Broadcasting(_ => Clip),
        Gradient = context =>
        {
            var gradient = context.Gradient()!.Value;
            var zeros = context.Call("ZerosLike", gradient);
            var isLow = context.Call("Less", context.Input(0), context.Input(1));
            var isHigh = context.Call("Greater", context.Input(0), context.Input(2));
            var inside = context.Call("SelectV2", context.Call("LogicalOr", isLow, isHigh), zeros, gradient);
            return
            [
                Broadcasts.ReduceTo(context, inside, context.Input(0)),
                Broadcasts.ReduceTo(context, context.Call("SelectV2", isLow, gradient, zeros), context.Input(1)),
                Broadcasts.ReduceTo(context, context.Call("SelectV2", isHigh, gradient, zeros), context.Input(2)),
            ];
        },
    };

    private static void Clip(Execution.Step step)
    {
        var (x, low, high) = (step.Input(0), step.Input(1), step.Input(2));
        var shape = Broadcasting.Combine(x.Shape, Broadcasting.Combine(low.Shape, high.Shape));
        Kernels.Elementwise.Ternary<ClipOperator>(x, low, high, step.Allocate(0, shape));
    }
}
