using GraphRun.Kernels;

namespace GraphRun.Ops.Reductions;

/// <summary>Sums.</summary>
public static class SumOp
{
    [Op("reduce_sum")]
    public static OpDef Sum { get; } = Declaration.Of(
        "Sum",
        "reduce_sum",
        "The sum over axes; 0 over no elements. Integers wrap on overflow.",
        Declaration.Numbers,
        Reduction.Sum,
        context => [Declaration.Stretch(context, context.Gradient()!.Value), null]);
}
