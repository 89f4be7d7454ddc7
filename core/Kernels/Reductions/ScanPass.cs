using System.Numerics;
using System.Runtime.CompilerServices;

namespace GraphRun.Kernels;

/// <summary>
/// Running folds along the middle one of three dims, one element after the other: [outer, rows, columns] to the same shape.
/// </summary>
internal readonly unsafe struct ScanPass<T, TReduction> : IRangeBody
    where T : unmanaged
    where TReduction : struct, IReduction<T>
{
    private const int ColumnsPerTile = 1024;
    private const int ElementsPerPiece = 32768;

    private readonly T* input;
    private readonly T* output;
    private readonly long outer;
    private readonly long rows;
    private readonly long columns;
    private readonly bool exclusive;
    private readonly bool reverse;

    public ScanPass(T* input, T* output, (long Outer, long Rows, long Columns) dims, bool exclusive, bool reverse)
    {
        this.input = input;
        this.output = output;
        (outer, rows, columns) = dims;
        (this.exclusive, this.reverse) = (exclusive, reverse);
    }

    private long Tiles => (columns + ColumnsPerTile - 1) / ColumnsPerTile;

    public void Execute() =>
        Workers.For(outer * Tiles, Math.Max(1, ElementsPerPiece / (rows * Math.Min(columns, ColumnsPerTile))), in this);

    public void Run(long start, long end)
    {
        for (var item = start; item < end; item++)
        {
            var (index, tile) = Math.DivRem(item, Tiles);
            var column = tile * ColumnsPerTile;
            var first = index * rows * columns + column + (reverse ? (rows - 1) * columns : 0);
            var stride = (nint)(reverse ? -columns : columns);
            var width = (int)Math.Min(ColumnsPerTile, columns - column);
            if (Vector<T>.IsSupported && width >= Vector<T>.Count)
                ScanRows(input + first, output + first, stride, width);
            else
                ScanColumns(input + first, output + first, stride, width);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ScanColumns(T* source, T* target, nint stride, int width)
    {
        for (var column = 0; column < width; column++)
        {
            var sum = TReduction.Identity;
            for (nint row = 0, i = column; row < rows; row++, i += stride)
            {
                var next = TReduction.Combine(sum, source[i]);
                target[i] = exclusive ? sum : next;
                sum = next;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ScanRows(T* source, T* target, nint stride, int width)
    {
        var sums = stackalloc T[ColumnsPerTile];
        new Span<T>(sums, width).Fill(TReduction.Identity);
        for (nint row = 0; row < rows; row++, source += stride, target += stride)
        {
            var column = 0;
            for (; column <= width - Vector<T>.Count; column += Vector<T>.Count)
            {
                var sum = Vector.Load(sums + column);
                var next = TReduction.Combine(sum, Vector.Load(source + column));
                Vector.Store(exclusive ? sum : next, target + column);
                Vector.Store(next, sums + column);
            }

            for (; column < width; column++)
            {
                var next = TReduction.Combine(sums[column], source[column]);
                target[column] = exclusive ? sums[column] : next;
                sums[column] = next;
            }
        }
    }
}
