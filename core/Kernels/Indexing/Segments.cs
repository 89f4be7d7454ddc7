using System.Diagnostics;
using GraphRun.Errors;
using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>
/// Rows that carry the number of a segment are reduced to one row for each segment (<c>core/kernels/segment_reduction_ops.cc</c>).
/// They meet one after the other in the order of the rows, so the bits depend on nothing else.
/// </summary>
public static class Segments
{
    /// <summary>The number of segments of ids that rise: the last id and one.</summary>
    /// <exception cref="GraphRunException"><c>segment ids must be >= 0</c></exception>
    public static long Count(Tensor ids)
    {
        var count = ids.ElementCount == 0 ? 0 : ids.Integer((int)ids.ElementCount - 1) + 1;
        return count >= 0 ? count : throw new GraphRunException(ErrorCode.InvalidArgument, "segment ids must be >= 0");
    }

    /// <summary>
    /// Rows of ids that rise. <paramref name="sourceRows"/> picks the data's row for each id; empty takes the rows as they come.
    /// The output has a row for each segment.
    /// </summary>
    /// <exception cref="GraphRunException"><c>segment ids are not increasing</c>, <c>segment ids must be >= 0</c></exception>
    public static void Sorted(SegmentKind kind, Tensor data, ReadOnlySpan<int> sourceRows, Tensor ids, Tensor output)
    {
        var rows = Rising(ids, output.Shape[0]);
        var rowLength = Gathering.Product(data.Shape.Dims[1..]);
        if (kind is SegmentKind.Minimum or SegmentKind.Maximum)
            ExtremeOfSorted(kind, data, rows, rowLength, output);
        else
            Reduce(kind, data, sourceRows, rows, rowLength, output);
    }

    /// <summary>
    /// Rows of ids in any order; a negative id drops its row. <paramref name="ids"/> has a leading part of the data's dims, and
    /// the output a row for each segment.
    /// </summary>
    /// <exception cref="GraphRunException"><c>segment_ids[1] = 7 is out of range [0, 3)</c></exception>
    public static void Unsorted(SegmentKind kind, Tensor data, Tensor ids, Tensor output)
    {
        var count = output.Shape[0];
        var rows = new int[ids.ElementCount];
        for (var i = 0; i < rows.Length; i++)
        {
            var id = ids.Integer(i);
            if (id >= count)
                throw new GraphRunException(
                    ErrorCode.InvalidArgument, $"segment_ids{RowNumbers.Place(ids.Shape.Dims, i)} = {id} is out of range [0, {count})");
            rows[i] = id < 0 ? -1 : (int)id;
        }

        Reduce(kind, data, [], rows, Gathering.Product(data.Shape.Dims[ids.Rank..]), output);
    }

    private static int[] Rising(Tensor ids, long count)
    {
        var rows = new int[ids.ElementCount];
        for (var i = 0; i < rows.Length; i++)
        {
            var id = ids.Integer(i);
            if (id < 0)
                throw new GraphRunException(ErrorCode.InvalidArgument, "segment ids must be >= 0");
            if ((i > 0 && id < rows[i - 1]) || id >= count)
                throw new GraphRunException(
                    ErrorCode.InvalidArgument,
                    i > 0 && id < rows[i - 1] ? "segment ids are not increasing" : $"Segment id {id} out of range [0, {count})");
            rows[i] = (int)id;
        }

        return rows;
    }

    private static void Reduce(SegmentKind kind, Tensor data, ReadOnlySpan<int> sourceRows, int[] rows, int rowLength, Tensor output)
    {
        ArithmeticTypes.Run(output.DType, new Start(kind, output));
        if (rowLength == 0)
            return;
        switch (kind)
        {
            case SegmentKind.Product: Combine<Multiplication>(data, sourceRows, rows, rowLength, output); break;
            case SegmentKind.Minimum: CombineReal<Minimization>(data, rows, rowLength, output); break;
            case SegmentKind.Maximum: CombineReal<Maximization>(data, rows, rowLength, output); break;
            default: Combine<Addition>(data, sourceRows, rows, rowLength, output); break;
        }

        if (kind is SegmentKind.Mean or SegmentKind.MeanBySquareRoot)
            ArithmeticTypes.Run(output.DType, new Average(rows, rowLength, kind == SegmentKind.MeanBySquareRoot, output));
    }

    // The first row of a segment is copied; a segment of none is 0.
    private static void ExtremeOfSorted(SegmentKind kind, Tensor data, int[] rows, int rowLength, Tensor output)
    {
        Filling.Zeros(output);
        if (rowLength == 0)
            return;
        var (first, rest) = ((int[])rows.Clone(), (int[])rows.Clone());
        for (var i = 0; i < rows.Length; i++)
        {
            var isFirst = i == 0 || rows[i] != rows[i - 1];
            (first[i], rest[i]) = isFirst ? (rows[i], -1) : (-1, rows[i]);
        }

        ArithmeticTypes.RunReal(output.DType, new RowCombination<Taking>(data, first, rowLength, output));
        if (kind == SegmentKind.Minimum)
            CombineReal<Minimization>(data, rest, rowLength, output);
        else
            CombineReal<Maximization>(data, rest, rowLength, output);
    }

    private static void Combine<TCombination>(Tensor data, ReadOnlySpan<int> sourceRows, int[] rows, int rowLength, Tensor output)
        where TCombination : struct, ICombination =>
        ArithmeticTypes.Run(output.DType, new RowCombination<TCombination>(data, rows, rowLength, output) { SourceRows = sourceRows });

    private static void CombineReal<TCombination>(Tensor data, int[] rows, int rowLength, Tensor output)
        where TCombination : struct, ICombination =>
        ArithmeticTypes.RunReal(output.DType, new RowCombination<TCombination>(data, rows, rowLength, output));

    private readonly struct Start(SegmentKind kind, Tensor output) : IArithmeticKernel
    {
        public void Run<T, TArithmetic>()
            where TArithmetic : struct, IArithmetic<T> => output.Writable<T>().Fill(kind switch
            {
                SegmentKind.Product => TArithmetic.One,
                SegmentKind.Minimum => TArithmetic.Highest,
                SegmentKind.Maximum => TArithmetic.Lowest,
                SegmentKind.Sum or SegmentKind.Mean or SegmentKind.MeanBySquareRoot => TArithmetic.Zero,
                _ => throw new UnreachableException($"{kind}"),
            });
    }

    private readonly struct Average(int[] rows, int rowLength, bool bySquareRoot, Tensor output) : IArithmeticKernel
    {
        public void Run<T, TArithmetic>()
            where TArithmetic : struct, IArithmetic<T>
        {
            var values = output.Writable<T>();
            var counts = new int[output.Shape[0]];
            foreach (var row in rows)
            {
                if (row >= 0)
                    counts[row]++;
            }

            for (var row = 0; row < counts.Length; row++)
            {
                if (counts[row] < 2)
                    continue;
                var divisor = bySquareRoot
                    ? TArithmetic.SquareRoot(TArithmetic.FromInteger(counts[row]))
                    : TArithmetic.FromInteger(counts[row]);
                foreach (ref var value in values.Slice(row * rowLength, rowLength))
                    value = TArithmetic.Divide(value, divisor);
            }
        }
    }
}
