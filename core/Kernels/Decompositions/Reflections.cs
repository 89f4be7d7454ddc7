using System.Numerics;

namespace GraphRun.Kernels;

/// <summary>
/// A matrix as Q R by Householder's reflections (Golub and Van Loan, 5.2), with the signs of LAPACK's <c>geqrf</c>: a diagonal element of R
/// has the sign opposite to the element that it replaces.
/// </summary>
internal static class Reflections
{
    /// <summary>q [rows, kept] and r [kept, columns], where kept is min(rows, columns) or rows.</summary>
    public static void Factorize<T>(ReadOnlySpan<T> matrix, Span<T> q, Span<T> r, int rows, int columns, int kept)
        where T : unmanaged, IFloatingPoint<T>, IRootFunctions<T>
    {
        var work = matrix.ToArray();
        var count = Math.Min(rows, columns);
        var (vectors, scales, sums) = (new T[count * rows], new T[count], new T[Math.Max(columns, kept)]);
        for (var k = 0; k < count; k++)
        {
            var vector = vectors.AsSpan(k * rows, rows);
            scales[k] = Reflector(work, vector, k, rows, columns);
            Apply(work, vector, scales[k], k, columns, sums);
        }

        for (var row = 0; row < kept; row++)
        {
            work.AsSpan(row * columns, columns).CopyTo(r[(row * columns)..]);
            r.Slice(row * columns, Math.Min(row, columns)).Clear();
        }

        q.Clear();
        for (var i = 0; i < kept; i++)
            q[(i * kept) + i] = T.One;
        for (var k = count - 1; k >= 0; k--)
            Apply(q, vectors.AsSpan(k * rows, rows), scales[k], k, kept, sums);
    }

    // The vector v, with 1 at k, and the scale s for which (1 - s v vᵀ) makes zeros below the diagonal of column k; 0 when they are there.
    private static T Reflector<T>(ReadOnlySpan<T> work, Span<T> vector, int k, int rows, int columns)
        where T : unmanaged, IFloatingPoint<T>, IRootFunctions<T>
    {
        var (first, below) = (work[(k * columns) + k], T.Zero);
        for (var row = k + 1; row < rows; row++)
        {
            vector[row] = work[(row * columns) + k];
            below += vector[row] * vector[row];
        }

        vector[k] = T.One;
        if (below == T.Zero)
            return T.Zero;
        var norm = T.Sqrt((first * first) + below);
        var diagonal = first >= T.Zero ? -norm : norm;
        MatrixRows.Divide(vector[(k + 1)..], first - diagonal);
        return (diagonal - first) / diagonal;
    }

    private static void Apply<T>(Span<T> matrix, ReadOnlySpan<T> vector, T scale, int k, int columns, Span<T> sums)
        where T : unmanaged, INumber<T>
    {
        if (scale == T.Zero)
            return;
        sums = sums[..columns];
        sums.Clear();
        for (var row = k; row < vector.Length; row++)
            MatrixRows.SubtractScaled(sums, -vector[row], matrix.Slice(row * columns, columns));
        for (var row = k; row < vector.Length; row++)
            MatrixRows.SubtractScaled(matrix.Slice(row * columns, columns), scale * vector[row], sums);
    }
}
