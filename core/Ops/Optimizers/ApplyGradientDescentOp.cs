using GraphRun.Kernels;

namespace GraphRun.Ops.Optimizers;

/// <summary>Steepest descent.</summary>
public static class ApplyGradientDescentOp
{
    private const string Summary = "var -= alpha * delta.";

    [Op]
    public static OpDef ApplyGradientDescent { get; } = ApplyDeclaration.Reference(
        "ApplyGradientDescent",
        Summary,
        "var alpha delta",
        0,
        [],
        _ => static (current, gradient, _, scalars, spare) => Update.Dense<GradientDescentRule>(current, gradient, scalars, spare));

    [Op]
    public static OpDef ResourceApplyGradientDescent { get; } = ApplyDeclaration.Resource(
        "ResourceApplyGradientDescent",
        Summary,
        "var alpha delta",
        0,
        [],
        _ => static (current, gradient, _, scalars, spare) => Update.Dense<GradientDescentRule>(current, gradient, scalars, spare));
}
