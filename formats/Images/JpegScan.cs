namespace GraphRun.Formats.Images;

/// <summary>One scan: which components it holds, and which frequencies and bits of their coefficients.</summary>
/// <param name="Components">With the Huffman tables for the first coefficient of a block and for the others.</param>
/// <param name="First">The first coefficient, in zigzag order.</param>
/// <param name="Last">The last coefficient.</param>
/// <param name="High">The bit position down to which earlier scans went; 0 when this is the first for these coefficients.</param>
/// <param name="Low">The bit position down to which this one goes.</param>
internal sealed record JpegScan(
    (JpegComponent Component, JpegHuffman? Direct, JpegHuffman? Alternating)[] Components, int First, int Last, int High, int Low)
{
    /// <summary>Zigzag order: the place of each coefficient of the file in its block.</summary>
    public static ReadOnlySpan<byte> Places =>
    [
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
        35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
    ];
}
