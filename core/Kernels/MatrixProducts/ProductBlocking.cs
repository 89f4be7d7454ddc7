namespace GraphRun.Kernels;

/// <summary>How a matrix product is cut for the caches and for threads. No result depends on it.</summary>
internal static class ProductBlocking
{
    /// <summary>
    /// The most products added before a tile goes back to memory: a panel of the right matrix then about fills the first cache.
    /// </summary>
    public const int Depth = 384;

    /// <summary>The most rows of the left matrix worked on at a time: with their depth they fill a part of the second cache.</summary>
    public const int Rows = 144;

    /// <summary>The most columns of the right matrix packed at a time: with their depth they fill a part of the third cache.</summary>
    public const int Columns = 2048;

    /// <summary>Above so many columns each element of the left matrix is read often enough to be worth packing.</summary>
    public const int ColumnsWorthPackingRows = 512;

    /// <summary>Multiply-adds that are worth waking another thread for.</summary>
    public const long WorkPerPiece = 1 << 18;

    /// <summary>
    /// Cuts <paramref name="length"/> into pieces as equal as possible, none above <paramref name="largest"/>: the size of the first.
    /// </summary>
    public static int Even(long length, long largest)
    {
        var pieces = Math.Max(1, (length + largest - 1) / largest);
        return (int)((length + pieces - 1) / pieces);
    }
}
