using GraphRun.Kernels;

namespace GraphRun.Ops.Optimizers;

/// <summary>Adadelta (Zeiler, 2012).</summary>
public static class ApplyAdadeltaOp
{
    private const string Summary =
        "accum = rho * accum + (1 - rho) * grad * grad; update = sqrt(accum_update + epsilon) / sqrt(accum + epsilon) "
        + "* grad; accum_update = rho * accum_update + (1 - rho) * update * update; var -= lr * update.";

    private const string OfSlices = "ApplyAdadelta for the slices along the first dim that indices number.";

    [Op]
    public static OpDef ApplyAdadelta { get; } = ApplyDeclaration.Reference(
        "ApplyAdadelta",
        Summary,
        "var accum accum_update lr rho epsilon grad",
        2,
        [],
        _ => static (current, gradient, _, scalars, spare) => Update.Dense<AdadeltaRule>(current, gradient, scalars, spare));

    [Op]
    public static OpDef ResourceApplyAdadelta { get; } = ApplyDeclaration.Resource(
        "ResourceApplyAdadelta",
        Summary,
        "var accum accum_update lr rho epsilon grad",
        2,
        [],
        _ => static (current, gradient, _, scalars, spare) => Update.Dense<AdadeltaRule>(current, gradient, scalars, spare));

    [Op]
    public static OpDef SparseApplyAdadelta { get; } = ApplyDeclaration.Reference(
        "SparseApplyAdadelta",
        OfSlices,
        "var accum accum_update lr rho epsilon grad indices",
        2,
        [],
        _ => static (current, gradient, indices, scalars, spare) =>
            Update.Sparse<AdadeltaRule>(current, gradient, indices!, scalars, spare));

    [Op]
    public static OpDef ResourceSparseApplyAdadelta { get; } = ApplyDeclaration.Resource(
        "ResourceSparseApplyAdadelta",
        OfSlices,
        "var accum accum_update lr rho epsilon grad indices",
        2,
        [],
        _ => static (current, gradient, indices, scalars, spare) =>
            Update.Sparse<AdadeltaRule>(current, gradient, indices!, scalars, spare));
}
