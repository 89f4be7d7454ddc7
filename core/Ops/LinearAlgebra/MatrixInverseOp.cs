using System.Numerics;
using GraphRun.Execution;
using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.LinearAlgebra;

/// <summary>Inverses of matrices and solutions of systems of equations, by elimination with pivots.</summary>
public static class MatrixInverseOp
{
    [Op("matrix_inverse", "linalg.inv")]
    public static OpDef MatrixInverse { get; } = new()
    {
        Name = "MatrixInverse",
        Summary = "The inverses of the matrices along the last two dims; with adjoint, transposed.",
        Inputs = ["input: T"],
        Outputs = ["output: T"],
        Attrs = ["adjoint: bool = false", SquareMatrices.DTypes],
        Example = "matrix_inverse([[4.0, 2.0], [2.0, 3.0]])",
        Shape = SquareMatrices.Unchanged,
        Kernel = builder =>
        {
            var isAdjoint = builder.Attrs.Bool("adjoint");
            return step =>
            {
                var (input, size) = (step.Input(0), SquareMatrices.SizeOf(step));
                var identity = Tensor.Allocate(input.DType, Shape.Of(size, size));
                Filling.Zeros(identity);
                var ones = Tensor.Allocate(input.DType, Shape.Of(size));
                Kernels.Elementwise.Cast(Tensor.Vector<double>([.. Enumerable.Repeat(1.0, size)]), ones);
                new Diagonals(0, 0, size, size).Put(ones, identity);
                Solve(input, identity, step.Allocate(0, input.Shape), size, isAdjoint, "Input is not invertible.");
            };
        },
        Gradient = context =>
        {
            var (gradient, inverse) = (context.Gradient()!.Value, context.Output());
            var isAdjoint = context.Node.Attrs.Bool("adjoint");
            var product = isAdjoint
                ? CholeskyOp.Product(context, CholeskyOp.Product(context, inverse, gradient, false, true), inverse, false, false)
                : CholeskyOp.Product(context, inverse, CholeskyOp.Product(context, gradient, inverse, false, true), true, false);
            return [context.Call("Neg", product)];
        },
    };

    [Op("matrix_solve", "linalg.solve")]
    public static OpDef MatrixSolve { get; } = new()
    {
        Name = "MatrixSolve",
        Summary = "The solution x of matrix x = rhs for the matrices along the last two dims; with adjoint, of matrix^T x = rhs.",
        Inputs = ["matrix: T", "rhs: T"],
        Outputs = ["output: T"],
        Attrs = ["adjoint: bool = false", SquareMatrices.DTypes],
        Example = "matrix_solve([[4.0, 2.0], [2.0, 3.0]], [[1.0], [2.0]])",
        Shape = SquareMatrices.Solution,
        Kernel = builder =>
        {
            var isAdjoint = builder.Attrs.Bool("adjoint");
            return step =>
            {
                var (matrix, rhs, size) = (step.Input(0), step.Input(1), SquareMatrices.SizeOf(step));
                RequireRows(matrix.Shape, rhs.Shape);
                Solve(matrix, rhs, step.Allocate(0, rhs.Shape), size, isAdjoint, "Input matrix is not invertible.");
            };
        },
        Gradient = context =>
        {
            var isAdjoint = context.Node.Attrs.Bool("adjoint");
            var rhs = context.Call("MatrixSolve", [context.Input(0), context.Gradient()!.Value], ("adjoint", !isAdjoint));
            var product = isAdjoint
                ? CholeskyOp.Product(context, context.Output(), rhs, false, true)
                : CholeskyOp.Product(context, rhs, context.Output(), false, true);
            return [context.Call("Neg", product), rhs];
        },
    };

    /// <summary>Refuses a right side with other batch dims or other rows than the matrices.</summary>
    internal static void RequireRows(Shape matrix, Shape rhs)
    {
        if (rhs.Rank != matrix.Rank || !rhs.Dims[..^2].SequenceEqual(matrix.Dims[..^2]))
            throw IntegerTensors.Invalid($"All input tensors must have the same outer dimensions, got {matrix} and {rhs}");
        if (rhs[-2] != matrix[-1])
            throw IntegerTensors.Invalid($"Input matrix and rhs are incompatible: {matrix} and {rhs}");
    }

    // A right side of rank 2 serves every matrix.
    private static void Solve(Tensor matrix, Tensor rhs, Tensor output, int size, bool isAdjoint, string refusal)
    {
        var action = new Solution(matrix, rhs, output, size, (int)rhs.Shape[-1], isAdjoint, refusal);
        MatrixBatch.Run(matrix.DType, MatrixBatch.Count(matrix.Shape), (long)size * size * (size + rhs.Shape[-1]), action);
    }

    private readonly struct Solution(Tensor matrix, Tensor rhs, Tensor output, int size, int columns, bool isAdjoint, string refusal)
        : IMatrixAction
    {
        public void Run<T>(long batch)
            where T : unmanaged, IFloatingPoint<T>, IRootFunctions<T>
        {
            var own = MatrixBatch.Part<T>(matrix, batch, (long)size * size);
            if (isAdjoint)
            {
                Span<T> transposed = new T[own.Length];
                MatrixRows.Transpose<T>(own, size, size, transposed);
                own = transposed;
            }

            var factors = new PivotedFactors<T>(own, size);
            if (factors.IsSingular)
                throw IntegerTensors.Invalid(refusal);
            var right = MatrixBatch.Part<T>(rhs, rhs.Rank == 2 ? 0 : batch, (long)size * columns);
            factors.Solve(right, MatrixBatch.Part<T>(output, batch, (long)size * columns), columns);
        }
    }
}
