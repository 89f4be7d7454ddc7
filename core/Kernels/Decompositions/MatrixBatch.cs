using System.Numerics;
using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>Something to be done to each matrix of a batch; matrices are independent of each other.</summary>
internal interface IMatrixAction
{
    void Run<T>(long batch)
        where T : unmanaged, IFloatingPoint<T>, IRootFunctions<T>;
}

/// <summary>Runs actions over batches of float32 or float64 matrices, some on other threads when they are worth it.</summary>
internal static class MatrixBatch
{
    private const long WorkPerPiece = 1 << 15;

    /// <param name="dtype">float32 or float64.</param>
    /// <param name="batches">The number of matrices.</param>
    /// <param name="work">About how many multiplications one matrix needs.</param>
    /// <param name="action">What to do to each.</param>
    public static void Run<TAction>(DType dtype, long batches, long work, TAction action)
        where TAction : struct, IMatrixAction
    {
        var grain = Math.Max(1, WorkPerPiece / Math.Max(work, 1));
        if (dtype == DType.Float32)
            Workers.For(batches, grain, new Body<float, TAction>(action));
        else
            Workers.For(batches, grain, new Body<double, TAction>(action));
    }

    /// <summary>The number of matrices along the last two dims.</summary>
    public static long Count(Shape shape)
    {
        var count = 1L;
        for (var axis = 0; axis < shape.Rank - 2; axis++)
            count *= shape[axis];
        return count;
    }

    /// <summary>The elements of one matrix, or vector, of a batch.</summary>
    public static Span<T> Part<T>(Tensor tensor, long batch, long size) => tensor.Writable<T>().Slice((int)(batch * size), (int)size);

    private readonly struct Body<T, TAction>(TAction action) : IRangeBody
        where T : unmanaged, IFloatingPoint<T>, IRootFunctions<T>
        where TAction : struct, IMatrixAction
    {
        public void Run(long start, long end)
        {
            for (var batch = start; batch < end; batch++)
                action.Run<T>(batch);
        }
    }
}
