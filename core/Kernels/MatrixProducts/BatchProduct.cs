using System.Numerics;
using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>Products of all the matrices of two tensors.</summary>
internal static unsafe class BatchProduct<T>
    where T : unmanaged, INumberBase<T>
{
    // Matrices above this much work keep all threads busy one after the other; smaller ones are given out whole.
    private const long LargeProduct = 1 << 22;

    public static void Run(Tensor x, Tensor y, ProductForm form, Tensor result)
    {
        fixed (T* left = x.Values<T>())
        fixed (T* right = y.Values<T>())
        fixed (T* product = result.Writable<T>())
            Run(left, x.Shape, right, y.Shape, form, product, result.Shape, accumulate: false);
    }

    /// <summary>The same on memory: [..., rows, depth] by [..., depth, columns], each in row-major order.</summary>
    public static void Run(T* left, Shape x, T* right, Shape y, ProductForm form, T* product, Shape result, bool accumulate)
    {
        var (rows, columns) = (result[-2], result[-1]);
        var depth = x[form.TransposeLeft ? -2 : -1];
        var batches = rows * columns == 0 ? 0 : result.ElementCount / (rows * columns);
        if (y.ElementCount == depth * columns && !form.TransposeLeft && batches > 1 && x.ElementCount == batches * rows * depth)
            (rows, batches) = (rows * batches, 1);
        var operands = new ProductOperands(
            View(left, x, form.TransposeLeft),
            View(right, y, form.TransposeRight),
            View(product, result, false),
            rows,
            columns,
            depth,
            accumulate);
        if (batches == 1)
        {
            RealProduct<T>.Run(in operands, default(NoEpilogue<T>));
            return;
        }

        using var offsets = new Scratch<long>(2 * batches);
        BatchOffsets.Fill(x, result, offsets.Pointer, batches);
        BatchOffsets.Fill(y, result, offsets.Pointer + batches, batches);
        var work = Math.Max(1, rows * columns * depth);
        var grain = work > LargeProduct ? batches : Math.Max(1, ProductBlocking.WorkPerPiece / work);
        Workers.For(batches, grain, new Batches(operands, offsets.Pointer, offsets.Pointer + batches));
    }

    private static MatrixView View(T* elements, Shape shape, bool transposed)
    {
        var view = new MatrixView(elements, (nint)shape[-1] * sizeof(T), sizeof(T));
        return transposed ? view.Transposed : view;
    }

    private readonly struct Batches(ProductOperands operands, long* lefts, long* rights) : IRangeBody
    {
        private readonly long* lefts = lefts;
        private readonly long* rights = rights;

        public void Run(long start, long end)
        {
            for (var batch = start; batch < end; batch++)
            {
                var one = operands with
                {
                    Left = Shift(operands.Left, lefts[batch]),
                    Right = Shift(operands.Right, rights[batch]),
                    Result = Shift(operands.Result, batch * operands.Rows * operands.Columns),
                };
                RealProduct<T>.Run(in one, default(NoEpilogue<T>));
            }
        }

        private static MatrixView Shift(MatrixView view, long elements) =>
            new(view.First + (nint)elements * sizeof(T), view.RowStride, view.ColumnStride);
    }
}
