using GraphRun.Graphs;
using GraphRun.Kernels;
using static GraphRun.Kernels.Elementwise;

namespace GraphRun.Ops.Elementwise;

/// <summary>Exponentials and logarithms.</summary>
public static class ExponentialOp
{
    [Op("exp", "math.exp")]
    public static OpDef Exp { get; } = Declaration.Unary(
        "Exp",
        "e to the power of x.",
        Declaration.FloatsAndComplex,
        "exp(x)",
        UnaryInexact<ExpOperator>,
        context => Declaration.Times(context, context.Output()));

    [Op("expm1", "math.expm1")]
    public static OpDef Expm1 { get; } = Declaration.Unary(
        "Expm1",
        "e to the power of x, less 1; exact near 0.",
        Declaration.FloatsAndComplex,
        "expm1(x)",
        UnaryInexact<ExpM1Operator>,
        context => Declaration.Times(context, context.Call("Exp", context.Input(0))));

    [Op("log", "math.log")]
    public static OpDef Log { get; } = Declaration.Unary(
        "Log",
        "The natural logarithm; -inf at 0 and NaN below.",
        Declaration.FloatsAndComplex,
        "log(x)",
        UnaryInexact<LogOperator>,
        context => Declaration.Over(context, context.Input(0)));

    [Op("log1p", "math.log1p")]
    public static OpDef Log1p { get; } = Declaration.Unary(
        "Log1p",
        "The natural logarithm of 1 + x; exact near 0.",
        Declaration.FloatsAndComplex,
        "log1p(x)",
        UnaryInexact<Log1POperator>,
        context => Declaration.Over(context, context.Call("AddV2", context.Constant(1, context.Input(0)), context.Input(0))));
}
