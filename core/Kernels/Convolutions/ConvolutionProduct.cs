using System.Numerics;
using System.Runtime.Intrinsics;

namespace GraphRun.Kernels;

/// <summary>
/// Convolution as a matrix product whose left matrix, the patches under the window, is made stretch by stretch just before it is used
/// (implicit GEMM). Each element of the result is one chain of multiply-adds over taps and channels in ascending order.
/// </summary>
internal static unsafe class ConvolutionProduct<T>
    where T : unmanaged, INumberBase<T>
{
    /// <param name="patches">The left matrix.</param>
    /// <param name="filter">The right matrix: a row for each element of a patch, a column for each channel of the output.</param>
    /// <param name="places">Where the result's rows stand.</param>
    /// <param name="epilogue">What to do with the finished sums.</param>
    public static void Run<TEpilogue>(PatchRows<T> patches, PackedMatrix filter, PixelPlaces<T> places, in TEpilogue epilogue)
        where TEpilogue : struct, IProductEpilogue<T>
    {
        if (patches.Geometry.OutputPixels == 0 || filter.Columns == 0)
            return;
        if (patches.Length == 0)
            RunEmpty(patches, filter, places, in epilogue);
        else if (Vector512.IsHardwareAccelerated)
            RunWidth<Vector512<T>, Width512<T>, TEpilogue>(patches, filter, places, in epilogue);
        else if (Vector256.IsHardwareAccelerated)
            RunWidth<Vector256<T>, Width256<T>, TEpilogue>(patches, filter, places, in epilogue);
        else if (Vector128.IsHardwareAccelerated)
            RunWidth<Vector128<T>, Width128<T>, TEpilogue>(patches, filter, places, in epilogue);
        else
            RunWidth<T, WidthScalar<T>, TEpilogue>(patches, filter, places, in epilogue);
        GC.KeepAlive(filter);
    }

    // Sums of no products.
    private static void RunEmpty<TEpilogue>(PatchRows<T> patches, PackedMatrix filter, PixelPlaces<T> places, in TEpilogue epilogue)
        where TEpilogue : struct, IProductEpilogue<T>
    {
        var operands = new ProductOperands(default, default, places.Rows(0, 0), patches.Geometry.OutputPixels, filter.Columns, 0);
        RealProduct<T>.Run(in operands, in epilogue);
    }

    private static void RunWidth<TVector, TWidth, TEpilogue>(
        PatchRows<T> patches, PackedMatrix filter, PixelPlaces<T> places, in TEpilogue epilogue)
        where TVector : struct
        where TWidth : struct, IVectorWidth<TVector, T>
        where TEpilogue : struct, IProductEpilogue<T>
    {
        var blocks = new Blocks<TVector, TWidth, TEpilogue>(patches, filter, places, in epilogue);
        Workers.For(blocks.Count, 1, in blocks);
    }

    /// <summary>An item of work is a block of pixels and a group of panels of the filter, over the whole depth.</summary>
    private readonly struct Blocks<TVector, TWidth, TEpilogue> : IRangeBody
        where TVector : struct
        where TWidth : struct, IVectorWidth<TVector, T>
        where TEpilogue : struct, IProductEpilogue<T>
    {
        private readonly PatchRows<T> patches;
        private readonly PackedMatrix filter;
        private readonly PixelPlaces<T> places;
        private readonly TEpilogue epilogue;
        private readonly int rowsPerItem;
        private readonly int depthBlock;
        private readonly long columnsPerItem;
        private readonly long groups;

        public Blocks(PatchRows<T> patches, PackedMatrix filter, PixelPlaces<T> places, in TEpilogue epilogue)
        {
            (this.patches, this.filter, this.places, this.epilogue) = (patches, filter, places, epilogue);
            var pixels = patches.Geometry.OutputPixels;
            var threads = Workers.Count == 1 ? 1 : 4L * Workers.Count;
            var wanted = Math.Clamp(pixels * filter.Columns * patches.Length / ProductBlocking.WorkPerPiece, 1, threads);
            rowsPerItem = RowsPerItem(pixels, wanted);
            depthBlock = ProductBlocking.Even(patches.Length, ProductBlocking.Depth);
            var blocks = (pixels + rowsPerItem - 1) / rowsPerItem;
            // Each group gathers the patches anew, so there is more than one only where threads would go without.
            var panelsPerItem = Math.Max(1, blocks >= Workers.Count ? filter.PanelCount : filter.PanelCount * blocks / wanted);
            columnsPerItem = panelsPerItem * filter.PanelWidth;
            groups = (filter.Columns + columnsPerItem - 1) / columnsPerItem;
            Count = blocks * groups;
        }

        public long Count { get; }

        public void Run(long start, long end)
        {
            using var gathered = new Scratch<T>((long)rowsPerItem * Stride(depthBlock));
            using var aside = new Scratch<T>(places.AreNeighbours ? 0 : rowsPerItem * columnsPerItem);
            for (var item = start; item < end; item++)
            {
                var (block, group) = Math.DivRem(item, groups);
                var row = block * rowsPerItem;
                var column = group * columnsPerItem;
                var columns = (int)Math.Min(columnsPerItem, filter.Columns - column);
                var rows = (int)Math.Min(rowsPerItem, patches.Geometry.OutputPixels - row);
                RunItem(row, rows, column, columns, gathered.Pointer, aside.Pointer);
            }
        }

        private void RunItem(long row, int rows, long column, int columns, T* gathered, T* aside)
        {
            var result = places.AreNeighbours
                ? places.Rows(row, column)
                : new MatrixView(aside, (nint)columns * sizeof(T), sizeof(T));
            for (var k = 0L; k < patches.Length; k += depthBlock)
            {
                var depth = (int)Math.Min(depthBlock, patches.Length - k);
                patches.Gather(row, rows, k, depth, gathered, Stride(depth));
                var left = new MatrixView(gathered, Stride(depth) * sizeof(T), sizeof(T));
                RunPanels(left, result, row, rows, column, columns, k, depth);
            }

            if (!TEpilogue.IsEmpty)
                epilogue.Apply((T*)result.First, result.RowStride / sizeof(T), rows, columns, row, column);
            if (!places.AreNeighbours)
                places.Scatter(aside, row, rows, column, columns);
        }

        private void RunPanels(MatrixView left, MatrixView result, long row, int rows, long column, int columns, long k, int depth)
        {
            var stride = (nint)filter.PanelWidth * sizeof(T);
            for (var done = 0; done < columns; done += filter.PanelWidth)
            {
                var width = Math.Min(filter.PanelWidth, columns - done);
                var panel = (byte*)(filter.Panels<T>(k) + (nint)(column + done) * depth);
                var tile = result.From(0, done);
                ProductTiles<TVector, T, TWidth>.Multiply(left, panel, stride, tile, rows, width, depth, k > 0);
            }
        }

        // Rows a multiple of 4 KiB apart would compete for the same few lines of the first cache.
        private static int Stride(int depth) => depth % 64 == 0 ? depth + 16 : depth;

        private static int RowsPerItem(long pixels, long wanted)
        {
            var largest = Math.Clamp((pixels + wanted - 1) / wanted, TWidth.TileRows * 4L, ProductBlocking.Rows);
            return ProductBlocking.Even(pixels, largest);
        }
    }
}
