using System.Numerics;
using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.LinearAlgebra;

/// <summary>Eigenvalues and eigenvectors of symmetric matrices.</summary>
public static class EigenOp
{
    [Op("self_adjoint_eig", "linalg.eigh")]
    public static OpDef SelfAdjointEigV2 { get; } = new()
    {
        Name = "SelfAdjointEigV2",
        Summary = "The eigenvalues of the symmetric matrices along the last two dims in ascending order and, in the columns of v, the "
            + "eigenvectors; of each the greatest element in magnitude is positive. Only the lower triangle is read. Without compute_v, v "
            + "is empty.",
        Inputs = ["input: T"],
        Outputs = ["e: T", "v: T"],
        Attrs = ["compute_v: bool = true", SquareMatrices.DTypes],
        Example = "self_adjoint_eig([[2.0, 1.0], [1.0, 2.0]])",
        Shape = context =>
        {
            var input = SquareMatrices.Square(context);
            context.Output(0, input.HasRank ? input.Without(input.Rank - 1) : input);
            context.Output(1, context.Attrs.Bool("compute_v") ? input : Shape.Of(0));
        },
        Kernel = builder =>
        {
            var hasVectors = builder.Attrs.Bool("compute_v");
            return step =>
            {
                var (input, size) = (step.Input(0), SquareMatrices.SizeOf(step));
                var values = step.Allocate(0, input.Shape.Without(input.Rank - 1));
                var vectors = step.Allocate(1, hasVectors ? input.Shape : Shape.Of(0));
                var action = new Decomposition(input, values, hasVectors ? vectors : null, size);
                MatrixBatch.Run(input.DType, MatrixBatch.Count(input.Shape), 12L * size * size * size, action);
            };
        },
        Gradient = context => [context.Gradient(1) is null && context.Gradient(0) is { } gradient ? OfValues(context, gradient) : null],
    };

    // v diag(gradient) vᵀ
    private static Output OfValues(GradientContext context, Output gradient)
    {
        var vectors = context.Output(1);
        var scaled = context.Call("Mul", vectors, context.Call("ExpandDims", gradient, context.Builder.Constant(Tensor.Scalar(-2))));
        return CholeskyOp.Product(context, scaled, vectors, false, true);
    }

    private readonly struct Decomposition(Tensor input, Tensor values, Tensor? vectors, int size) : IMatrixAction
    {
        public void Run<T>(long batch)
            where T : unmanaged, IFloatingPoint<T>, IRootFunctions<T>
        {
            var (matrix, rows) = (MatrixBatch.Part<T>(input, batch, (long)size * size).ToArray(), new T[size * size]);
            Rotations.Eigen<T>(matrix, MatrixBatch.Part<T>(values, batch, size), rows, size);
            if (vectors is not null)
                MatrixRows.Transpose<T>(rows, size, size, MatrixBatch.Part<T>(vectors, batch, (long)size * size));
        }
    }
}
