namespace GraphRun.Kernels;

/// <summary>
/// The product of so few rows that each column of the right matrix is read by one block of rows only. A group of columns is one item of
/// work, over the whole depth: its panels are packed just before they are used, or, where even that would not pay, read where they stand.
/// </summary>
internal static unsafe class UnsharedProduct<TVector, T, TWidth>
    where TVector : struct
    where T : unmanaged
    where TWidth : struct, IVectorWidth<TVector, T>
{
    private const int PanelsPerGroup = 8;

    private static int PanelWidth => 2 * TWidth.Count;

    /// <param name="operands">At most <see cref="ProductBlocking.Rows"/> rows.</param>
    /// <param name="inPlace">Whether to read the right matrix, whose elements in a row must be neighbours, where it stands.</param>
    /// <param name="depthBlock">The most products added before a tile goes back to memory.</param>
    /// <param name="epilogue">What to do with the finished sums.</param>
    public static void Run<TEpilogue>(in ProductOperands operands, bool inPlace, int depthBlock, in TEpilogue epilogue)
        where TEpilogue : struct, IProductEpilogue<T>
    {
        var columnsPerItem = ColumnsPerItem(in operands, inPlace);
        var depth = ProductBlocking.Even(operands.Depth, depthBlock);
        var groups = new ColumnGroups<TEpilogue>(in operands, inPlace, depth, columnsPerItem, in epilogue);
        Workers.For((operands.Columns + columnsPerItem - 1) / columnsPerItem, 1, in groups);
    }

    // Few enough columns for all threads to have work, many enough for a row to be read in long stretches.
    private static long ColumnsPerItem(in ProductOperands operands, bool inPlace)
    {
        var panels = (operands.Columns + PanelWidth - 1) / PanelWidth;
        var work = operands.Rows * operands.Columns * operands.Depth;
        var items = Math.Clamp(work / ProductBlocking.WorkPerPiece, 1, 2L * Workers.Count);
        var perItem = (panels + items - 1) / items;
        return PanelWidth * (inPlace ? perItem : Math.Min(perItem, PanelsPerGroup));
    }

    private readonly struct ColumnGroups<TEpilogue>(
        in ProductOperands operands, bool inPlace, int depthBlock, long columnsPerItem, in TEpilogue epilogue) : IRangeBody
        where TEpilogue : struct, IProductEpilogue<T>
    {
        private readonly ProductOperands operands = operands;
        private readonly TEpilogue epilogue = epilogue;

        public void Run(long start, long end)
        {
            using var panels = new Scratch<T>((inPlace ? PanelWidth : columnsPerItem) * depthBlock);
            for (var item = start; item < end; item++)
            {
                var column = item * columnsPerItem;
                RunGroup(column, Math.Min(operands.Columns, column + columnsPerItem), panels.Pointer);
            }
        }

        private void RunGroup(long first, long end, T* panels)
        {
            for (var k = 0L; k < operands.Depth; k += depthBlock)
            {
                var depth = (int)Math.Min(depthBlock, operands.Depth - k);
                if (!inPlace)
                    PanelPacking<T>.PackAll(operands.Right.From(k, first), depth, end - first, panels, PanelWidth);
                for (var column = first; column < end; column += PanelWidth)
                    RunPanel(k, depth, column, (int)Math.Min(PanelWidth, end - column), panels, panels + (nint)(column - first) * depth);
            }

            if (!TEpilogue.IsEmpty)
            {
                var group = operands.Result.From(0, first);
                epilogue.Apply((T*)group.First, group.RowStride / sizeof(T), (int)operands.Rows, (int)(end - first), 0, first);
            }
        }

        private void RunPanel(long k, int depth, long column, int width, T* aside, T* panel)
        {
            var stride = (nint)PanelWidth * sizeof(T);
            if (inPlace && width % TWidth.Count != 0)
                PanelPacking<T>.Pack(operands.Right.From(k, column), depth, width, panel = aside, PanelWidth);
            else if (inPlace)
            {
                panel = (T*)operands.Right.At(k, column);
                stride = operands.Right.RowStride;
            }

            var rows = (int)operands.Rows;
            var tile = operands.Result.From(0, column);
            ProductTiles<TVector, T, TWidth>.Multiply(
                operands.Left.From(0, k), (byte*)panel, stride, tile, rows, width, depth, k > 0 || operands.Accumulate);
        }
    }
}
