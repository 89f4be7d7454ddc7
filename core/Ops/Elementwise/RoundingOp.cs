using GraphRun.Gradients;
using GraphRun.Kernels;
using GraphRun.Tensors;
using static GraphRun.Kernels.Elementwise;

namespace GraphRun.Ops.Elementwise;

/// <summary>Rounding to whole numbers.</summary>
public static class RoundingOp
{
    [Op("floor", "math.floor")]
    public static OpDef Floor { get; } = Declaration.Unary(
        "Floor",
        "The greatest whole number that is not above x.",
        Declaration.Floats,
        "floor(x)",
        UnaryFloating<FloorOperator>,
        GradientRules.Stop);

    [Op("ceil", "math.ceil")]
    public static OpDef Ceil { get; } = Declaration.Unary(
        "Ceil",
        "The least whole number that is not below x.",
        Declaration.Floats,
        "ceil(x)",
        UnaryFloating<CeilingOperator>,
        GradientRules.Stop);

    [Op("rint", "math.rint")]
    public static OpDef Rint { get; } = Declaration.Unary(
        "Rint",
        "The nearest whole number, the even one of two.",
        Declaration.Floats,
        "rint(x)",
        UnaryFloating<RoundOperator>,
        GradientRules.Stop);

    [Op("round", "math.round")]
    public static OpDef Round { get; } = Declaration.Unary(
        "Round",
        "The nearest whole number, the even one of two; integers stay.",
        "T: {bfloat16, half, float, double, int8, int16, int32, int64}",
        "round(x)",
        RoundAny,
        GradientRules.Stop);

    private static void RoundAny(Tensor x, Tensor y)
    {
        if (x.DType.IsFloating())
            UnaryFloating<RoundOperator>(x, y);
        else
            Cast(x, y);
    }
}
