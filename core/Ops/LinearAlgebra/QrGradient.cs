using GraphRun.Errors;
using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Tensors;
using static GraphRun.Ops.LinearAlgebra.CholeskyOp;

namespace GraphRun.Ops.LinearAlgebra;

/// <summary>The gradient of Qr (<c>python/ops/linalg_grad.py</c>, _QrGrad).</summary>
internal static class QrGradient
{
    /// <exception cref="GraphRunException">
    /// As in TensorFlow: a shape that is not known, or full matrices of more rows than columns.
    /// </exception>
    internal static IReadOnlyList<Output?> Of(GradientContext context)
    {
        var (shape, q, r) = (context.Input(0).Shape, context.Output(0), context.Output(1));
        if (!shape.HasRank || shape[-2] == Shape.Unknown || shape[-1] == Shape.Unknown)
            throw Unsupported(context, "QrGrad not implemented with dynamic shapes");
        var (rows, columns) = (shape[-2], shape[-1]);
        if (rows > columns && context.Node.Attrs.Bool("full_matrices"))
            throw Unsupported(context, "QrGrad not implemented when nrows > ncols and full_matrices is true");
        var dq = context.Gradient(0) ?? context.Call("ZerosLike", q);
        var dr = context.Gradient(1) ?? context.Call("ZerosLike", r);
        return [rows >= columns ? OfTall(context, q, r, dq, dr) : OfWide(context, r, dq, dr, (int)rows, (int)columns)];
    }

    private static Output OfTall(GradientContext context, Output q, Output r, Output dq, Output dr)
    {
        var turned = Product(context, q, dq, true, false);
        var skew = context.Call("AddV2", Skew(context, turned), Skew(context, Product(context, r, dr, false, true)));
        var (all, none) = (context.Builder.Constant(Tensor.Scalar(-1)), context.Builder.Constant(Tensor.Scalar(0)));
        var lower = context.Call("MatrixBandPart", skew, all, none);
        var identity = context.Call("MatrixDiag", context.Call("OnesLike", context.Call("MatrixDiagPart", r)));
        var inverse = context.Call("MatrixTriangularSolve", [r, identity], ("lower", false));
        var inside = context.Call("AddV2", dr, Product(context, lower, inverse, false, true));
        var outside = context.Call("Sub", dq, Product(context, q, turned, false, false));
        return context.Call("AddV2", Product(context, q, inside, false, false), Product(context, outside, inverse, false, true));
    }

    /// <summary>The columns that make a square with the rows, and those to their right, which q alone turns.</summary>
    private static Output OfWide(GradientContext context, Output r, Output dq, Output dr, int rows, int columns)
    {
        var q = context.Output(0);
        Output[] Parts(Output value)
        {
            Output[] inputs = [value, context.Constant(rows, columns - rows), context.Builder.Constant(Tensor.Scalar(-1))];
            var split = context.Call("SplitV", inputs, ("num_split", 2L)).Node;
            return [new Output(split, 0), new Output(split, 1)];
        }

        var (right, square, slopes) = (Parts(context.Input(0))[1], Parts(r)[0], Parts(dr));
        var first = OfTall(context, q, square, context.Call("AddV2", dq, Product(context, right, slopes[1], false, true)), slopes[0]);
        return context.Call(
            "ConcatV2", first, Product(context, q, slopes[1], false, false), context.Builder.Constant(Tensor.Scalar(-1)));
    }

    private static Output Skew(GradientContext context, Output square) => context.Call("Sub", square, Transposed(context, square));

    private static GraphRunException Unsupported(GradientContext context, string message) =>
        new(ErrorCode.NoGradient, message, context.Node.Span, node: context.Node.Name);
}
