using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Kernels;
using static GraphRun.Kernels.Elementwise;

namespace GraphRun.Ops.Elementwise;

/// <summary>The gradients of square roots and reciprocals.</summary>
public static class RootGradOp
{
    [Op]
    public static OpDef SqrtGrad { get; } = Declaration.Slope(
        "SqrtGrad",
        "Sqrt",
        "SqrtGrad(2.0, 1.0)",
        BinaryInexact<SqrtGradOperator>,
        context =>
        {
            var slope = context.Call("RealDiv", context.Gradient()!.Value, context.Input(0));
            var first = context.Call("Mul", context.Call("Neg", Declaration.Conjugate(context, slope)), context.Output());
            return [first, context.Call("Mul", context.Constant(0.5, slope), slope)];
        });

    [Op]
    public static OpDef RsqrtGrad { get; } = Declaration.Slope(
        "RsqrtGrad",
        "Rsqrt",
        "RsqrtGrad(2.0, 1.0)",
        BinaryInexact<RsqrtGradOperator>,
        context =>
        {
            var (y, gradient) = (Declaration.Conjugate(context, context.Input(0)), context.Gradient()!.Value);
            var product = context.Call("Mul", Declaration.Conjugate(context, gradient), context.Input(1));
            var first = context.Call("Mul", context.Call("Mul", context.Constant(-1.5, y), product), context.Call("Square", y));
            return [first, context.Call("RsqrtGrad", y, gradient)];
        });

    [Op]
    public static OpDef ReciprocalGrad { get; } = Declaration.Slope(
        "ReciprocalGrad",
        "Reciprocal",
        "ReciprocalGrad(2.0, 1.0)",
        BinaryInexact<ReciprocalGradOperator>,
        OfReciprocal);

    [Op]
    public static OpDef InvGrad { get; } = Declaration.Slope(
        "InvGrad",
        "Inv",
        "InvGrad(2.0, 1.0)",
        BinaryInexact<ReciprocalGradOperator>,
        OfReciprocal);

    private static IReadOnlyList<Output?> OfReciprocal(GradientContext context)
    {
        var (y, gradient) = (Declaration.Conjugate(context, context.Input(0)), context.Gradient()!.Value);
        var product = context.Call("Mul", Declaration.Conjugate(context, gradient), context.Input(1));
        var first = context.Call("Mul", context.Call("Mul", context.Constant(-2, y), product), y);
        return [first, context.Call("ReciprocalGrad", y, gradient)];
    }
}
