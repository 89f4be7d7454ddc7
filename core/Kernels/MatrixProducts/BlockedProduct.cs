namespace GraphRun.Kernels;

/// <summary>
/// The product of matrices too large for the first caches, in the manner of BLIS (Van Zee and van de Geijn, 2015): the right matrix is
/// packed into panels block by block; then blocks of rows of the left matrix are multiplied by every panel, tile by tile.
/// </summary>
internal static unsafe class BlockedProduct<TVector, T, TWidth>
    where TVector : struct
    where T : unmanaged
    where TWidth : struct, IVectorWidth<TVector, T>
{
    private static int PanelWidth => 2 * TWidth.Count;

    public static void Run<TEpilogue>(in ProductOperands operands, in TEpilogue epilogue)
        where TEpilogue : struct, IProductEpilogue<T>
    {
        var depthBlock = ProductBlocking.Even(operands.Depth, ProductBlocking.Depth);
        var columnBlock = Math.Min(ProductBlocking.Columns, (operands.Columns + PanelWidth - 1) / PanelWidth * PanelWidth);
        using var panels = new Scratch<T>(columnBlock * depthBlock);
        for (var column = 0L; column < operands.Columns; column += columnBlock)
        {
            var columns = (int)Math.Min(columnBlock, operands.Columns - column);
            for (var k = 0L; k < operands.Depth; k += depthBlock)
            {
                var depth = (int)Math.Min(depthBlock, operands.Depth - k);
                PanelPacking<T>.PackAll(operands.Right.From(k, column), depth, columns, panels.Pointer, PanelWidth);
                new MultiplyBlock<TEpilogue>(in operands, panels.Pointer, (k, depth), (column, columns), in epilogue).Execute();
            }
        }
    }

    /// <summary>The same with a right matrix that is packed already; the one of the operands is not looked at.</summary>
    public static void Run<TEpilogue>(in ProductOperands operands, PackedMatrix right, in TEpilogue epilogue)
        where TEpilogue : struct, IProductEpilogue<T>
    {
        var depthBlock = ProductBlocking.Even(operands.Depth, ProductBlocking.Depth);
        for (var k = 0L; k < operands.Depth; k += depthBlock)
        {
            var depth = (int)Math.Min(depthBlock, operands.Depth - k);
            new MultiplyBlock<TEpilogue>(in operands, right.Panels<T>(k), (k, depth), (0, operands.Columns), in epilogue).Execute();
        }

        GC.KeepAlive(right);
    }

    public static PackedMatrix Pack(MatrixView right, long depth, long columns)
    {
        var packed = new PackedMatrix(depth, columns, PanelWidth, sizeof(T));
        var depthBlock = ProductBlocking.Even(depth, ProductBlocking.Depth);
        for (var k = 0L; k < depth; k += depthBlock)
            PanelPacking<T>.PackAll(right.From(k, 0), (int)Math.Min(depthBlock, depth - k), columns, packed.Panels<T>(k), PanelWidth);
        return packed;
    }

    /// <summary>
    /// Adds the products of one block of the depth to a stretch of columns. An item is a block of rows and a group of panels.
    /// </summary>
    private readonly struct MultiplyBlock<TEpilogue> : IRangeBody
        where TEpilogue : struct, IProductEpilogue<T>
    {
        private readonly ProductOperands operands;
        private readonly TEpilogue epilogue;
        private readonly T* panels;
        private readonly long k;
        private readonly int depth;
        private readonly long firstColumn;
        private readonly long columns;
        private readonly int rowsPerItem;
        private readonly long columnsPerItem;

        public MultiplyBlock(
            in ProductOperands operands, T* panels, (long First, int Depth) block, (long First, long Count) columns, in TEpilogue epilogue)
        {
            this.operands = operands;
            this.epilogue = epilogue;
            this.panels = panels;
            (k, depth) = block;
            (firstColumn, this.columns) = columns;
            rowsPerItem = ProductBlocking.Even(operands.Rows, ProductBlocking.Rows);
            columnsPerItem = ColumnsPerItem();
        }

        private long RowBlocks => (operands.Rows + rowsPerItem - 1) / rowsPerItem;

        private long ColumnGroups => (columns + columnsPerItem - 1) / columnsPerItem;

        public void Execute() => Workers.For(RowBlocks * ColumnGroups, 1, in this);

        public void Run(long start, long end)
        {
            var packRows = columns > ProductBlocking.ColumnsWorthPackingRows;
            using var packed = new Scratch<T>(packRows ? rowsPerItem * depth : 0);
            for (var item = start; item < end; item++)
            {
                var (rowBlock, group) = Math.DivRem(item, ColumnGroups);
                var row = rowBlock * rowsPerItem;
                var rows = (int)Math.Min(rowsPerItem, operands.Rows - row);
                var left = operands.Left.From(row, k);
                if (packRows)
                    left = ProductTiles<TVector, T, TWidth>.PackLeft(left, rows, depth, packed.Pointer);
                var (column, columnEnd) = (group * columnsPerItem, Math.Min(columns, (group + 1) * columnsPerItem));
                RunPanels(left, row, rows, column, columnEnd);
                if (!TEpilogue.IsEmpty && k + depth == operands.Depth)
                    Finish(row, rows, firstColumn + column, (int)(columnEnd - column));
            }
        }

        private void RunPanels(MatrixView left, long row, int rows, long column, long end)
        {
            for (; column < end; column += PanelWidth)
            {
                var panel = (byte*)(panels + (nint)column * depth);
                var tile = operands.Result.From(row, firstColumn + column);
                var width = (int)Math.Min(PanelWidth, columns - column);
                ProductTiles<TVector, T, TWidth>.Multiply(
                    left, panel, PanelWidth * sizeof(T), tile, rows, width, depth, k > 0 || operands.Accumulate);
            }
        }

        private void Finish(long row, int rows, long column, int width)
        {
            var first = operands.Result.From(row, column);
            epilogue.Apply((T*)first.First, first.RowStride / sizeof(T), rows, width, row, column);
        }

        // All columns, unless the blocks of rows are too few to keep every thread at work.
        private long ColumnsPerItem()
        {
            var panelCount = (columns + PanelWidth - 1) / PanelWidth;
            var wanted = Math.Clamp(rowsPerItem * (long)depth * columns / ProductBlocking.WorkPerPiece, 1, 4L * Workers.Count);
            var groups = RowBlocks >= 2 * Workers.Count ? 1 : Math.Max(1, wanted / RowBlocks);
            return (panelCount + groups - 1) / groups * PanelWidth;
        }
    }
}
