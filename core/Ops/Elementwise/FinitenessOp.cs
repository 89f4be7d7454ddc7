using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;
using static GraphRun.Kernels.Elementwise;

namespace GraphRun.Ops.Elementwise;

/// <summary>Questions about NaN and infinity.</summary>
public static class FinitenessOp
{
    [Op("is_nan", "math.is_nan")]
    public static OpDef IsNan { get; } = Declare("IsNan", "Whether x is NaN.", "is_nan(x)", Test<IsNanOperator>);

    [Op("is_inf", "math.is_inf")]
    public static OpDef IsInf { get; } = Declare("IsInf", "Whether x is inf or -inf.", "is_inf(x)", Test<IsInfiniteOperator>);

    [Op("is_finite", "math.is_finite")]
    public static OpDef IsFinite { get; } = Declare(
        "IsFinite", "Whether x is neither NaN nor infinite.", "is_finite(x)", Test<IsFiniteOperator>);

    private static OpDef Declare(string name, string summary, string example, Action<Tensor, Tensor> compute) => new()
    {
        Name = name,
        Summary = summary,
        Inputs = ["x: T"],
        Outputs = ["y: bool"],
        Attrs = [Declaration.Floats],
        Example = example,
        Shape = ShapeRules.Unchanged,
        Kernel = Declaration.Unary(compute),
        Elementwise = ElementwiseForm.Broadcasting(Declaration.Unary(compute)),
        Gradient = GradientRules.Stop,
    };
}
