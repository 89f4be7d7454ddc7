using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Kernels;
using static GraphRun.Kernels.Elementwise;

namespace GraphRun.Ops.Elementwise;

/// <summary>Products and quotients that are 0 where a factor is, whatever the other is.</summary>
public static class GuardedDivisionOp
{
    [Op("div_no_nan", "math.divide_no_nan")]
    public static OpDef DivNoNan { get; } = Declaration.Binary(
        "DivNoNan",
        "x / y with broadcasting, and 0 where y is 0.",
        Declaration.FloatsAndComplex,
        "div_no_nan(x, y)",
        BinaryInexact<DivideNoNanOperator>,
        context =>
        {
            var (x, y, gradient) = (context.Input(0), Declaration.Conjugate(context, context.Input(1)), context.Gradient()!.Value);
            var minus = context.Call("Neg", Declaration.Conjugate(context, x));
            var slope = context.Call("DivNoNan", context.Call("DivNoNan", minus, y), y);
            return Broadcasts.Reduce(context, context.Call("DivNoNan", gradient, y), context.Call("Mul", gradient, slope));
        });

    [Op("math.multiply_no_nan", "multiply_no_nan")]
    public static OpDef MulNoNan { get; } = Declaration.Binary(
        "MulNoNan",
        "x * y with broadcasting, and 0 where y is 0, even if x is infinite or NaN.",
        Declaration.FloatsAndComplex,
        "multiply_no_nan(x, y)",
        BinaryInexact<MultiplyNoNanOperator>,
        context =>
        {
            var gradient = context.Gradient()!.Value;
            var left = context.Call("MulNoNan", gradient, context.Input(1));
            return Broadcasts.Reduce(context, left, context.Call("MulNoNan", context.Input(0), gradient));
        });

    [Op("math.xdivy", "xdivy")]
    public static OpDef Xdivy { get; } = Declaration.Binary(
        "Xdivy",
        "x / y with broadcasting, and 0 where x is 0, even if y is 0 or NaN.",
        Declaration.FloatsAndComplex,
        "xdivy(x, y)",
        BinaryInexact<XdivyOperator>,
        context =>
        {
            var (x, y) = (context.Input(0), context.Input(1));
            var second = context.Call("Xdivy", context.Call("Neg", x), context.Call("Square", y));
            return Reduce(context, context.Call("Xdivy", IsNotZero(context, x), y), second);
        });

    [Op("math.xlogy", "xlogy")]
    public static OpDef Xlogy { get; } = Declaration.Binary(
        "Xlogy",
        "x log(y) with broadcasting, and 0 where x is 0, even if y is 0 or NaN.",
        Declaration.FloatsAndComplex,
        "xlogy(x, y)",
        BinaryInexact<XlogyOperator>,
        context =>
        {
            var (x, y) = (context.Input(0), context.Input(1));
            return Reduce(context, context.Call("Xlogy", IsNotZero(context, x), y), context.Call("Xdivy", x, y));
        });

    [Op("math.xlog1py", "xlog1py")]
    public static OpDef Xlog1py { get; } = Declaration.Binary(
        "Xlog1py",
        "x log(1 + y) with broadcasting, and 0 where x is 0, even if y is -1 or NaN.",
        Declaration.FloatsAndComplex,
        "xlog1py(x, y)",
        BinaryInexact<Xlog1POperator>,
        context =>
        {
            var (x, y) = (context.Input(0), context.Input(1));
            var second = context.Call("Xdivy", x, context.Call("AddV2", y, context.Constant(1, y)));
            return Reduce(context, context.Call("Xlog1py", IsNotZero(context, x), y), second);
        });

    private static Output IsNotZero(GradientContext context, Output x) =>
        context.Call("Cast", [context.Call("NotEqual", x, context.Constant(0, x))], ("DstT", x.DType));

    private static IReadOnlyList<Output?> Reduce(GradientContext context, Output left, Output right)
    {
        var gradient = context.Gradient()!.Value;
        return Broadcasts.Reduce(
            context,
            context.Call("Mul", gradient, Declaration.Conjugate(context, left)),
            context.Call("Mul", gradient, Declaration.Conjugate(context, right)));
    }
}
