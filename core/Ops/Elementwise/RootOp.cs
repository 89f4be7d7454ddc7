using GraphRun.Graphs;
using GraphRun.Kernels;
using static GraphRun.Kernels.Elementwise;

namespace GraphRun.Ops.Elementwise;

/// <summary>Square roots and reciprocals.</summary>
public static class RootOp
{
    [Op("sqrt", "math.sqrt")]
    public static OpDef Sqrt { get; } = Declaration.Unary(
        "Sqrt",
        "The square root; NaN of numbers below 0.",
        Declaration.FloatsAndComplex,
        "sqrt(x)",
        UnaryInexact<SquareRootOperator>,
        context => [context.Call("SqrtGrad", context.Output(), context.Gradient()!.Value)]);

    [Op("rsqrt", "math.rsqrt")]
    public static OpDef Rsqrt { get; } = Declaration.Unary(
        "Rsqrt",
        "1 / sqrt(x); infinite at 0 and NaN below.",
        Declaration.FloatsAndComplex,
        "rsqrt(x)",
        UnaryInexact<ReciprocalSquareRootOperator>,
        context => [context.Call("RsqrtGrad", context.Output(), context.Gradient()!.Value)]);

    [Op("reciprocal", "math.reciprocal")]
    public static OpDef Reciprocal { get; } = Declaration.Unary(
        "Reciprocal",
        "1 / x; infinite at 0.",
        Declaration.FloatsAndComplex,
        "reciprocal(x)",
        UnaryInexact<ReciprocalOperator>,
        context => [context.Call("ReciprocalGrad", context.Output(), context.Gradient()!.Value)]);

    [Op]
    public static OpDef Inv { get; } = Declaration.Unary(
        "Inv",
        "1 / x; infinite at 0. The older name of Reciprocal.",
        Declaration.FloatsAndComplex,
        "Inv(x)",
        UnaryInexact<ReciprocalOperator>,
        context => [context.Call("ReciprocalGrad", context.Output(), context.Gradient()!.Value)]);
}
