namespace GraphRun.Formats.Images;

/// <summary>The five ways in which PNG writes a row as its difference from bytes before it (PNG specification, section 9).</summary>
internal static class PngFilter
{
    public const int Count = 5;

    /// <summary>Turns a filtered row into the row itself, in place; false when there is no such filter.</summary>
    /// <param name="above">The row before, already itself; zeros for the first.</param>
    /// <param name="distance">How far back the same byte of the pixel before lies.</param>
    public static bool Undo(int filter, Span<byte> row, ReadOnlySpan<byte> above, int distance)
    {
        if (filter is < 0 or >= Count)
            return false;
        for (var i = 0; i < row.Length && filter > 0; i++)
            row[i] += Predict(filter, row, above, i, distance);
        return true;
    }

    /// <summary>Filters a row into another.</summary>
    public static void Apply(int filter, ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int distance, Span<byte> filtered)
    {
        for (var i = 0; i < row.Length; i++)
            filtered[i] = (byte)(row[i] - Predict(filter, row, above, i, distance));
    }

    private static byte Predict(int filter, ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int i, int distance)
    {
        int left = i >= distance ? row[i - distance] : 0;
        return filter switch
        {
            0 => 0,
            1 => (byte)left,
            2 => above[i],
            3 => (byte)((left + above[i]) / 2),
            _ => Paeth(left, above[i], i >= distance ? above[i - distance] : 0),
        };
    }

    /// <summary>That neighbour which is nearest to left + up - corner; the first of equals.</summary>
    private static byte Paeth(int left, int up, int corner)
    {
        var estimate = left + up - corner;
        var (toLeft, toUp, toCorner) = (Math.Abs(estimate - left), Math.Abs(estimate - up), Math.Abs(estimate - corner));
        return (byte)(toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner);
    }
}
