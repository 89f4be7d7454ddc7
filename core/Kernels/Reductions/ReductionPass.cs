namespace GraphRun.Kernels;

/// <summary>
/// Folds the middle one of three dims: [outer, rows, columns] to [outer, blocks, columns], where a block is what one piece of work folds.
/// <para>
/// The tree depends on rows and columns alone. With few columns, as many rows as fit into 256 bytes (a power of two; 64 for one column of
/// float32) stand side by side as lanes: row r is added to lane r modulo their number, in order, and at the end of the block the upper
/// half of the lanes is folded into the lower one until one is left. With many columns there is one lane. A block is 256 such steps; what
/// the blocks gave is folded by another pass of the same kind.
/// </para>
/// </summary>
internal readonly unsafe struct ReductionPass<TIn, T, TReader, TReduction, TMap> : IRangeBody
    where TIn : unmanaged
    where T : unmanaged
    where TReader : struct, IElementReader<TIn, T>
    where TReduction : struct, IReduction<T>
    where TMap : struct, IReductionMap<T>
{
    private const int LaneBytes = 256;
    private const int StepsPerBlock = 256;
    private const int ColumnsPerTile = 1024;
    private const int ElementsPerPiece = 32768;

    // Elements that are converted first stay in the first cache until they are folded.
    private const int ConvertedAtOnce = 4096;

    private readonly TIn* input;
    private readonly T* output;
    private readonly long outer;
    private readonly long rows;
    private readonly long columns;
    private readonly int lanes = 1;

    public ReductionPass(TIn* input, T* output, long outer, long rows, long columns)
    {
        this.input = input;
        this.output = output;
        (this.outer, this.rows, this.columns) = (outer, rows, columns);
        while (lanes * 2 * columns * sizeof(T) <= LaneBytes)
            lanes *= 2;
    }

    private long RowsPerBlock => (long)lanes * StepsPerBlock;

    private long Tiles => (columns + ColumnsPerTile - 1) / ColumnsPerTile;

    /// <summary>How many blocks there are for each element of the outer dim.</summary>
    public static long Blocks(long rows, long columns)
    {
        var pass = new ReductionPass<TIn, T, TReader, TReduction, TMap>(null, null, 1, rows, columns);
        return (rows + pass.RowsPerBlock - 1) / pass.RowsPerBlock;
    }

    public void Execute()
    {
        var elements = Math.Min(rows, RowsPerBlock) * Math.Min(columns, ColumnsPerTile);
        Workers.For(outer * Blocks(rows, columns) * Tiles, Math.Max(1, ElementsPerPiece / elements), in this);
    }

    public void Run(long start, long end)
    {
        if (columns == 1)
        {
            RunRows(start, end);
            return;
        }

        var blocks = Blocks(rows, columns);
        for (var item = start; item < end; item++)
        {
            var (rest, tile) = Math.DivRem(item, Tiles);
            var (index, block) = Math.DivRem(rest, blocks);
            var row = block * RowsPerBlock;
            var column = tile * ColumnsPerTile;
            FoldBlock(
                input + (index * rows + row) * columns + column,
                output + rest * columns + column,
                (int)Math.Min(RowsPerBlock, rows - row),
                (int)Math.Min(ColumnsPerTile, columns - column));
        }
    }

    // Neighbours only: every block is a row of its own.
    private void RunRows(long start, long end)
    {
        var blocks = Blocks(rows, columns);
        if (blocks == 1)
        {
            FoldRows(input + start * rows, (int)rows, end - start, output + start);
            return;
        }

        for (var item = start; item < end; item++)
        {
            var (index, block) = Math.DivRem(item, blocks);
            var row = block * RowsPerBlock;
            FoldRows(input + index * rows + row, (int)Math.Min(RowsPerBlock, rows - row), 1, output + item);
        }
    }

    private void FoldRows(TIn* first, int length, long count, T* results)
    {
        if (TReader.IsDirect)
        {
            StretchOfRows<T, TReduction, TMap>.Fold((T*)first, length, count, results, (T*)input + outer * rows);
            return;
        }

        var rowsAtOnce = Math.Max(1, ConvertedAtOnce / length);
        using var converted = new Scratch<T>((long)rowsAtOnce * length);
        for (; count > 0; count -= rowsAtOnce, first += (nint)rowsAtOnce * length, results += rowsAtOnce)
        {
            var elements = (int)Math.Min(rowsAtOnce, count) * length;
            TReader.Read(first, converted.Pointer, elements);
            StretchOfRows<T, TReduction, TMap>.Fold(
                converted.Pointer, length, Math.Min(rowsAtOnce, count), results, converted.Pointer + elements);
        }
    }

    private void FoldBlock(TIn* block, T* result, int count, int width)
    {
        if (lanes == 1)
        {
            new Span<T>(result, width).Fill(TReduction.Identity);
            FoldSteps(result, block, width, (nint)columns, count);
            return;
        }

        // Lanes that no row reaches would only hold the identity.
        var used = lanes;
        while (used >= 2 * count)
            used /= 2;
        var sums = stackalloc T[LaneBytes / sizeof(T)];
        new Span<T>(sums, used * width).Fill(TReduction.Identity);
        var (steps, left) = Math.DivRem(count, used);
        FoldSteps(sums, block, used * width, used * width, steps);
        FoldSteps(sums, block + (nint)steps * used * width, left * width, 0, left > 0 ? 1 : 0);
        for (var half = used / 2; half > 0; half /= 2)
            ReductionRows<T, TReduction, Unmapped<T>>.Fold(sums, sums + half * width, half * width, 0, 1);
        new ReadOnlySpan<T>(sums, width).CopyTo(new Span<T>(result, width));
    }

    private static void FoldSteps(T* sums, TIn* source, int width, nint stride, int steps)
    {
        if (TReader.IsDirect)
            ReductionRows<T, TReduction, TMap>.Fold(sums, (T*)source, width, stride, steps);
        else
            FoldConverted(sums, source, width, stride, steps);
    }

    private static void FoldConverted(T* sums, TIn* source, int width, nint stride, int steps)
    {
        var converted = stackalloc T[ColumnsPerTile];
        for (var step = 0; step < steps; step++)
        {
            TReader.Read(source + step * stride, converted, width);
            ReductionRows<T, TReduction, TMap>.Fold(sums, converted, width, 0, 1);
        }
    }
}
