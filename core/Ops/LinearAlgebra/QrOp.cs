using System.Numerics;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.LinearAlgebra;

/// <summary>Orthogonal matrices times upper triangles.</summary>
public static class QrOp
{
    [Op("qr", "linalg.qr")]
    public static OpDef Qr { get; } = new()
    {
        Name = "Qr",
        Summary = "Matrices along the last two dims as q r, with orthonormal columns in q and an upper triangle r, by Householder's "
            + "reflections: a diagonal element of r is negative where the column it comes from begins with a positive one. With "
            + "full_matrices q is square.",
        Inputs = ["input: T"],
        Outputs = ["q: T", "r: T"],
        Attrs = ["full_matrices: bool = false", SquareMatrices.DTypes],
        Example = "qr([[3.0, 1.0], [4.0, 2.0]])",
        Shape = context =>
        {
            var input = context.WithRankAtLeast(0, 2);
            if (!input.HasRank)
                return;
            var (rows, columns) = (input[-2], input[-1]);
            var kept = context.Attrs.Bool("full_matrices") ? rows
                : rows == Shape.Unknown || columns == Shape.Unknown ? Shape.Unknown : Math.Min(rows, columns);
            context.Output(0, input.With(input.Rank - 1, kept));
            context.Output(1, input.With(input.Rank - 2, kept));
        },
        Gradient = QrGradient.Of,
        Kernel = builder =>
        {
            var isFull = builder.Attrs.Bool("full_matrices");
            return step =>
            {
                var input = step.Input(0);
                if (input.Rank < 2)
                    throw IntegerTensors.Invalid($"Input tensor 0 must have rank >= 2, got {input.Shape}");
                var (rows, columns) = (input.Shape[-2], input.Shape[-1]);
                var kept = isFull ? rows : Math.Min(rows, columns);
                var q = step.Allocate(0, input.Shape.With(input.Rank - 1, kept));
                var r = step.Allocate(1, input.Shape.With(input.Rank - 2, kept));
                MatrixBatch.Run(input.DType, MatrixBatch.Count(input.Shape), 2 * rows * columns * kept, new Factorization(input, q, r));
            };
        },
    };

    private readonly struct Factorization(Tensor input, Tensor q, Tensor r) : IMatrixAction
    {
        public void Run<T>(long batch)
            where T : unmanaged, IFloatingPoint<T>, IRootFunctions<T>
        {
            var (rows, columns, kept) = ((int)input.Shape[-2], (int)input.Shape[-1], (int)q.Shape[-1]);
            var matrix = MatrixBatch.Part<T>(input, batch, (long)rows * columns);
            var left = MatrixBatch.Part<T>(q, batch, (long)rows * kept);
            Reflections.Factorize<T>(matrix, left, MatrixBatch.Part<T>(r, batch, (long)kept * columns), rows, columns, kept);
        }
    }
}
