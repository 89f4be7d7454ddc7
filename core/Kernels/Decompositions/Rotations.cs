using System.Numerics;
using System.Runtime.CompilerServices;

namespace GraphRun.Kernels;

/// <summary>
/// Eigenvectors and singular vectors by Jacobi's plane rotations, which are accurate to the last digits (Golub and Van Loan, 8.5 and 8.6).
/// The signs, which are free, are chosen so that the greatest element of each (right) vector is positive.
/// </summary>
internal static class Rotations
{
    private const int MostSweeps = 60;

    /// <summary>The eigenvalues of a symmetric matrix in ascending order and the vectors, one in each row.</summary>
    /// <param name="matrix">size by size; the lower triangle is read, and all of it overwritten.</param>
    /// <param name="values">Receives the eigenvalues.</param>
    /// <param name="vectors">Receives the eigenvectors.</param>
    /// <param name="size">The rows of the matrix.</param>
    public static void Eigen<T>(Span<T> matrix, Span<T> values, Span<T> vectors, int size)
        where T : unmanaged, IFloatingPoint<T>, IRootFunctions<T>
    {
        vectors.Clear();
        for (var row = 0; row < size; row++)
        {
            vectors[(row * size) + row] = T.One;
            for (var column = row + 1; column < size; column++)
                matrix[(row * size) + column] = matrix[(column * size) + row];
        }

        for (var sweep = 0; sweep < MostSweeps && SweepSymmetric(matrix, vectors, size); sweep++)
        {
        }

        for (var i = 0; i < size; i++)
            values[i] = matrix[(i * size) + i];
        Sort(values, vectors, [], size, 0, isDescending: false);
        for (var i = 0; i < size; i++)
            MatrixRows.Orient(vectors.Slice(i * size, size));
    }

    /// <summary>
    /// The singular values of a matrix in descending order; its columns, which must be given as rows, become the left singular vectors,
    /// and the right ones are made, one in each row.
    /// </summary>
    /// <param name="columns">count rows of length elements, count at most length.</param>
    /// <param name="values">Receives count singular values.</param>
    /// <param name="right">Receives count by count elements.</param>
    /// <param name="count">The number of columns.</param>
    /// <param name="length">The number of elements in each.</param>
    public static void Singular<T>(Span<T> columns, Span<T> values, Span<T> right, int count, int length)
        where T : unmanaged, IFloatingPoint<T>, IRootFunctions<T>
    {
        right.Clear();
        for (var i = 0; i < count; i++)
            right[(i * count) + i] = T.One;
        for (var sweep = 0; sweep < MostSweeps && SweepColumns(columns, right, count, length); sweep++)
        {
        }

        for (var i = 0; i < count; i++)
            values[i] = T.Sqrt(MatrixRows.Dot<T>(columns.Slice(i * length, length), columns.Slice(i * length, length)));
        Sort(values, right, columns, count, length, isDescending: true);
        for (var i = 0; i < count; i++)
            Finish(columns, values, right, i, count, length);
    }

    private static bool SweepSymmetric<T>(Span<T> matrix, Span<T> vectors, int size)
        where T : unmanaged, IFloatingPoint<T>, IRootFunctions<T>
    {
        var isChanged = false;
        for (var p = 0; p < size; p++)
        {
            for (var q = p + 1; q < size; q++)
            {
                var (x, y, off) = (matrix[(p * size) + p], matrix[(q * size) + q], matrix[(p * size) + q]);
                if (off == T.Zero || (T.Abs(x) + T.Abs(off) == T.Abs(x) && T.Abs(y) + T.Abs(off) == T.Abs(y)))
                    continue;
                var (cosine, sine) = Angle(x, y, off);
                MatrixRows.Rotate(matrix.Slice(p * size, size), matrix.Slice(q * size, size), cosine, sine);
                for (var row = 0; row < size; row++)
                {
                    var (left, right) = (matrix[(row * size) + p], matrix[(row * size) + q]);
                    matrix[(row * size) + p] = (cosine * left) - (sine * right);
                    matrix[(row * size) + q] = (sine * left) + (cosine * right);
                }

                MatrixRows.Rotate(vectors.Slice(p * size, size), vectors.Slice(q * size, size), cosine, sine);
                (matrix[(p * size) + q], matrix[(q * size) + p], isChanged) = (T.Zero, T.Zero, true);
            }
        }

        return isChanged;
    }

    private static bool SweepColumns<T>(Span<T> columns, Span<T> right, int count, int length)
        where T : unmanaged, IFloatingPoint<T>, IRootFunctions<T>
    {
        var isChanged = false;
        for (var p = 0; p < count; p++)
        {
            for (var q = p + 1; q < count; q++)
            {
                var left = columns.Slice(p * length, length);
                var other = columns.Slice(q * length, length);
                var (x, y, off) = (MatrixRows.Dot<T>(left, left), MatrixRows.Dot<T>(other, other), MatrixRows.Dot<T>(left, other));
                var scale = T.Sqrt(x * y);
                if (off == T.Zero || scale + (off / T.CreateChecked(8)) == scale)
                    continue;
                var (cosine, sine) = Angle(x, y, off);
                MatrixRows.Rotate(left, other, cosine, sine);
                MatrixRows.Rotate(right.Slice(p * count, count), right.Slice(q * count, count), cosine, sine);
                isChanged = true;
            }
        }

        return isChanged;
    }

    // The smaller angle that makes the off-diagonal element of [[x, off], [off, y]] zero.
    private static (T Cosine, T Sine) Angle<T>(T x, T y, T off)
        where T : unmanaged, IFloatingPoint<T>, IRootFunctions<T>
    {
        var two = T.One + T.One;
        var ratio = (y - x) / (two * off);
        var tangent = T.One / (T.Abs(ratio) + T.Sqrt(T.One + (ratio * ratio)));
        tangent = ratio < T.Zero ? -tangent : tangent;
        var cosine = T.One / T.Sqrt(T.One + (tangent * tangent));
        return (cosine, tangent * cosine);
    }

    // What is left of a vector whose value is 0 but for rounding has no direction: it is replaced later, by one at right angles to all others.
    private static void Finish<T>(Span<T> columns, Span<T> values, Span<T> right, int i, int count, int length)
        where T : unmanaged, INumber<T>
    {
        var left = columns.Slice(i * length, length);
        var rounding = T.CreateChecked(length * (Unsafe.SizeOf<T>() == sizeof(float) ? 1.1920929e-7 : 2.220446049250313e-16));
        if (values[i] > values[0] * rounding)
            MatrixRows.Divide(left, values[i]);
        else
            left.Clear();
        if (!MatrixRows.Orient(right.Slice(i * count, count)))
            return;
        foreach (ref var element in left)
            element = -element;
    }

    // By selection, so that equal values keep their places; rows of both matrices move along.
    private static void Sort<T>(Span<T> values, Span<T> rows, Span<T> others, int size, int length, bool isDescending)
        where T : unmanaged, INumber<T>
    {
        for (var i = 0; i < values.Length; i++)
        {
            var best = i;
            for (var j = i + 1; j < values.Length; j++)
                best = isDescending ? (values[j] > values[best] ? j : best) : values[j] < values[best] ? j : best;
            if (best == i)
                continue;
            (values[i], values[best]) = (values[best], values[i]);
            Swap(rows.Slice(i * size, size), rows.Slice(best * size, size));
            Swap(others.Slice(i * length, length), others.Slice(best * length, length));
        }
    }

    private static void Swap<T>(Span<T> x, Span<T> y)
    {
        for (var i = 0; i < x.Length; i++)
            (x[i], y[i]) = (y[i], x[i]);
    }
}
