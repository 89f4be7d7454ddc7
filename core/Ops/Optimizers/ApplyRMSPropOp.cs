using GraphRun.Kernels;

namespace GraphRun.Ops.Optimizers;

/// <summary>RMSProp (Tieleman and Hinton, 2012).</summary>
public static class ApplyRMSPropOp
{
    private const string Summary =
        "ms += (grad * grad - ms) * (1 - rho); mom = mom * momentum + lr * grad / sqrt(ms + epsilon); var -= mom.";

    private const string OfSlices = "ApplyRMSProp for the slices along the first dim that indices number.";

    [Op]
    public static OpDef ApplyRMSProp { get; } = ApplyDeclaration.Reference(
        "ApplyRMSProp",
        Summary,
        "var ms mom lr rho momentum epsilon grad",
        2,
        [],
        _ => static (current, gradient, _, scalars, spare) => Update.Dense<RmsPropRule>(current, gradient, scalars, spare));

    [Op]
    public static OpDef ResourceApplyRMSProp { get; } = ApplyDeclaration.Resource(
        "ResourceApplyRMSProp",
        Summary,
        "var ms mom lr rho momentum epsilon grad",
        2,
        [],
        _ => static (current, gradient, _, scalars, spare) => Update.Dense<RmsPropRule>(current, gradient, scalars, spare));

    [Op]
    public static OpDef SparseApplyRMSProp { get; } = ApplyDeclaration.Reference(
        "SparseApplyRMSProp",
        OfSlices,
        "var ms mom lr rho momentum epsilon grad indices",
        2,
        [],
        _ => static (current, gradient, indices, scalars, spare) =>
            Update.Sparse<RmsPropRule>(current, gradient, indices!, scalars, spare));

    [Op]
    public static OpDef ResourceSparseApplyRMSProp { get; } = ApplyDeclaration.Resource(
        "ResourceSparseApplyRMSProp",
        OfSlices,
        "var ms mom lr rho momentum epsilon grad indices",
        2,
        [],
        _ => static (current, gradient, indices, scalars, spare) =>
            Update.Sparse<RmsPropRule>(current, gradient, indices!, scalars, spare));
}
