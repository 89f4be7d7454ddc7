using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace GraphRun.Kernels;

/// <summary>A column of tiles: all rows of a block against one panel, which is at most two vectors wide.</summary>
internal static unsafe class ProductTiles<TVector, T, TWidth>
    where TVector : struct
    where T : unmanaged
    where TWidth : struct, IVectorWidth<TVector, T>
{
    private const int LargestTile = 14 * 2 * 16;

    /// <summary>Adds the product of a [rows, depth] and a [depth, columns] matrix to the result.</summary>
    /// <param name="left">The left matrix; with a column stride of 0, as <see cref="PackLeft"/> packed it.</param>
    /// <param name="panel">The right matrix; readable up to whole vectors.</param>
    /// <param name="panelStride">Bytes from a row of the panel to the next.</param>
    /// <param name="result">Where the sums stand.</param>
    /// <param name="rows">Rows of the result.</param>
    /// <param name="columns">Columns of the result.</param>
    /// <param name="depth">Products to add to each sum.</param>
    /// <param name="accumulate">Whether to start from the sums that are there rather than from 0.</param>
    public static void Multiply(
        MatrixView left, byte* panel, nint panelStride, MatrixView result, int rows, int columns, int depth, bool accumulate)
    {
        var tiles = new TileRows(rows, TWidth.TileRows);
        var isWhole = columns % TWidth.Count == 0;
        var vectors = (columns + TWidth.Count - 1) / TWidth.Count;
        var a = left.First;
        for (var row = 0; row < rows;)
        {
            var count = tiles.At(row);
            var step = left.ColumnStride != 0 ? left.ColumnStride : count * sizeof(T);
            var c = result.At(row, 0);
            if (isWhole)
            {
                Prefetch(c + count * result.RowStride, result.RowStride, rows - row - count);
                MicroKernels<TVector, T, TWidth>.Of(count, vectors)(
                    a, left.RowStride, step, panel, panelStride, c, result.RowStride, depth, accumulate);
            }
            else
            {
                var (tileLeft, tile) = (new MatrixView(a, left.RowStride, step), new MatrixView(c, result.RowStride, sizeof(T)));
                MultiplyAside(tileLeft, panel, panelStride, tile, count, columns, depth, accumulate);
            }

            a += count * (left.ColumnStride != 0 ? left.RowStride : depth * sizeof(T));
            row += count;
        }
    }

    /// <summary>Packs a left matrix tile by tile.</summary>
    /// <returns>The packed matrix, for <see cref="Multiply"/>.</returns>
    public static MatrixView PackLeft(MatrixView left, int rows, int depth, T* packed)
    {
        var tiles = new TileRows(rows, TWidth.TileRows);
        for (var row = 0; row < rows; row += tiles.At(row))
            PanelPacking<T>.Pack(left.From(row, 0).Transposed, depth, tiles.At(row), packed + row * depth, tiles.At(row));
        return new MatrixView(packed, sizeof(T), 0);
    }

    // A vector would reach beyond the last column, so the tile is computed elsewhere and what exists of it is copied.
    [SkipLocalsInit]
    private static void MultiplyAside(
        MatrixView left, byte* panel, nint panelStride, MatrixView result, int rows, int columns, int depth, bool accumulate)
    {
        var vectors = (columns + TWidth.Count - 1) / TWidth.Count;
        var width = vectors * TWidth.Count;
        var tile = stackalloc T[LargestTile];
        if (accumulate)
            new Span<T>(tile, rows * width).Clear();
        for (var row = 0; accumulate && row < rows; row++)
            VectorCopy<T>.Copy((T*)result.At(row, 0), tile + row * width, columns);
        MicroKernels<TVector, T, TWidth>.Of(rows, vectors)(
            left.First, left.RowStride, left.ColumnStride, panel, panelStride, (byte*)tile, width * sizeof(T), depth, accumulate);
        for (var row = 0; row < rows; row++)
            VectorCopy<T>.Copy(tile + row * width, (T*)result.At(row, 0), columns);
    }

    // The next tile's sums are on their way while this one is computed.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch(byte* row, nint stride, int rows)
    {
        if (!Sse.IsSupported)
            return;
        for (var count = Math.Min(rows, TWidth.TileRows); count > 0; count--, row += stride)
        {
            Sse.Prefetch0(row);
            Sse.Prefetch0(row + 2 * TWidth.Count * sizeof(T) - 1);
        }
    }
}
