using GraphRun.Kernels;

namespace GraphRun.Ops.Optimizers;

/// <summary>AdaMax (Kingma and Ba, 2014).</summary>
public static class ApplyAdaMaxOp
{
    private const string Summary =
        "m += (grad - m) * (1 - beta1); v = max(beta2 * v, abs(grad)); var -= lr / (1 - beta1_power) * m / (v + "
        + "epsilon).";

    [Op]
    public static OpDef ApplyAdaMax { get; } = ApplyDeclaration.Reference(
        "ApplyAdaMax",
        Summary,
        "var m v beta1_power lr beta1 beta2 epsilon grad",
        2,
        [],
        _ => static (current, gradient, _, scalars, spare) => Update.Dense<AdaMaxRule>(current, gradient, scalars, spare));

    [Op]
    public static OpDef ResourceApplyAdaMax { get; } = ApplyDeclaration.Resource(
        "ResourceApplyAdaMax",
        Summary,
        "var m v beta1_power lr beta1 beta2 epsilon grad",
        2,
        [],
        _ => static (current, gradient, _, scalars, spare) => Update.Dense<AdaMaxRule>(current, gradient, scalars, spare));
}
