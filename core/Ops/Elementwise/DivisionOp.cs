using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;
using static GraphRun.Kernels.Elementwise;

namespace GraphRun.Ops.Elementwise;

/// <summary>The divisions: of floats, of integers towards zero, of either towards negative infinity.</summary>
public static class DivisionOp
{
    [Op("divide", "realdiv")]
    public static OpDef RealDiv { get; } = Declaration.Binary(
        "RealDiv",
        "x / y with broadcasting, for floats and complex numbers; by zero it gives an infinity or NaN.",
        Declaration.FloatsAndComplex,
        "divide(x, y)",
        Quotient,
        Gradient);

    [Op("div")]
    public static OpDef Div { get; } = Declaration.Binary(
        "Div",
        "x / y with broadcasting; of integers the quotient rounded towards zero, and dividing them by zero is an error.",
        Declaration.Numbers,
        "div(x, y)",
        Divide<TruncateDivideOperator>,
        Gradient,
        Declaration.Known((x, y) => y == 0 ? null : x / y));

    [Op("truncatediv")]
    public static OpDef TruncateDiv { get; } = Declaration.Binary(
        "TruncateDiv",
        "The quotient rounded towards zero, with broadcasting, for integers. Dividing by zero is an error.",
        Declaration.Numbers,
        "truncatediv(7, 2)",
        Divide<TruncateDivideOperator>,
        GradientRules.Stop);

    [Op("floordiv", "floor_div")]
    public static OpDef FloorDiv { get; } = Declaration.Binary(
        "FloorDiv",
        "The quotient rounded towards negative infinity, with broadcasting. Dividing integers by zero is an error.",
        Declaration.RealNumbers,
        "floordiv(x, y)",
        FloorDivide,
        GradientRules.Stop,
        Declaration.Known((x, y) => y == 0 ? null : (long)Math.Floor((decimal)x / y)));

    private static void Quotient(Tensor x, Tensor y, Tensor z)
    {
        if (x.DType.IsComplex())
            BinaryComplex<DivideOperator>(x, y, z);
        else
            BinaryFloating<DivideOperator>(x, y, z);
    }

    private static void Divide<TOperator>(Tensor x, Tensor y, Tensor z)
        where TOperator : struct, IBinaryIntegerOperator
    {
        if (x.DType.IsInteger())
            BinaryInteger<TOperator>(x, y, z);
        else
            Quotient(x, y, z);
    }

    private static void FloorDivide(Tensor x, Tensor y, Tensor z)
    {
        Divide<FloorDivideOperator>(x, y, z);
        if (z.DType.IsFloating())
            UnaryFloating<FloorOperator>(z, z);
    }

    /// <summary>1 / y and -x / y / y, as <c>_RealDivGrad</c> in TensorFlow's <c>math_grad.py</c>.</summary>
    private static IReadOnlyList<Output?> Gradient(GradientContext context)
    {
        var (gradient, x, y) = (context.Gradient()!.Value, context.Input(0), context.Input(1));
        var slope = context.Call("RealDiv", context.Call("RealDiv", context.Call("Neg", x), y), y);
        return Broadcasts.Reduce(context, context.Call("RealDiv", gradient, y), context.Call("Mul", gradient, slope));
    }
}
