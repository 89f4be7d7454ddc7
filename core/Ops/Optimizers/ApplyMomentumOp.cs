using GraphRun.Kernels;

namespace GraphRun.Ops.Optimizers;

/// <summary>Descent with momentum.</summary>
public static class ApplyMomentumOp
{
    private const string Summary =
        "accum = accum * momentum + grad; var -= lr * accum. With use_nesterov var -= grad * lr + accum * momentum * "
        + "lr.";

    private const string OfSlices = "ApplyMomentum for the slices along the first dim that indices number.";

    [Op]
    public static OpDef ApplyMomentum { get; } = ApplyDeclaration.Reference(
        "ApplyMomentum",
        Summary,
        "var accum lr grad momentum",
        1,
        ["use_nesterov: bool = false"],
        Dense);

    [Op]
    public static OpDef ResourceApplyMomentum { get; } = ApplyDeclaration.Resource(
        "ResourceApplyMomentum",
        Summary,
        "var accum lr grad momentum",
        1,
        ["use_nesterov: bool = false"],
        Dense);

    [Op]
    public static OpDef SparseApplyMomentum { get; } = ApplyDeclaration.Reference(
        "SparseApplyMomentum",
        OfSlices,
        "var accum lr grad indices momentum",
        1,
        ["use_nesterov: bool = false"],
        Sparse);

    [Op]
    public static OpDef ResourceSparseApplyMomentum { get; } = ApplyDeclaration.Resource(
        "ResourceSparseApplyMomentum",
        OfSlices,
        "var accum lr grad indices momentum",
        1,
        ["use_nesterov: bool = false"],
        Sparse);

    private static ApplyStep Dense(Graphs.Attrs attrs) => attrs.Bool("use_nesterov")
        ? static (current, gradient, _, scalars, spare) => Update.Dense<NesterovRule>(current, gradient, scalars, spare)
        : static (current, gradient, _, scalars, spare) => Update.Dense<MomentumRule>(current, gradient, scalars, spare);

    private static ApplyStep Sparse(Graphs.Attrs attrs) => attrs.Bool("use_nesterov")
        ? static (current, gradient, indices, scalars, spare) => Update.Sparse<NesterovRule>(current, gradient, indices!, scalars, spare)
        : static (current, gradient, indices, scalars, spare) => Update.Sparse<MomentumRule>(current, gradient, indices!, scalars, spare);
}
