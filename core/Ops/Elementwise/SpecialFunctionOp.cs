using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Kernels;
using static GraphRun.Kernels.Elementwise;

namespace GraphRun.Ops.Elementwise;

/// <summary>The error function and the logarithm of the gamma function.</summary>
public static class SpecialFunctionOp
{
    [Op("erf", "math.erf")]
    public static OpDef Erf { get; } = Declaration.Unary(
        "Erf",
        "The Gauss error function.",
        Declaration.Floats,
        "erf(x)",
        UnaryFloating<ErfOperator>,
        context => Gaussian(context, 1.1283791670955126));

    [Op("erfc", "math.erfc")]
    public static OpDef Erfc { get; } = Declaration.Unary(
        "Erfc",
        "1 - erf(x), exact where erf is near 1.",
        Declaration.Floats,
        "erfc(x)",
        UnaryFloating<ErfcOperator>,
        context => Gaussian(context, -1.1283791670955126));

    [Op("lgamma", "math.lgamma")]
    public static OpDef Lgamma { get; } = Declaration.Unary(
        "Lgamma",
        "The logarithm of the absolute value of the gamma function; inf at 0 and the negative whole numbers.",
        Declaration.Floats,
        "lgamma(x)",
        UnaryFloating<LgammaOperator>,
        context => Declaration.Times(context, context.Call("Digamma", context.Input(0))));

    [Op("digamma", "math.digamma")]
    public static OpDef Digamma { get; } = Declaration.Unary(
        "Digamma",
        "The derivative of Lgamma; NaN at 0 and the negative whole numbers.",
        Declaration.Floats,
        "digamma(x)",
        UnaryFloating<DigammaOperator>,
        null);

    /// <summary>±2 / sqrt(pi) e^(-x²)</summary>
    private static IReadOnlyList<Output?> Gaussian(GradientContext context, double scale)
    {
        var x = context.Input(0);
        var density = context.Call("Exp", context.Call("Neg", context.Call("Square", x)));
        return Declaration.Times(context, context.Call("Mul", context.Constant(scale, x), density));
    }
}
