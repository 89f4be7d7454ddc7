using System.Numerics;
using GraphRun.Execution;
using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.LinearAlgebra;

/// <summary>Systems of equations whose matrix is a triangle.</summary>
public static class MatrixTriangularSolveOp
{
    [Op("linalg.triangular_solve", "matrix_triangular_solve")]
    public static OpDef MatrixTriangularSolve { get; } = new()
    {
        Name = "MatrixTriangularSolve",
        Summary = "The solution x of matrix x = rhs by substitution; only the lower triangle of the matrices is read, or the upper one when "
            + "lower is false. With adjoint, of matrix^T x = rhs. Dims before the last two are broadcast.",
        Inputs = ["matrix: T", "rhs: T"],
        Outputs = ["output: T"],
        Attrs = ["lower: bool = true", "adjoint: bool = false", SquareMatrices.DTypes],
        Example = "matrix_triangular_solve([[2.0, 0.0], [1.0, 4.0]], [[2.0], [9.0]])",
        Shape = context =>
        {
            var (matrix, rhs) = (SquareMatrices.Square(context), context.WithRankAtLeast(1, 2));
            if (!matrix.HasRank || !rhs.HasRank)
                return;
            var batch = Broadcasting.Combine(matrix.Part(0, matrix.Rank - 2), rhs.Part(0, rhs.Rank - 2));
            var rows = ShapeContext.Merge(matrix[-1], rhs[-2]);
            context.Output(0, batch.Then(Shape.Of(rows)).Then(rhs.From(rhs.Rank - 1)));
        },
        Kernel = builder =>
        {
            var (isLower, isAdjoint) = (builder.Attrs.Bool("lower"), builder.Attrs.Bool("adjoint"));
            return step => Run(step, isLower, isAdjoint);
        },
        Gradient = Gradient,
    };

    private static void Run(Step step, bool isLower, bool isAdjoint)
    {
        var (matrix, rhs, size) = (step.Input(0), step.Input(1), SquareMatrices.SizeOf(step));
        if (rhs.Rank < 2 || rhs.Shape[-2] != size)
            throw IntegerTensors.Invalid($"Input matrix and rhs are incompatible: {matrix.Shape} and {rhs.Shape}");
        var batch = Broadcasting.Combine(matrix.Shape.Part(0, matrix.Rank - 2), rhs.Shape.Part(0, rhs.Rank - 2));
        var output = step.Allocate(0, batch.Then(rhs.Shape.From(rhs.Rank - 2)));
        Repeating.BroadcastTo(rhs, output);
        var matrices = matrix;
        if (!batch.Equals(matrix.Shape.Part(0, matrix.Rank - 2)))
        {
            matrices = Tensor.Allocate(matrix.DType, batch.Then(Shape.Of(size, size)));
            Repeating.BroadcastTo(matrix, matrices);
        }

        var work = (long)size * size * rhs.Shape[-1];
        MatrixBatch.Run(matrix.DType, MatrixBatch.Count(output.Shape), work, new Substitution(matrices, output, size, isLower, isAdjoint));
    }

    /// <summary>TensorFlow's <c>_MatrixTriangularSolveGrad</c>, summed back over what was broadcast.</summary>
    private static IReadOnlyList<Output?> Gradient(GradientContext context)
    {
        var (matrix, solution) = (context.Input(0), context.Output());
        var (isLower, isAdjoint) = (context.Node.Attrs.Bool("lower"), context.Node.Attrs.Bool("adjoint"));
        var rhs = context.Call(
            "MatrixTriangularSolve", [matrix, context.Gradient()!.Value], ("lower", isLower), ("adjoint", !isAdjoint));
        var product = isAdjoint
            ? CholeskyOp.Product(context, solution, rhs, false, true)
            : CholeskyOp.Product(context, rhs, solution, false, true);
        var (all, none) = (context.Builder.Constant(Tensor.Scalar(-1)), context.Builder.Constant(Tensor.Scalar(0)));
        var triangle = context.Call("MatrixBandPart", context.Call("Neg", product), isLower ? all : none, isLower ? none : all);
        return [Broadcasts.ReduceTo(context, triangle, matrix), Broadcasts.ReduceTo(context, rhs, context.Input(1))];
    }

    private readonly struct Substitution(Tensor matrix, Tensor output, int size, bool isLower, bool isAdjoint) : IMatrixAction
    {
        public void Run<T>(long batch)
            where T : unmanaged, IFloatingPoint<T>, IRootFunctions<T>
        {
            var columns = (int)output.Shape[-1];
            var own = MatrixBatch.Part<T>(matrix, batch, (long)size * size);
            if (!Triangles.Solve<T>(own, MatrixBatch.Part<T>(output, batch, (long)size * columns), size, columns, isLower, isAdjoint))
                throw IntegerTensors.Invalid("Input matrix is not invertible.");
        }
    }
}
