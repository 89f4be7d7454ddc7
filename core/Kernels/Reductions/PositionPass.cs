using System.Numerics;

namespace GraphRun.Kernels;

/// <summary>The positions of the extremes along the middle one of three dims: [outer, rows, columns] to [outer, columns].</summary>
internal readonly unsafe struct PositionPass<TIn, T, TIndex, TOut, TReader, TOrder> : IRangeBody
    where TIn : unmanaged
    where T : unmanaged, INumber<T>
    where TIndex : unmanaged, IBinaryInteger<TIndex>
    where TOut : unmanaged, IBinaryInteger<TOut>
    where TReader : struct, IElementReader<TIn, T>
    where TOrder : struct, IElementOrder<T>
{
    private const int ColumnsPerTile = 512;
    private const int ElementsPerPiece = 32768;

    private readonly TIn* input;
    private readonly TOut* output;
    private readonly long outer;
    private readonly int rows;
    private readonly long columns;

    public PositionPass(TIn* input, TOut* output, long outer, int rows, long columns)
    {
        this.input = input;
        this.output = output;
        (this.outer, this.rows, this.columns) = (outer, rows, columns);
    }

    private long Tiles => (columns + ColumnsPerTile - 1) / ColumnsPerTile;

    public void Execute() =>
        Workers.For(outer * Tiles, Math.Max(1, ElementsPerPiece / (rows * Math.Min(columns, ColumnsPerTile))), in this);

    public void Run(long start, long end)
    {
        if (columns == 1)
        {
            FindInRows(start, end);
            return;
        }

        for (var item = start; item < end; item++)
        {
            var (index, tile) = Math.DivRem(item, Tiles);
            var column = tile * ColumnsPerTile;
            FindInColumns(
                input + index * rows * columns + column,
                output + index * columns + column,
                (int)Math.Min(ColumnsPerTile, columns - column));
        }
    }

    private void FindInRows(long start, long end)
    {
        using var converted = new Scratch<T>(TReader.IsDirect ? 0 : rows);
        for (var row = start; row < end; row++)
        {
            var elements = (T*)(input + row * rows);
            if (!TReader.IsDirect)
                TReader.Read(input + row * rows, elements = converted.Pointer, rows);
            output[row] = TOut.CreateTruncating(PositionRows<T, TIndex, TOrder>.Find(elements, rows));
        }
    }

    private void FindInColumns(TIn* source, TOut* result, int width)
    {
        var best = stackalloc T[ColumnsPerTile];
        var converted = stackalloc T[ColumnsPerTile];
        var positions = stackalloc TIndex[ColumnsPerTile];
        new Span<T>(best, width).Fill(TOrder.Start);
        new Span<TIndex>(positions, width).Clear();
        for (var row = 0; row < rows; row++)
        {
            var elements = (T*)(source + row * columns);
            if (!TReader.IsDirect)
                TReader.Read(source + row * columns, elements = converted, width);
            PositionRows<T, TIndex, TOrder>.Update(elements, best, positions, width, TIndex.CreateTruncating(row));
        }

        for (var i = 0; i < width; i++)
            result[i] = TOut.CreateTruncating(positions[i]);
    }
}
