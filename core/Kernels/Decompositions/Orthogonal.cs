using System.Numerics;

namespace GraphRun.Kernels;

/// <summary>Vectors at right angles to others.</summary>
internal static class Orthogonal
{
    /// <summary>Replaces the rows from <paramref name="first"/> on, and those of zeros, so that all rows are at right angles and of length 1.</summary>
    public static void Complete<T>(Span<T> rows, int first, int count, int length)
        where T : unmanaged, IFloatingPoint<T>, IRootFunctions<T>
    {
        var unit = 0;
        rows[(first * length)..].Clear();
        for (var i = 0; i < count; i++)
        {
            var row = rows.Slice(i * length, length);
            while (MatrixRows.Dot<T>(row, row) == T.Zero)
                Propose(rows, i, unit++, count, length);
        }
    }

    // A unit vector less its share in every other row, unless hardly anything of it is left.
    private static void Propose<T>(Span<T> rows, int place, int unit, int count, int length)
        where T : unmanaged, IFloatingPoint<T>, IRootFunctions<T>
    {
        var row = rows.Slice(place * length, length);
        row[unit] = T.One;
        for (var pass = 0; pass < 2; pass++)
        {
            for (var other = 0; other < count; other++)
            {
                var existing = rows.Slice(other * length, length);
                if (other != place)
                    MatrixRows.SubtractScaled<T>(row, MatrixRows.Dot<T>(row, existing), existing);
            }
        }

        var norm = T.Sqrt(MatrixRows.Dot<T>(row, row));
        if (norm * norm * T.CreateChecked(4 * length) < T.One)
            row.Clear();
        else
            MatrixRows.Divide(row, norm);
    }
}
