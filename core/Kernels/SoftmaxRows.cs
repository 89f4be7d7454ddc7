using System.Numerics;
using System.Runtime.CompilerServices;
using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>
/// Softmax over rows, as many at a time as stay in the first cache: their largest elements, the exponentials as one stretch whatever the
/// rows' length, their sums, the end. Exponentials are added in the order of
/// <see cref="ReductionPass{TIn, T, TReader, TReduction, TMap}"/>; what the blocks of a longer row give is added in order.
/// </summary>
internal static unsafe class SoftmaxRows<T, TEnd>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
    where TEnd : struct, ISoftmaxEnd<T>
{
    private const int ElementsAtOnce = 2048;
    private const long ElementsPerPiece = 8192;

    private static int LongestFold => 256 * 256 / sizeof(T);

    /// <param name="x">At least one dim, the last of which are the rows.</param>
    /// <param name="y">The same shape; may be <paramref name="x"/>.</param>
    public static void Run(Tensor x, Tensor y)
    {
        if (x.ElementCount == 0)
            return;
        var columns = (int)x.Shape[-1];
        fixed (T* source = x.Values<T>())
        fixed (T* destination = y.Writable<T>())
            Workers.For(x.ElementCount / columns, Math.Max(1, ElementsPerPiece / columns), new Rows(source, destination, columns));
    }

    private readonly struct Rows(T* source, T* destination, int columns) : IRangeBody
    {
        private readonly T* source = source;
        private readonly T* destination = destination;

        public void Run(long start, long end)
        {
            var rowsAtOnce = Math.Max(1, ElementsAtOnce / columns);
            var size = rowsAtOnce * (long)columns + Vector<T>.Count;
            using var shifted = new Scratch<T>(size);
            using var exponentials = new Scratch<T>(TEnd.NeedsShifted ? size : 0);
            using var shared = new Scratch<T>(rowsAtOnce + Vector<T>.Count);
            var kept = TEnd.NeedsShifted ? exponentials.Pointer : shifted.Pointer;
            for (var row = start; row < end; row += rowsAtOnce)
            {
                var (rows, first) = ((int)Math.Min(rowsAtOnce, end - row), (nint)row * columns);
                Fold<OfNumbers<T, MaximumReduction<T>>>(source + first, rows, shared.Pointer);
                for (var i = 0; i < rows; i++)
                    Shift(source + first + i * columns, shared.Pointer[i], shifted.Pointer + i * columns, columns);
                Exponentials(shifted.Pointer, kept, rows * columns);
                Fold<SumReduction<T>>(kept, rows, shared.Pointer);
                Share(shared.Pointer, rows);
                for (var i = 0; i < rows; i++)
                    End(shifted.Pointer + i * columns, shared.Pointer[i], destination + first + i * columns, columns);
            }
        }

        private void Fold<TReduction>(T* x, int rows, T* results)
            where TReduction : struct, IReduction<T>
        {
            var length = Math.Min(columns, LongestFold);
            ReductionLanes<T, TReduction, Unmapped<T>>.Fold(x, length, rows, results, x + (nint)rows * columns);
            for (var first = length; first < columns; first += length)
            {
                T part;
                length = Math.Min(columns - first, length);
                ReductionLanes<T, TReduction, Unmapped<T>>.Fold(x + first, length, 1, &part, x + columns);
                *results = TReduction.Combine(*results, part);
            }
        }
    }

    // The last vector overlaps the one before it.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Shift(T* x, T largest, T* shifted, int columns)
    {
        var i = 0;
        if (columns < Vector<T>.Count)
        {
            for (; i < columns; i++)
                shifted[i] = x[i] - largest;
            return;
        }

        var subtrahend = new Vector<T>(largest);
        for (; i <= columns - Vector<T>.Count; i += Vector<T>.Count)
            Vector.Store(Vector.Load(x + i) - subtrahend, shifted + i);
        i = columns - Vector<T>.Count;
        Vector.Store(Vector.Load(x + i) - subtrahend, shifted + i);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Exponentials(T* shifted, T* exponentials, int count)
    {
        for (var i = 0; i < count; i += Vector<T>.Count)
            Vector.Store(TEnd.Exp(Vector.Load(shifted + i)), exponentials + i);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Share(T* sums, int rows)
    {
        for (var i = 0; i < rows; i += Vector<T>.Count)
            Vector.Store(TEnd.Share(Vector.Load(sums + i)), sums + i);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void End(T* kept, T share, T* y, int columns)
    {
        var shares = new Vector<T>(share);
        if (columns < Vector<T>.Count)
        {
            Kernels.Lanes.Unpad(TEnd.Finish(Vector.Load(kept), shares), new Span<T>(y, columns));
            return;
        }

        var i = 0;
        for (; i <= columns - Vector<T>.Count; i += Vector<T>.Count)
            Vector.Store(TEnd.Finish(Vector.Load(kept + i), shares), y + i);
        i = columns - Vector<T>.Count;
        Vector.Store(TEnd.Finish(Vector.Load(kept + i), shares), y + i);
    }
}
