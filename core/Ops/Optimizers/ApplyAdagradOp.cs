using GraphRun.Kernels;

namespace GraphRun.Ops.Optimizers;

/// <summary>Adagrad (Duchi et al., 2011).</summary>
public static class ApplyAdagradOp
{
    private const string Summary = "accum += grad * grad; var -= lr * grad / sqrt(accum). Without update_slots accum stays as it is.";

    private const string OfSlices = "ApplyAdagrad for the slices along the first dim that indices number.";

    [Op]
    public static OpDef ApplyAdagrad { get; } = ApplyDeclaration.Reference(
        "ApplyAdagrad",
        Summary,
        "var accum lr grad",
        1,
        ["update_slots: bool = true"],
        Dense);

    [Op]
    public static OpDef ResourceApplyAdagrad { get; } = ApplyDeclaration.Resource(
        "ResourceApplyAdagrad",
        Summary,
        "var accum lr grad",
        1,
        ["update_slots: bool = true"],
        Dense);

    [Op]
    public static OpDef SparseApplyAdagrad { get; } = ApplyDeclaration.Reference(
        "SparseApplyAdagrad",
        OfSlices,
        "var accum lr grad indices",
        1,
        ["update_slots: bool = true"],
        Sparse);

    [Op]
    public static OpDef ResourceSparseApplyAdagrad { get; } = ApplyDeclaration.Resource(
        "ResourceSparseApplyAdagrad",
        OfSlices,
        "var accum lr grad indices",
        1,
        ["update_slots: bool = true"],
        Sparse);

    private static ApplyStep Dense(Graphs.Attrs attrs) => attrs.Bool("update_slots")
        ? static (current, gradient, _, scalars, spare) => Update.Dense<AdagradRule>(current, gradient, scalars, spare)
        : static (current, gradient, _, scalars, spare) => Update.Dense<AdagradOfFixedSlotsRule>(current, gradient, scalars, spare);

    private static ApplyStep Sparse(Graphs.Attrs attrs) => attrs.Bool("update_slots")
        ? static (current, gradient, indices, scalars, spare) => Update.Sparse<AdagradRule>(current, gradient, indices!, scalars, spare)
        : static (current, gradient, indices, scalars, spare) =>
            Update.Sparse<AdagradOfFixedSlotsRule>(current, gradient, indices!, scalars, spare);
}
