using GraphRun.Kernels;

namespace GraphRun.Ops.Optimizers;

/// <summary>Adagrad with an epsilon beside the root.</summary>
public static class ApplyAdagradV2Op
{
    private const string Summary =
        "accum += grad * grad; var -= lr * grad / (sqrt(accum) + epsilon). Without update_slots accum stays as it is.";

    private const string OfSlices = "ApplyAdagradV2 for the slices along the first dim that indices number.";

    [Op]
    public static OpDef ApplyAdagradV2 { get; } = ApplyDeclaration.Reference(
        "ApplyAdagradV2",
        Summary,
        "var accum lr epsilon grad",
        1,
        ["update_slots: bool = true"],
        Dense);

    [Op]
    public static OpDef ResourceApplyAdagradV2 { get; } = ApplyDeclaration.Resource(
        "ResourceApplyAdagradV2",
        Summary,
        "var accum lr epsilon grad",
        1,
        ["update_slots: bool = true"],
        Dense);

    [Op]
    public static OpDef SparseApplyAdagradV2 { get; } = ApplyDeclaration.Reference(
        "SparseApplyAdagradV2",
        OfSlices,
        "var accum lr epsilon grad indices",
        1,
        ["update_slots: bool = true"],
        Sparse);

    [Op]
    public static OpDef ResourceSparseApplyAdagradV2 { get; } = ApplyDeclaration.Resource(
        "ResourceSparseApplyAdagradV2",
        OfSlices,
        "var accum lr epsilon grad indices",
        1,
        ["update_slots: bool = true"],
        Sparse);

    private static ApplyStep Dense(Graphs.Attrs attrs) => attrs.Bool("update_slots")
        ? static (current, gradient, _, scalars, spare) => Update.Dense<AdagradV2Rule>(current, gradient, scalars, spare)
        : static (current, gradient, _, scalars, spare) => Update.Dense<AdagradV2OfFixedSlotsRule>(current, gradient, scalars, spare);

    private static ApplyStep Sparse(Graphs.Attrs attrs) => attrs.Bool("update_slots")
        ? static (current, gradient, indices, scalars, spare) => Update.Sparse<AdagradV2Rule>(current, gradient, indices!, scalars, spare)
        : static (current, gradient, indices, scalars, spare) =>
            Update.Sparse<AdagradV2OfFixedSlotsRule>(current, gradient, indices!, scalars, spare);
}
