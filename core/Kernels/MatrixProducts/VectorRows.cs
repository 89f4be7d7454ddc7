using System.Numerics;
using System.Runtime.CompilerServices;

namespace GraphRun.Kernels;

/// <summary>
/// The product of one float32 vector with a matrix whose elements in a row are neighbours: the matrix is streamed once, four rows at a
/// time, past sums that stay in the first cache. (Eight rows that lie a power of two apart would push each other out of it.) Each sum is one chain of multiply-adds, as everywhere.
/// </summary>
internal static unsafe class VectorRows
{
    private const int RowsAtOnce = 4;
    private const int ColumnsAtOnce = 2048;
    private const int LeastColumns = 256;

    /// <param name="operands">One row on the left.</param>
    public static void Run(in ProductOperands operands)
    {
        var work = new Columns(operands.Left.First, operands.Right, operands.Result.First, (int)operands.Depth);
        var columns = Math.Max(ProductBlocking.WorkPerPiece / operands.Depth, (operands.Columns + Workers.Count - 1) / Workers.Count);
        var grain = (Math.Clamp(columns, LeastColumns, ColumnsAtOnce) + LeastColumns - 1) / LeastColumns * LeastColumns;
        Workers.For(operands.Columns, grain, in work);
    }

    private readonly struct Columns(byte* vector, MatrixView matrix, byte* result, int depth) : IRangeBody
    {
        private readonly float* vector = (float*)vector;
        private readonly float* result = (float*)result;

        public void Run(long start, long end)
        {
            for (; start < end; start += ColumnsAtOnce)
                RunStretch(start, (int)Math.Min(ColumnsAtOnce, end - start));
        }

        private void RunStretch(long column, int count)
        {
            var sums = result + (nint)column;
            new Span<float>(sums, count).Clear();
            var k = 0;
            for (; k <= depth - RowsAtOnce; k += RowsAtOnce)
                AddFour(vector + k, (float*)matrix.At(k, column), matrix.RowStride / sizeof(float), sums, count);
            for (; k < depth; k++)
                AddOne(vector[k], (float*)matrix.At(k, column), sums, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddFour(float* x, float* row, nint stride, float* sums, int count)
    {
        var (x0, x1, x2, x3) = (new Vector<float>(x[0]), new Vector<float>(x[1]), new Vector<float>(x[2]), new Vector<float>(x[3]));
        var i = 0;
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
        {
            var sum = Vector.FusedMultiplyAdd(x0, Vector.Load(row + i), Vector.Load(sums + i));
            sum = Vector.FusedMultiplyAdd(x1, Vector.Load(row + stride + i), sum);
            sum = Vector.FusedMultiplyAdd(x2, Vector.Load(row + 2 * stride + i), sum);
            Vector.Store(Vector.FusedMultiplyAdd(x3, Vector.Load(row + 3 * stride + i), sum), sums + i);
        }

        for (; i < count; i++)
        {
            for (var k = 0; k < RowsAtOnce; k++)
                sums[i] = MathF.FusedMultiplyAdd(x[k], row[k * stride + i], sums[i]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddOne(float x, float* row, float* sums, int count)
    {
        var factor = new Vector<float>(x);
        var i = 0;
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
            Vector.Store(Vector.FusedMultiplyAdd(factor, Vector.Load(row + i), Vector.Load(sums + i)), sums + i);
        for (; i < count; i++)
            sums[i] = MathF.FusedMultiplyAdd(x, row[i], sums[i]);
    }
}
