using System.Numerics;

namespace GraphRun.Kernels;

/// <summary>Cholesky's factorization and systems of equations with a triangular matrix. Matrices are row-major.</summary>
internal static class Triangles
{
    /// <summary>The lower triangle L with L Lᵀ = a, of a's lower triangle; false when a is not positive definite.</summary>
    public static bool Factorize<T>(ReadOnlySpan<T> a, Span<T> factor, int size)
        where T : unmanaged, IFloatingPoint<T>, IRootFunctions<T>
    {
        // Row k of the transposed factor is taken from the rows below it, so that the inner loop runs along rows.
        var upper = new T[size * size];
        MatrixRows.Transpose(a, size, size, upper);
        for (var k = 0; k < size; k++)
        {
            var pivot = upper.AsSpan(k * size, size);
            if (!(pivot[k] > T.Zero) || !T.IsFinite(pivot[k]))
                return false;
            MatrixRows.Divide(pivot[k..], T.Sqrt(pivot[k]));
            for (var row = k + 1; row < size; row++)
                MatrixRows.SubtractScaled(upper.AsSpan((row * size) + row, size - row), pivot[row], pivot[row..]);
        }

        for (var row = 1; row < size; row++)
            upper.AsSpan(row * size, row).Clear();
        MatrixRows.Transpose(upper, size, size, factor);
        return true;
    }

    /// <summary>Solves a x = b in place of b for a triangular a; false when a has a zero on its diagonal.</summary>
    /// <param name="a">size by size; only the triangle is read.</param>
    /// <param name="b">size by columns.</param>
    /// <param name="size">Rows of a.</param>
    /// <param name="columns">Columns of b.</param>
    /// <param name="isLower">Whether the triangle is the lower one.</param>
    /// <param name="isTransposed">Solves aᵀ x = b instead.</param>
    /// <param name="isUnit">The diagonal counts as ones and is not read.</param>
    public static bool Solve<T>(ReadOnlySpan<T> a, Span<T> b, int size, int columns, bool isLower, bool isTransposed, bool isUnit = false)
        where T : unmanaged, INumber<T>
    {
        var isForward = isLower != isTransposed;
        for (var step = 0; step < size; step++)
        {
            var row = isForward ? step : size - 1 - step;
            var solved = b.Slice(row * columns, columns);
            var pivot = isUnit ? T.One : a[(row * size) + row];
            if (pivot == T.Zero)
                return false;
            if (!isUnit)
                MatrixRows.Divide(solved, pivot);
            for (var next = step + 1; next < size; next++)
            {
                var other = isForward ? next : size - 1 - next;
                var factor = isTransposed ? a[(row * size) + other] : a[(other * size) + row];
                MatrixRows.SubtractScaled(b.Slice(other * columns, columns), factor, solved);
            }
        }

        return true;
    }
}
