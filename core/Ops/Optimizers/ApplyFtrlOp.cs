using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.Optimizers;

/// <summary>Follow the regularized leader (McMahan et al., 2013).</summary>
public static class ApplyFtrlOp
{
    private const string Summary = "accum_new = accum + grad * grad; linear += grad - (accum_new^-lr_power - accum^-lr_power) / lr * var; "
        + "quadratic = accum_new^-lr_power / lr + 2 * l2; var = (sign(linear) * l1 - linear) / quadratic if |linear| > l1 else 0.";

    private const string Shrinking = "ApplyFtrl whose linear also grows by 2 * l2_shrinkage * var.";

    private const string OfSlices = "ApplyFtrl for the slices along the first dim that indices number.";

    private const string ShrinkingOfSlices = "ApplyFtrlV2 for the slices along the first dim that indices number.";

    [Op]
    public static OpDef ApplyFtrl { get; } = ApplyDeclaration.Reference(
        "ApplyFtrl",
        Summary,
        "var accum linear grad lr l1 l2 lr_power",
        2,
        [],
        _ => Step);

    [Op]
    public static OpDef ResourceApplyFtrl { get; } = ApplyDeclaration.Resource(
        "ResourceApplyFtrl",
        Summary,
        "var accum linear grad lr l1 l2 lr_power",
        2,
        [],
        _ => Step);

    [Op]
    public static OpDef ApplyFtrlV2 { get; } = ApplyDeclaration.Reference(
        "ApplyFtrlV2",
        Shrinking,
        "var accum linear grad lr l1 l2 l2_shrinkage lr_power",
        2,
        [],
        _ => Step);

    [Op]
    public static OpDef ResourceApplyFtrlV2 { get; } = ApplyDeclaration.Resource(
        "ResourceApplyFtrlV2",
        Shrinking,
        "var accum linear grad lr l1 l2 l2_shrinkage lr_power",
        2,
        [],
        _ => Step);

    [Op]
    public static OpDef SparseApplyFtrl { get; } = ApplyDeclaration.Reference(
        "SparseApplyFtrl",
        OfSlices,
        "var accum linear grad indices lr l1 l2 lr_power",
        2,
        [],
        _ => Step);

    [Op]
    public static OpDef ResourceSparseApplyFtrl { get; } = ApplyDeclaration.Resource(
        "ResourceSparseApplyFtrl",
        OfSlices,
        "var accum linear grad indices lr l1 l2 lr_power",
        2,
        [],
        _ => Step);

    [Op]
    public static OpDef SparseApplyFtrlV2 { get; } = ApplyDeclaration.Reference(
        "SparseApplyFtrlV2",
        ShrinkingOfSlices,
        "var accum linear grad indices lr l1 l2 l2_shrinkage lr_power",
        2,
        [],
        _ => Step);

    [Op]
    public static OpDef ResourceSparseApplyFtrlV2 { get; } = ApplyDeclaration.Resource(
        "ResourceSparseApplyFtrlV2",
        ShrinkingOfSlices,
        "var accum linear grad indices lr l1 l2 l2_shrinkage lr_power",
        2,
        [],
        _ => Step);

    /// <summary>The first version has no shrinkage.</summary>
    private static Tensor[] Step(Tensor[] current, Tensor gradient, Tensor? indices, Tensor[] scalars, Tensor?[] spare)
    {
        if (scalars.Length == 4)
            scalars = [scalars[0], scalars[1], scalars[2], Gradients.Scalars.Of(0, scalars[0].DType), scalars[3]];
        return IsRoot(scalars[4])
            ? Step<FtrlRule<FtrlRoot>>(current, gradient, indices, scalars, spare)
            : Step<FtrlRule<FtrlPower>>(current, gradient, indices, scalars, spare);
    }

    private static Tensor[] Step<TRule>(Tensor[] current, Tensor gradient, Tensor? indices, Tensor[] scalars, Tensor?[] spare)
        where TRule : struct, IUpdateRule => indices is null
            ? Update.Dense<TRule>(current, gradient, scalars, spare)
            : Update.Sparse<TRule>(current, gradient, indices, scalars, spare);

    private static bool IsRoot(Tensor power)
    {
        var wide = Tensor.Allocate(DType.Float64, Shape.Scalar);
        Kernels.Elementwise.Cast(power, wide);
        return wide.Value<double>() == -0.5;
    }
}
