using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.LinearAlgebra;

/// <summary>Cholesky's factorization.</summary>
public static class CholeskyOp
{
    [Op("cholesky", "linalg.cholesky")]
    public static OpDef Cholesky { get; } = new()
    {
        Name = "Cholesky",
        Summary = "The lower triangle L with L L^T = input, for positive definite matrices along the last two dims, of which only the lower "
            + "triangle is read.",
        Inputs = ["input: T"],
        Outputs = ["output: T"],
        Attrs = [SquareMatrices.DTypes],
        Example = "cholesky([[4.0, 2.0], [2.0, 3.0]])",
        Shape = SquareMatrices.Unchanged,
        Kernel = _ => step =>
        {
            var (input, size) = (step.Input(0), SquareMatrices.SizeOf(step));
            var output = step.Allocate(0, input.Shape);
            MatrixBatch.Run(input.DType, MatrixBatch.Count(input.Shape), (long)size * size * size / 3, new Factorization(input, output, size));
        },
        Gradient = context => [Gradient(context)],
    };

    /// <summary>TensorFlow's <c>_CholeskyGrad</c> (Murray, "Differentiation of the Cholesky decomposition", 2016).</summary>
    private static Output Gradient(GradientContext context)
    {
        var (gradient, factor) = (context.Gradient()!.Value, context.Output());
        var product = Product(context, factor, gradient, true, false);
        var half = context.Call("Mul", context.Call("MatrixDiagPart", product), context.Constant(0.5, product));
        var (all, none) = (context.Builder.Constant(Tensor.Scalar(-1)), context.Builder.Constant(Tensor.Scalar(0)));
        var middle = context.Call("MatrixBandPart", context.Call("MatrixSetDiag", product, half), all, none);
        var inverse = context.Call("MatrixInverse", factor);
        var slope = Product(context, Product(context, inverse, middle, true, false), inverse, false, false);
        return context.Call("Mul", context.Call("AddV2", slope, Transposed(context, slope)), context.Constant(0.5, slope));
    }

    /// <summary>A product of batches of matrices.</summary>
    internal static Output Product(GradientContext context, Output x, Output y, bool transposeX, bool transposeY) =>
        context.Call("BatchMatMulV2", [x, y], ("adj_x", transposeX), ("adj_y", transposeY));

    /// <summary>Batches of square matrices transposed, by a product with the identity: a permutation would need the rank.</summary>
    internal static Output Transposed(GradientContext context, Output matrices)
    {
        var ones = context.Call("OnesLike", context.Call("MatrixDiagPart", matrices));
        return Product(context, matrices, context.Call("MatrixDiag", ones), true, false);
    }

    private readonly struct Factorization(Tensor input, Tensor output, int size) : IMatrixAction
    {
        public void Run<T>(long batch)
            where T : unmanaged, System.Numerics.IFloatingPoint<T>, System.Numerics.IRootFunctions<T>
        {
            var count = (long)size * size;
            if (!Triangles.Factorize<T>(MatrixBatch.Part<T>(input, batch, count), MatrixBatch.Part<T>(output, batch, count), size))
                throw IntegerTensors.Invalid("Cholesky decomposition was not successful. The input might not be valid.");
        }
    }
}
