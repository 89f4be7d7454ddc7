using GraphRun.Kernels;

namespace GraphRun.Ops.Optimizers;

/// <summary>RMSProp by the variance of the gradient instead of its mean square.</summary>
public static class ApplyCenteredRMSPropOp
{
    private const string Summary =
        "ms += (grad * grad - ms) * (1 - rho); mg += (grad - mg) * (1 - rho); mom = mom * momentum + lr * grad / "
        + "sqrt(ms - mg * mg + epsilon); var -= mom.";

    private const string OfSlices = "ApplyCenteredRMSProp for the slices along the first dim that indices number.";

    [Op]
    public static OpDef ApplyCenteredRMSProp { get; } = ApplyDeclaration.Reference(
        "ApplyCenteredRMSProp",
        Summary,
        "var mg ms mom lr rho momentum epsilon grad",
        3,
        [],
        _ => static (current, gradient, _, scalars, spare) => Update.Dense<CenteredRmsPropRule>(current, gradient, scalars, spare));

    [Op]
    public static OpDef ResourceApplyCenteredRMSProp { get; } = ApplyDeclaration.Resource(
        "ResourceApplyCenteredRMSProp",
        Summary,
        "var mg ms mom lr rho momentum epsilon grad",
        3,
        [],
        _ => static (current, gradient, _, scalars, spare) => Update.Dense<CenteredRmsPropRule>(current, gradient, scalars, spare));

    [Op]
    public static OpDef SparseApplyCenteredRMSProp { get; } = ApplyDeclaration.Reference(
        "SparseApplyCenteredRMSProp",
        OfSlices,
        "var mg ms mom lr rho momentum epsilon grad indices",
        3,
        [],
        _ => static (current, gradient, indices, scalars, spare) =>
            Update.Sparse<CenteredRmsPropRule>(current, gradient, indices!, scalars, spare));

    [Op]
    public static OpDef ResourceSparseApplyCenteredRMSProp { get; } = ApplyDeclaration.Resource(
        "ResourceSparseApplyCenteredRMSProp",
        OfSlices,
        "var mg ms mom lr rho momentum epsilon grad indices",
        3,
        [],
        _ => static (current, gradient, indices, scalars, spare) =>
            Update.Sparse<CenteredRmsPropRule>(current, gradient, indices!, scalars, spare));
}
