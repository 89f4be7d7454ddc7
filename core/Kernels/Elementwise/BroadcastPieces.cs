using System.Runtime.CompilerServices;
using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>A stretch of one operand and of the output.</summary>
internal readonly struct UnaryPiece<TX, TZ, TRow>(Tensor x, Tensor z) : IRangeBody
    where TRow : struct, IUnaryRow<TX, TZ>
{
    public void Run(long start, long end)
    {
        var length = (int)(end - start);
        TRow.Invoke(x.Values<TX>().Slice((int)start, length), z.Writable<TZ>().Slice((int)start, length));
    }
}

/// <summary>A stretch of operands that each have the output's elements or only one.</summary>
internal readonly struct FlatPiece<TX, TY, TW, TZ, TRow>(Tensor x, Tensor y, Tensor w, Tensor z) : IRangeBody
    where TRow : struct, ITernaryRow<TX, TY, TW, TZ>
{
    public void Run(long start, long end)
    {
        var length = (int)(end - start);
        TRow.Invoke(
            Broadcast.Stretch<TX>(x, start, length),
            Broadcast.Stretch<TY>(y, start, length),
            Broadcast.Stretch<TW>(w, start, length),
            z.Writable<TZ>().Slice((int)start, length));
    }
}

/// <summary>Rows, each cut into <paramref name="perRow"/> pieces, read where they stand.</summary>
internal readonly struct LongRowsPiece<TX, TY, TW, TZ, TRow>(BroadcastWalk walk, long perRow, Tensor x, Tensor y, Tensor w, Tensor z)
    : IRangeBody
    where TRow : struct, ITernaryRow<TX, TY, TW, TZ>
{
    public void Run(long start, long end)
    {
        for (var item = start; item < end; item++)
        {
            var row = item / perRow;
            var offset = (item - row * perRow) * Broadcast.Grain;
            RunRow(row, (int)offset, (int)Math.Min(Broadcast.Grain, walk.RowLength - offset));
        }
    }

    private void RunRow(long row, int offset, int length)
    {
        var (xStart, yStart, wStart) = walk.Start(row);
        TRow.Invoke(
            Stretch(x.Values<TX>(), xStart, walk.XStep, offset, length),
            Stretch(y.Values<TY>(), yStart, walk.YStep, offset, length),
            Stretch(w.Values<TW>(), wStart, walk.WStep, offset, length),
            z.Writable<TZ>().Slice((int)(row * walk.RowLength) + offset, length));
    }

    private static ReadOnlySpan<T> Stretch<T>(ReadOnlySpan<T> values, int start, int step, int offset, int length) =>
        step == 0 ? values.Slice(start, 1) : values.Slice(start + offset, length);
}

/// <summary>
/// Operands of one row that goes with every row of the output: as many copies of it as fill a block go through the kernel at a time.
/// </summary>
internal readonly struct RepeatedRowsPiece<TX, TY, TW, TZ, TRow>(int row, Tensor x, Tensor y, Tensor w, Tensor z) : IRangeBody
    where TRow : struct, ITernaryRow<TX, TY, TW, TZ>
{
    public const int BlockLength = 1024;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(long start, long end)
    {
        var (xBlock, yBlock, wBlock) = (default(Block<TX>), default(Block<TY>), default(Block<TW>));
        var xs = Repeat(x, (Span<TX>)xBlock);
        var ys = Repeat(y, (Span<TY>)yBlock);
        var ws = Repeat(w, (Span<TW>)wBlock);
        var xValues = x.Values<TX>();
        var yValues = y.Values<TY>();
        var wValues = w.Values<TW>();
        var zValues = z.Writable<TZ>();
        var length = BlockLength / row * row;
        for (var first = (int)start * row; first < end * row; first += length)
        {
            var count = (int)Math.Min(length, end * row - first);
            TRow.Invoke(
                Stretch(xValues, xs, first, count),
                Stretch(yValues, ys, first, count),
                Stretch(wValues, ws, first, count),
                zValues.Slice(first, count));
        }
    }

    private ReadOnlySpan<T> Repeat<T>(Tensor operand, Span<T> block)
    {
        var values = operand.Values<T>();
        if (values.Length != row || row == z.ElementCount)
            return default;
        for (var first = 0; first + row <= BlockLength; first += row)
            values.CopyTo(block[first..]);
        return block;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ReadOnlySpan<T> Stretch<T>(ReadOnlySpan<T> values, ReadOnlySpan<T> repeated, int first, int count) =>
        !repeated.IsEmpty ? repeated[..count] : values.Length == 1 ? values : values.Slice(first, count);

    [InlineArray(BlockLength)]
    private struct Block<T>
    {
        private T first;
    }
}

/// <summary>Rows too short to be worth a call of their own: many are laid side by side and go through the kernel as one.</summary>
internal readonly struct ShortRowsPiece<TX, TY, TW, TZ, TRow>(BroadcastWalk walk, Tensor x, Tensor y, Tensor w, Tensor z) : IRangeBody
    where TRow : struct, ITernaryRow<TX, TY, TW, TZ>
{
    /// <summary>The longest row that is cheaper to copy than to call for.</summary>
    public const int LongestRow = 16;

    private const int BlockLength = 512;

    public void Run(long start, long end)
    {
        var (xBlock, yBlock, wBlock) = (default(Block<TX>), default(Block<TY>), default(Block<TW>));
        var rowLength = (int)walk.RowLength;
        var rowsPerBlock = BlockLength / rowLength;
        for (var row = start; row < end; row += rowsPerBlock)
        {
            var rows = (int)Math.Min(rowsPerBlock, end - row);
            var length = rows * rowLength;
            TRow.Invoke(
                Gather(x, 0, walk.XStep, row, rows, ((Span<TX>)xBlock)[..length]),
                Gather(y, 1, walk.YStep, row, rows, ((Span<TY>)yBlock)[..length]),
                Gather(w, 2, walk.WStep, row, rows, ((Span<TW>)wBlock)[..length]),
                z.Writable<TZ>().Slice((int)(row * rowLength), length));
        }
    }

    private ReadOnlySpan<T> Gather<T>(Tensor operand, int which, int step, long firstRow, int rows, Span<T> block)
    {
        var values = operand.Values<T>();
        if (values.Length == 1)
            return values;
        if (values.Length == z.ElementCount)
            return values.Slice((int)(firstRow * walk.RowLength), block.Length);
        var rowLength = block.Length / rows;
        for (var row = 0; row < rows; row++)
        {
            var (xStart, yStart, wStart) = walk.Start(firstRow + row);
            var from = which == 0 ? xStart : which == 1 ? yStart : wStart;
            for (var i = 0; i < rowLength; i++)
                block[row * rowLength + i] = values[from + i * step];
        }

        return block;
    }

    [InlineArray(BlockLength)]
    private struct Block<T>
    {
        private T first;
    }
}
