namespace GraphRun.Kernels;

/// <summary>
/// A matrix in memory: row and column strides are in bytes, so that a transposed matrix is the same memory seen otherwise.
/// </summary>
internal readonly unsafe struct MatrixView(void* first, nint rowStride, nint columnStride)
{
    public byte* First { get; } = (byte*)first;

    public nint RowStride { get; } = rowStride;

    public nint ColumnStride { get; } = columnStride;

    public MatrixView Transposed => new(First, ColumnStride, RowStride);

    public byte* At(long row, long column) => First + (nint)row * RowStride + (nint)column * ColumnStride;

    public MatrixView From(long row, long column) => new(At(row, column), RowStride, ColumnStride);
}

/// <summary>result = left * right, of [rows, depth] and [depth, columns]. The result's elements in a row are neighbours.</summary>
/// <param name="Left">The left matrix.</param>
/// <param name="Right">The right matrix.</param>
/// <param name="Result">Where the product is stored; it overlaps neither of them.</param>
/// <param name="Rows">Rows of the left matrix.</param>
/// <param name="Columns">Columns of the right matrix.</param>
/// <param name="Depth">Columns of the left matrix, rows of the right one.</param>
/// <param name="Accumulate">Whether the products are added to what the result holds: each sum goes on where the last call left it.</param>
internal readonly record struct ProductOperands(
    MatrixView Left, MatrixView Right, MatrixView Result, long Rows, long Columns, long Depth, bool Accumulate = false);
