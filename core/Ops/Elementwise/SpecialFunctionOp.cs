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
        context => Declaration.Times(context, Trigamma(context)));

    /// <summary>
    /// The derivative of digamma (Abramowitz and Stegun 6.4.6, 6.4.7, 6.4.12): eight steps up, and Stirling's series from there; below 0
    /// by reflection.
    /// </summary>
    private static Output Trigamma(GradientContext context)
    {
        const int Steps = 8;
        var x = context.Input(0);
        Output Number(double value) => context.Constant(value, x);
        var isReflected = context.Call("LessEqual", x, Number(0));
        var z = context.Call("SelectV2", isReflected, context.Call("Sub", Number(1), x), x);
        var sum = Series(context, context.Call("Reciprocal", context.Call("AddV2", z, Number(Steps))));
        for (var i = Steps - 1; i >= 0; i--)
            sum = context.Call("AddV2", sum, context.Call("Square", context.Call("Reciprocal", context.Call("AddV2", z, Number(i)))));
        var sine = context.Call("Sin", context.Call("Mul", Number(Math.PI), context.Call("SelectV2", isReflected, x, Number(0.5))));
        var mirror = context.Call("Square", context.Call("RealDiv", Number(Math.PI), sine));
        return context.Call("SelectV2", isReflected, context.Call("Sub", mirror, sum), sum);
    }

    /// <summary>t + t²/2 + the sum of Bernoulli's numbers B(2k) t^(2k+1), t = 1/y.</summary>
    private static Output Series(GradientContext context, Output t)
    {
        ReadOnlySpan<double> bernoulli = [1.0 / 6, -1.0 / 30, 1.0 / 42, -1.0 / 30, 5.0 / 66];
        var square = context.Call("Square", t);
        var sum = context.Constant(bernoulli[^1], t);
        for (var i = bernoulli.Length - 2; i >= 0; i--)
            sum = context.Call("AddV2", context.Constant(bernoulli[i], t), context.Call("Mul", square, sum));
        foreach (var number in (ReadOnlySpan<double>)[0.5, 1])
            sum = context.Call("AddV2", context.Constant(number, t), context.Call("Mul", t, sum));
        return context.Call("Mul", t, sum);
    }

    /// <summary>±2 / sqrt(pi) e^(-x²)</summary>
    private static IReadOnlyList<Output?> Gaussian(GradientContext context, double scale)
    {
        var x = context.Input(0);
        var density = context.Call("Exp", context.Call("Neg", context.Call("Square", x)));
        return Declaration.Times(context, context.Call("Mul", context.Constant(scale, x), density));
    }
}
