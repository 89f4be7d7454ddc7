using GraphRun.Errors;
using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Tensors;
using static GraphRun.Ops.LinearAlgebra.CholeskyOp;

namespace GraphRun.Ops.LinearAlgebra;

/// <summary>The gradient of Svd (Townsend, Differentiating the Singular Value Decomposition, 2016); singular values must differ.</summary>
internal static class SvdGradient
{
    /// <exception cref="GraphRunException">
    /// Full matrices of an input that is not square: what completes a basis has no derivative.
    /// </exception>
    internal static IReadOnlyList<Output?> Of(GradientContext context)
    {
        var shape = context.Input(0).Shape;
        var isSquare = shape.HasRank && shape[-1] != Shape.Unknown && shape[-1] == shape[-2];
        if (!context.Node.Attrs.Bool("compute_uv"))
            return [OfValues(context)];
        return context.Node.Attrs.Bool("full_matrices") && !isSquare
            ? throw new GraphRunException(
                ErrorCode.NoGradient,
                "SvdGrad not implemented for full_matrices of matrices that are not square",
                context.Node.Span,
                "leave full_matrices out",
                context.Node.Name)
            : [OfAll(context, isSquare)];
    }

    private static Output OfValues(GradientContext context)
    {
        var vectors = context.Call("Svd", [context.Input(0)], ("compute_uv", true)).Node;
        var scaled = context.Call("Mul", new Output(vectors, 1), Row(context, context.Gradient(0)!.Value));
        return Product(context, scaled, new Output(vectors, 2), false, true);
    }

    private static Output OfAll(GradientContext context, bool isSquare)
    {
        var (s, u, v) = (context.Output(0), context.Output(1), context.Output(2));
        var inner = context.Call("MatrixDiag", context.Gradient(0) ?? context.Call("ZerosLike", s));
        if (context.Gradient(1) is { } du)
            inner = context.Call("AddV2", inner, context.Call("Mul", Turn(context, s, u, du), Row(context, s)));
        if (context.Gradient(2) is { } dv)
            inner = context.Call("AddV2", inner, context.Call("Mul", Turn(context, s, v, dv), Column(context, s)));
        var sum = Product(context, Product(context, u, inner, false, false), v, false, true);
        if (!isSquare && context.Gradient(1) is { } left)
            sum = context.Call("AddV2", sum, Product(context, Outside(context, s, u, left), v, false, true));
        if (!isSquare && context.Gradient(2) is { } right)
            sum = context.Call("AddV2", sum, Product(context, u, Outside(context, s, v, right), false, true));
        return sum;
    }

    /// <summary>How vectors turn among themselves: (xᵀ dx - dxᵀ x) / (s_j² - s_i²).</summary>
    private static Output Turn(GradientContext context, Output s, Output vectors, Output slope)
    {
        var product = Product(context, vectors, slope, true, false);
        var squares = context.Call("Square", s);
        var gaps = context.Call("Sub", Row(context, squares), Column(context, squares));
        return context.Call(
            "RealDiv",
            context.Call("Sub", product, Transposed(context, product)),
            context.Call("MatrixSetDiag", gaps, context.Call("OnesLike", s)));
    }

    /// <summary>How vectors leave the space that they span: (1 - x xᵀ) dx / s.</summary>
    private static Output Outside(GradientContext context, Output s, Output vectors, Output slope)
    {
        var inside = Product(context, vectors, Product(context, vectors, slope, true, false), false, false);
        return context.Call("RealDiv", context.Call("Sub", slope, inside), Row(context, s));
    }

    private static Output Row(GradientContext context, Output vectors) =>
        context.Call("ExpandDims", vectors, context.Builder.Constant(Tensor.Scalar(-2)));

    private static Output Column(GradientContext context, Output vectors) =>
        context.Call("ExpandDims", vectors, context.Builder.Constant(Tensor.Scalar(-1)));
}
