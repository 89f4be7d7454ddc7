namespace GraphRun.Kernels;

/// <summary>
/// Rows cut into tiles as equal as possible: 13 rows are 5 + 4 + 4 rather than 6 + 6 + 1, which would leave the machine idle.
/// </summary>
internal readonly struct TileRows
{
    private readonly int size;
    private readonly int rowsInLarger;

    public TileRows(int rows, int largest)
    {
        var tiles = (rows + largest - 1) / largest;
        (size, var larger) = Math.DivRem(rows, tiles);
        rowsInLarger = larger * (size + 1);
    }

    /// <summary>The rows of the tile that begins at <paramref name="row"/>.</summary>
    public int At(int row) => row < rowsInLarger ? size + 1 : size;
}
