using GraphRun.Graphs;
using GraphRun.Kernels;
using static GraphRun.Kernels.Elementwise;

namespace GraphRun.Ops.Elementwise;

/// <summary>Hyperbolic functions and their inverses.</summary>
public static class HyperbolicOp
{
    [Op("sinh", "math.sinh")]
    public static OpDef Sinh { get; } = Declaration.Unary(
        "Sinh",
        "The hyperbolic sine.",
        Declaration.FloatsAndComplex,
        "sinh(x)",
        UnaryInexact<SinhOperator>,
        context => Declaration.Times(context, context.Call("Cosh", context.Input(0))));

    [Op("cosh", "math.cosh")]
    public static OpDef Cosh { get; } = Declaration.Unary(
        "Cosh",
        "The hyperbolic cosine.",
        Declaration.FloatsAndComplex,
        "cosh(x)",
        UnaryInexact<CoshOperator>,
        context => Declaration.Times(context, context.Call("Sinh", context.Input(0))));

    [Op("tanh", "math.tanh", "nn.tanh")]
    public static OpDef Tanh { get; } = Declaration.Unary(
        "Tanh",
        "The hyperbolic tangent.",
        Declaration.FloatsAndComplex,
        "tanh(x)",
        UnaryInexact<TanhOperator>,
        context => [context.Call("TanhGrad", context.Output(), context.Gradient()!.Value)],
        Kernels.FusedActivation.Tanh);

    [Op("asinh", "math.asinh")]
    public static OpDef Asinh { get; } = Declaration.Unary(
        "Asinh",
        "The inverse hyperbolic sine.",
        Declaration.FloatsAndComplex,
        "asinh(x)",
        UnaryInexact<AsinhOperator>,
        context => Declaration.Over(context, context.Call("Cosh", context.Output())));

    [Op("acosh", "math.acosh")]
    public static OpDef Acosh { get; } = Declaration.Unary(
        "Acosh",
        "The inverse hyperbolic cosine; NaN below 1.",
        Declaration.FloatsAndComplex,
        "acosh(x)",
        UnaryInexact<AcoshOperator>,
        context => Declaration.Over(context, context.Call("Sinh", context.Output())));

    [Op("atanh", "math.atanh")]
    public static OpDef Atanh { get; } = Declaration.Unary(
        "Atanh",
        "The inverse hyperbolic tangent; infinite at -1 and 1, NaN beyond.",
        Declaration.FloatsAndComplex,
        "atanh(x)",
        UnaryInexact<AtanhOperator>,
        context => Declaration.Over(context, Declaration.OneMinusSquare(context)));
}
