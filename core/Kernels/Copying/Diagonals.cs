using GraphRun.Errors;
using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>
/// A band of diagonals of matrices [..., rows, columns] and where its elements stand when packed (<c>core/kernels/linalg/matrix_diag_op.cc</c>):
/// one row for each diagonal, the uppermost first, shorter ones aligned to one side; a vector when there is one diagonal alone.
/// </summary>
/// <param name="Lower">The lowest diagonal, negative below the main one.</param>
/// <param name="Upper">The uppermost diagonal, at least <paramref name="Lower"/>.</param>
/// <param name="Rows">Rows of a matrix.</param>
/// <param name="Columns">Columns of a matrix.</param>
/// <param name="IsUpperLeft">Diagonals above the main one are aligned to the left.</param>
/// <param name="IsLowerLeft">Diagonals below the main one are aligned to the left.</param>
public readonly record struct Diagonals(long Lower, long Upper, long Rows, long Columns, bool IsUpperLeft = true, bool IsLowerLeft = true)
{
    /// <summary>How many diagonals there are.</summary>
    public long Count => Upper - Lower + 1;

    /// <summary>The length of the longest.</summary>
    public long Width => Math.Min(Rows + Math.Min(Upper, 0), Columns - Math.Max(Lower, 0));

    /// <summary>Refuses diagonals that the matrices do not have.</summary>
    /// <exception cref="GraphRunException"><c>lower_diag_index is out of bound: -5. It must be between -2 and 3</c></exception>
    public Diagonals Checked()
    {
        if (Lower > Upper)
            throw Invalid($"lower_diag_index must not be larger than upper_diag_index: {Lower} > {Upper}");
        if (Lower != 0 && (Lower <= -Rows || Lower >= Columns))
            throw Invalid($"lower_diag_index is out of bound: {Lower}. It must be between {-Rows} and {Columns}");
        if (Upper != 0 && (Upper <= -Rows || Upper >= Columns))
            throw Invalid($"upper_diag_index is out of bound: {Upper}. It must be between {-Rows} and {Columns}");
        return this;
    }

    /// <summary>The packed shape for matrices of this shape.</summary>
    public Shape Packed(ReadOnlySpan<long> batch) => Count == 1 ? Shape.Of([.. batch, Width]) : Shape.Of([.. batch, Count, Width]);

    /// <summary>Copies the diagonals out of matrices; packed places that stand for none keep what they hold.</summary>
    public void Take(Tensor matrices, Tensor packed)
    {
        for (var diagonal = Lower; diagonal <= Upper; diagonal++)
            StridedCopy.Run(matrices, InMatrices(matrices, diagonal), packed, InPacked(matrices, diagonal));
    }

    /// <summary>Copies packed diagonals into matrices; other elements keep what they hold.</summary>
    public void Put(Tensor packed, Tensor matrices)
    {
        for (var diagonal = Lower; diagonal <= Upper; diagonal++)
            StridedCopy.Run(packed, InPacked(matrices, diagonal), matrices, InMatrices(matrices, diagonal));
    }

    private long Length(long diagonal) => Math.Max(Math.Min(Rows + Math.Min(0, diagonal), Columns - Math.Max(0, diagonal)), 0);

    private long Batches(Tensor matrices) => Rows * Columns == 0 ? 0 : matrices.ElementCount / (Rows * Columns);

    private StridedView InMatrices(Tensor matrices, long diagonal) => StridedView.Of(Batches(matrices), Rows, Columns)
        .Slice(1, Math.Max(-diagonal, 0), Length(diagonal)).Slice(2, Math.Max(diagonal, 0), Length(diagonal)).Diagonal(1, 2);

    private StridedView InPacked(Tensor matrices, long diagonal)
    {
        var isLeft = (diagonal >= 0 && IsUpperLeft) || (diagonal <= 0 && IsLowerLeft);
        var first = isLeft ? 0 : Width - Length(diagonal);
        return StridedView.Of(Batches(matrices), Count, Width).At(1, Upper - diagonal).Slice(1, first, Length(diagonal));
    }

    private static GraphRunException Invalid(string message) => new(ErrorCode.InvalidArgument, message);
}
