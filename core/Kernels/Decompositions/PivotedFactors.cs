using System.Numerics;

namespace GraphRun.Kernels;

/// <summary>
/// A square matrix as P L U with the greatest element of each column as its pivot (Golub and Van Loan, "Matrix Computations", 3.4). L and
/// U stand in one matrix, the ones of L left out.
/// </summary>
internal readonly ref struct PivotedFactors<T>
    where T : unmanaged, IFloatingPoint<T>
{
    private readonly Span<T> factors;
    private readonly Span<int> order;
    private readonly int size;

    /// <param name="matrix">The matrix, row-major.</param>
    /// <param name="size">Its rows.</param>
    public PivotedFactors(ReadOnlySpan<T> matrix, int size)
    {
        this.size = size;
        factors = matrix.ToArray();
        order = new int[size];
        for (var i = 0; i < size; i++)
            order[i] = i;
        for (var k = 0; k < size; k++)
            IsOdd ^= Eliminate(k);
    }

    /// <summary>Whether an odd number of rows changed places.</summary>
    public bool IsOdd { get; }

    /// <summary>Whether a pivot is 0.</summary>
    public bool IsSingular
    {
        get
        {
            for (var i = 0; i < size; i++)
            {
                if (Pivot(i) == T.Zero)
                    return true;
            }

            return false;
        }
    }

    /// <summary>The i-th element of U's diagonal.</summary>
    public T Pivot(int i) => factors[(i * size) + i];

    /// <summary>Solves the system for the columns of b, into x. The matrix is not singular.</summary>
    public void Solve(ReadOnlySpan<T> b, Span<T> x, int columns)
    {
        for (var row = 0; row < size; row++)
            b.Slice(order[row] * columns, columns).CopyTo(x[(row * columns)..]);
        Triangles.Solve<T>(factors, x, size, columns, isLower: true, isTransposed: false, isUnit: true);
        Triangles.Solve<T>(factors, x, size, columns, isLower: false, isTransposed: false);
    }

    // True when two rows change places.
    private bool Eliminate(int k)
    {
        var best = k;
        for (var row = k + 1; row < size; row++)
            best = T.Abs(factors[(row * size) + k]) > T.Abs(factors[(best * size) + k]) ? row : best;
        var pivot = factors.Slice(k * size, size);
        if (best != k)
            Swap(k, best);
        for (var row = k + 1; row < size && pivot[k] != T.Zero; row++)
        {
            var below = factors.Slice(row * size, size);
            below[k] /= pivot[k];
            MatrixRows.SubtractScaled(below[(k + 1)..], below[k], pivot[(k + 1)..]);
        }

        return best != k;
    }

    private void Swap(int row, int other)
    {
        (order[row], order[other]) = (order[other], order[row]);
        for (var column = 0; column < size; column++)
        {
            ref var element = ref factors[(row * size) + column];
            (element, factors[(other * size) + column]) = (factors[(other * size) + column], element);
        }
    }
}
