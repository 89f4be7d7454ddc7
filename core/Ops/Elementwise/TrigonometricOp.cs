using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Kernels;
using static GraphRun.Kernels.Elementwise;

namespace GraphRun.Ops.Elementwise;

/// <summary>Sine, cosine, tangent and their inverses.</summary>
public static class TrigonometricOp
{
    [Op("sin", "math.sin")]
    public static OpDef Sin { get; } = Declaration.Unary(
        "Sin",
        "The sine of an angle in radians; NaN at infinities.",
        Declaration.FloatsAndComplex,
        "sin(x)",
        UnaryInexact<SinOperator>,
        context => Declaration.Times(context, context.Call("Cos", context.Input(0))));

    [Op("cos", "math.cos")]
    public static OpDef Cos { get; } = Declaration.Unary(
        "Cos",
        "The cosine of an angle in radians; NaN at infinities.",
        Declaration.FloatsAndComplex,
        "cos(x)",
        UnaryInexact<CosOperator>,
        context => Declaration.Times(context, context.Call("Neg", context.Call("Sin", context.Input(0)))));

    [Op("tan", "math.tan")]
    public static OpDef Tan { get; } = Declaration.Unary(
        "Tan",
        "The tangent of an angle in radians; NaN at infinities.",
        Declaration.FloatsAndComplex,
        "tan(x)",
        UnaryInexact<TanOperator>,
        context => Declaration.Over(context, context.Call("Square", context.Call("Cos", context.Input(0)))));

    [Op("asin", "math.asin")]
    public static OpDef Asin { get; } = Declaration.Unary(
        "Asin",
        "The arc sine, from -pi/2 to pi/2; NaN beyond -1 and 1.",
        Declaration.FloatsAndComplex,
        "asin(x)",
        UnaryInexact<AsinOperator>,
        context => Declaration.Over(context, OtherSide(context)));

    [Op("acos", "math.acos")]
    public static OpDef Acos { get; } = Declaration.Unary(
        "Acos",
        "The arc cosine, from 0 to pi; NaN beyond -1 and 1.",
        Declaration.FloatsAndComplex,
        "acos(x)",
        UnaryInexact<AcosOperator>,
        context => Declaration.Over(context, context.Call("Neg", OtherSide(context))));

    [Op("atan", "math.atan")]
    public static OpDef Atan { get; } = Declaration.Unary(
        "Atan",
        "The arc tangent, from -pi/2 to pi/2.",
        Declaration.FloatsAndComplex,
        "atan(x)",
        UnaryInexact<AtanOperator>,
        context => Declaration.Over(context, Declaration.OnePlusSquare(context)));

    [Op("atan2", "math.atan2")]
    public static OpDef Atan2 { get; } = new()
    {
        Name = "Atan2",
        Summary = "The angle of the point (x, y), y first, from -pi to pi, with broadcasting; the signs of zeros count.",
        Inputs = ["y: T", "x: T"],
        Outputs = ["z: T"],
        Attrs = [Declaration.Floats],
        Example = "atan2(x, y)",
        Shape = ShapeRules.Broadcast,
        WorksInPlace = true,
        Kernel = Declaration.Binary(BinaryFloating<Atan2Operator>),
        Elementwise = ElementwiseForm.Broadcasting(Declaration.Binary(BinaryFloating<Atan2Operator>)),
        Gradient = context =>
        {
            var (y, x) = (context.Input(0), context.Input(1));
            var square = context.Call("AddV2", context.Call("Square", x), context.Call("Square", y));
            var slope = context.Call("RealDiv", context.Gradient()!.Value, square);
            return Broadcasts.Reduce(context, context.Call("Mul", x, slope), context.Call("Mul", context.Call("Neg", y), slope));
        },
    };

    /// <summary><c>sqrt(1 - x²)</c></summary>
    private static Output OtherSide(GradientContext context) => context.Call("Sqrt", Declaration.OneMinusSquare(context));
}
