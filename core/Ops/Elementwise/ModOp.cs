using GraphRun.Gradients;
using GraphRun.Kernels;
using static GraphRun.Kernels.Elementwise;

namespace GraphRun.Ops.Elementwise;

/// <summary>The remainders: with the sign of the divisor, or of the dividend.</summary>
public static class ModOp
{
    [Op("floormod", "mod", "floor_mod")]
    public static OpDef FloorMod { get; } = Declaration.Binary(
        "FloorMod",
        "The remainder with the sign of the divisor (Python's %), with broadcasting. Of integers by zero it is an error.",
        Declaration.RealNumbers,
        "floormod(7, -3)",
        BinaryScalar<FloorModOperator>,
        context =>
        {
            var gradient = context.Gradient()!.Value;
            var quotient = context.Call("FloorDiv", context.Input(0), context.Input(1));
            return Broadcasts.Reduce(context, gradient, context.Call("Mul", gradient, context.Call("Neg", quotient)));
        });

    /// <summary>The older op, which despite its name in Python rounds towards zero.</summary>
    [Op]
    public static OpDef Mod { get; } = Declaration.Binary(
        "Mod",
        "The remainder with the sign of the dividend (C's %), with broadcasting. Of integers by zero it is an error.",
        Declaration.RealNumbers,
        "Mod(-7, 3)",
        BinaryScalar<TruncateModOperator>,
        null);

    [Op("truncatemod")]
    public static OpDef TruncateMod { get; } = Declaration.Binary(
        "TruncateMod",
        "The remainder with the sign of the dividend (C's %), with broadcasting. Of integers by zero it is an error.",
        Declaration.RealNumbers,
        "truncatemod(-7, 3)",
        BinaryScalar<TruncateModOperator>,
        null);
}
