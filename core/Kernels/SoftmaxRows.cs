using System.Numerics;
using System.Runtime.CompilerServices;
using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>
/// Softmax over rows, each of which goes through the first cache three times: its largest element, the exponentials with their sum, the
/// end. Exponentials are added in the order of <see cref="ReductionPass{TIn, T, TReader, TReduction, TMap}"/>: element i to lane i modulo
/// as many as 256 bytes hold, lanes folded by halves; every 256 steps begin new lanes, and what these give is added in order.
/// </summary>
internal static unsafe class SoftmaxRows<T, TEnd>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TEnd : struct, ISoftmaxEnd<T>
{
    private const int StepsPerBlock = 256;
    private const long ElementsPerPiece = 8192;

    private static int Lanes => 256 / sizeof(T);

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
            for (var row = start; row < end; row++)
                RunRow(source + (nint)row * columns, destination + (nint)row * columns, columns);
        }
    }

    private static void RunRow(T* x, T* y, int columns)
    {
        var largest = new Vector<T>(Largest(x, columns));
        var sum = T.Zero;
        var perBlock = Lanes * StepsPerBlock;
        for (var first = 0; first < columns; first += perBlock)
        {
            var part = Exponentials(x + first, y + first, Math.Min(perBlock, columns - first), largest);
            sum = first == 0 ? part : sum + part;
        }

        End(y, columns, TEnd.Share(new Vector<T>(sum)));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static T Largest(T* x, int columns)
    {
        if (columns < Vector<T>.Count)
        {
            var only = x[0];
            for (var j = 1; j < columns; j++)
                only = T.Max(only, x[j]);
            return only;
        }

        // The last vector overlaps the one before it, which does not change the largest.
        var (a, b) = (Vector.Load(x), Vector.Load(x + columns - Vector<T>.Count));
        var i = Vector<T>.Count;
        for (; i <= columns - 2 * Vector<T>.Count; i += 2 * Vector<T>.Count)
        {
            a = Vector.Max(a, Vector.Load(x + i));
            b = Vector.Max(b, Vector.Load(x + i + Vector<T>.Count));
        }

        if (i <= columns - Vector<T>.Count)
            a = Vector.Max(a, Vector.Load(x + i));
        var lanes = stackalloc T[Vector<T>.Count];
        Vector.Store(Vector.Max(a, b), lanes);
        var largest = lanes[0];
        for (var j = 1; j < Vector<T>.Count; j++)
            largest = T.Max(largest, lanes[j]);
        return largest;
    }

    /// <summary>Stores what is kept of each element, and adds up the exponentials.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static T Exponentials(T* x, T* y, int count, Vector<T> largest)
    {
        // Lanes that no element reaches would only add 0.
        var sums = stackalloc T[Lanes];
        var used = Lanes;
        while (used >= 2 * count && used > Vector<T>.Count)
            used /= 2;
        for (var lane = 0; lane < used; lane += Vector<T>.Count)
            Vector.Store(Vector<T>.Zero, sums + lane);
        var i = 0;
        for (; i <= count - Vector<T>.Count; i += Vector<T>.Count)
        {
            var shifted = Vector.Load(x + i) - largest;
            var exponential = TEnd.Exp(shifted);
            Vector.Store(TEnd.Keep(shifted, exponential), y + i);
            var lane = sums + (i & (Lanes - 1));
            Vector.Store(Vector.Load(lane) + exponential, lane);
        }

        if (i < count)
            Rest(x + i, y + i, count - i, largest, sums + (i & (Lanes - 1)));
        var half = used / 2;
        for (; half >= Vector<T>.Count; half /= 2)
        {
            for (var lane = 0; lane < half; lane += Vector<T>.Count)
                Vector.Store(Vector.Load(sums + lane) + Vector.Load(sums + lane + half), sums + lane);
        }

        for (; half > 0; half /= 2)
        {
            for (var lane = 0; lane < half; lane++)
                sums[lane] += sums[lane + half];
        }

        return sums[0];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void End(T* y, int columns, Vector<T> share)
    {
        var i = 0;
        for (; i <= columns - Vector<T>.Count; i += Vector<T>.Count)
            Vector.Store(TEnd.Finish(Vector.Load(y + i), share), y + i);
        if (i < columns)
            Write(TEnd.Finish(Read(y + i, columns - i), share), y + i, columns - i);
    }

    private static void Rest(T* x, T* y, int count, Vector<T> largest, T* sums)
    {
        var shifted = Read(x, count) - largest;
        var exponential = TEnd.Exp(shifted);
        Write(TEnd.Keep(shifted, exponential), y, count);
        var values = stackalloc T[Vector<T>.Count];
        Vector.Store(exponential, values);
        for (var i = 0; i < count; i++)
            sums[i] += values[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Read(T* source, int count) =>
        count == Vector<T>.Count ? Vector.Load(source) : Kernels.Lanes.Pad(new ReadOnlySpan<T>(source, count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(Vector<T> value, T* destination, int count)
    {
        if (count == Vector<T>.Count)
            Vector.Store(value, destination);
        else
            Kernels.Lanes.Unpad(value, new Span<T>(destination, count));
    }
}
