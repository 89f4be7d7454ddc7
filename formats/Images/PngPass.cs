namespace GraphRun.Formats.Images;

/// <summary>One of the seven grids of pixels that an interlaced PNG file holds one behind the other, or all pixels of another.</summary>
internal readonly record struct PngPass(int FirstColumn, int FirstRow, int ColumnStep, int RowStep)
{
    private static readonly PngPass[] adam7 =
        [new(0, 0, 8, 8), new(4, 0, 8, 8), new(0, 4, 4, 8), new(2, 0, 4, 4), new(0, 2, 2, 4), new(1, 0, 2, 2), new(0, 1, 1, 2)];

    private static readonly PngPass[] whole = [new(0, 0, 1, 1)];

    public static IReadOnlyList<PngPass> Of(PngHeader header) => header.IsInterlaced ? adam7 : whole;

    /// <summary>The pixels in each row of the grid; 0 when the image is too small to have any.</summary>
    public int Columns(PngHeader header) => (header.Width - FirstColumn + ColumnStep - 1) / ColumnStep;

    public int Rows(PngHeader header) => (header.Height - FirstRow + RowStep - 1) / RowStep;
}
