using GraphRun.Kernels;

namespace GraphRun.Ops.Optimizers;

/// <summary>Adam (Kingma and Ba, 2014).</summary>
public static class ApplyAdamOp
{
    private const string Summary =
        "m += (grad - m) * (1 - beta1); v += (grad * grad - v) * (1 - beta2); var -= lr * sqrt(1 - beta2_power) / (1 - "
        + "beta1_power) * m / (sqrt(v) + epsilon). With use_nesterov grad * (1 - beta1) + beta1 * m stands for m.";

    private const string Bounded = "ApplyAdam with vhat = max(vhat, v) in the place of v (Reddi et al., 2018).";

    [Op]
    public static OpDef ApplyAdam { get; } = ApplyDeclaration.Reference(
        "ApplyAdam",
        Summary,
        "var m v beta1_power beta2_power lr beta1 beta2 epsilon grad",
        2,
        ["use_nesterov: bool = false"],
        Dense);

    [Op]
    public static OpDef ResourceApplyAdam { get; } = ApplyDeclaration.Resource(
        "ResourceApplyAdam",
        Summary,
        "var m v beta1_power beta2_power lr beta1 beta2 epsilon grad",
        2,
        ["use_nesterov: bool = false"],
        Dense);

    [Op]
    public static OpDef ResourceApplyAdamWithAmsgrad { get; } = ApplyDeclaration.Resource(
        "ResourceApplyAdamWithAmsgrad",
        Bounded,
        "var m v vhat beta1_power beta2_power lr beta1 beta2 epsilon grad",
        3,
        [],
        _ => static (current, gradient, _, scalars, spare) => Update.Dense<AmsgradRule>(current, gradient, scalars, spare));

    /// <summary>GraphRun's own form of ResourceApplyAdamWithAmsgrad for reference variables.</summary>
    [Op]
    public static OpDef ApplyAdamWithAmsgrad { get; } = ApplyDeclaration.Reference(
        "ApplyAdamWithAmsgrad",
        Bounded,
        "var m v vhat beta1_power beta2_power lr beta1 beta2 epsilon grad",
        3,
        [],
        _ => static (current, gradient, _, scalars, spare) => Update.Dense<AmsgradRule>(current, gradient, scalars, spare));

    private static ApplyStep Dense(Graphs.Attrs attrs) => attrs.Bool("use_nesterov")
        ? static (current, gradient, _, scalars, spare) => Update.Dense<NesterovAdamRule>(current, gradient, scalars, spare)
        : static (current, gradient, _, scalars, spare) => Update.Dense<AdamRule>(current, gradient, scalars, spare);
}
