using System.Numerics;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.LinearAlgebra;

/// <summary>Singular values and vectors.</summary>
public static class SvdOp
{
    [Op("svd", "linalg.svd")]
    public static OpDef Svd { get; } = new()
    {
        Name = "Svd",
        Summary = "Matrices along the last two dims as u diag(s) v^T: the singular values s in descending order and the singular vectors in "
            + "the columns of u and v; of each column of v the greatest element in magnitude is positive. With full_matrices u and v are "
            + "square. Without compute_uv they are empty.",
        Inputs = ["input: T"],
        Outputs = ["s: T", "u: T", "v: T"],
        Attrs = ["compute_uv: bool = true", "full_matrices: bool = false", SquareMatrices.DTypes],
        Parameters = ["tensor: input", "full_matrices: full_matrices = false", "compute_uv: compute_uv = true"],
        Example = "svd([[3.0, 1.0], [4.0, 2.0]])",
        Shape = context =>
        {
            var input = context.WithRankAtLeast(0, 2);
            if (!input.HasRank)
                return;
            var (rows, columns) = (input[-2], input[-1]);
            var count = rows == Shape.Unknown || columns == Shape.Unknown ? Shape.Unknown : Math.Min(rows, columns);
            var (batch, isFull, hasVectors) = (input.Part(0, input.Rank - 2), context.Attrs.Bool("full_matrices"), context.Attrs.Bool("compute_uv"));
            context.Output(0, batch.Then(Shape.Of(count)));
            context.Output(1, hasVectors ? batch.Then(Shape.Of(rows, isFull ? rows : count)) : Shape.Of(0));
            context.Output(2, hasVectors ? batch.Then(Shape.Of(columns, isFull ? columns : count)) : Shape.Of(0));
        },
        Gradient = SvdGradient.Of,
        Kernel = builder =>
        {
            var (isFull, hasVectors) = (builder.Attrs.Bool("full_matrices"), builder.Attrs.Bool("compute_uv"));
            return step =>
            {
                var input = step.Input(0);
                if (input.Rank < 2)
                    throw IntegerTensors.Invalid($"Input tensor 0 must have rank >= 2, got {input.Shape}");
                var (batch, rows, columns) = (input.Shape.Part(0, input.Rank - 2), input.Shape[-2], input.Shape[-1]);
                var count = Math.Min(rows, columns);
                var s = step.Allocate(0, batch.Then(Shape.Of(count)));
                var u = step.Allocate(1, hasVectors ? batch.Then(Shape.Of(rows, isFull ? rows : count)) : Shape.Of(0));
                var v = step.Allocate(2, hasVectors ? batch.Then(Shape.Of(columns, isFull ? columns : count)) : Shape.Of(0));
                var action = new Decomposition(input, s, hasVectors ? u : null, v);
                MatrixBatch.Run(input.DType, MatrixBatch.Count(input.Shape), 12 * rows * columns * count, action);
            };
        },
    };

    private readonly struct Decomposition(Tensor input, Tensor s, Tensor? u, Tensor v) : IMatrixAction
    {
        public void Run<T>(long batch)
            where T : unmanaged, IFloatingPoint<T>, IRootFunctions<T>
        {
            // Rotations work on the columns of a matrix that has at least as many rows; a wider one is taken transposed.
            var (rows, columns) = ((int)input.Shape[-2], (int)input.Shape[-1]);
            var (count, length, isWide) = (Math.Min(rows, columns), Math.Max(rows, columns), columns > rows);
            var matrix = MatrixBatch.Part<T>(input, batch, (long)rows * columns);
            var (longs, shorts) = (new T[length * length], new T[count * count]);
            if (isWide)
                matrix.CopyTo(longs);
            else
                MatrixRows.Transpose<T>(matrix, rows, columns, longs);
            Rotations.Singular(longs.AsSpan(0, count * length), MatrixBatch.Part<T>(s, batch, count), shorts, count, length);
            if (u is null)
                return;
            if (isWide)
                Turn<T>(longs, shorts, count, length);
            var (left, right) = isWide ? (shorts, longs) : (longs, shorts);
            Write<T>(left, count, u, batch, rows);
            Write<T>(right, count, v, batch, columns);
        }

        // The vectors that rotations made positive are the left ones of a wide matrix: here the right ones should be.
        private static void Turn<T>(Span<T> rights, Span<T> lefts, int count, int length)
            where T : unmanaged, INumber<T>
        {
            for (var i = 0; i < count; i++)
            {
                if (!MatrixRows.Orient(rights.Slice(i * length, length)))
                    continue;
                foreach (ref var element in lefts.Slice(i * count, count))
                    element = -element;
            }
        }

        private static void Write<T>(Span<T> vectors, int count, Tensor output, long batch, int length)
            where T : unmanaged, IFloatingPoint<T>, IRootFunctions<T>
        {
            var kept = (int)output.Shape[-1];
            Orthogonal.Complete(vectors[..(kept * length)], Math.Min(count, kept), kept, length);
            MatrixRows.Transpose<T>(vectors[..(kept * length)], kept, length, MatrixBatch.Part<T>(output, batch, (long)kept * length));
        }
    }
}
