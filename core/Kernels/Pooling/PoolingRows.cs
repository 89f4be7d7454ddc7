using System.Numerics;
using System.Runtime.CompilerServices;

namespace GraphRun.Kernels;

/// <summary>Rows of the output of a pooling: an item is a row of pixels. Elements outside the input do not take part.</summary>
internal readonly unsafe struct PoolingRows<T, TKind>(T* input, ConvolutionGeometry geometry, T* output) : IRangeBody
    where T : unmanaged, INumber<T>
    where TKind : struct, IPoolingKind
{
    private readonly T* input = input;
    private readonly T* output = output;

    public void Run(long start, long end)
    {
        var channels = (int)geometry.Channels;
        var cursor = new PixelCursor(geometry, start * geometry.Width.Output);
        var result = output + (nint)(start * geometry.Width.Output) * channels;
        for (var pixel = 0L; pixel < (end - start) * geometry.Width.Output; pixel++, result += channels, cursor.Next())
        {
            var window = InputWindow.At(geometry, in cursor);
            Pixel(input + (nint)window.FirstPixel * channels, in window, result, channels);
        }
    }

    private static void Pixel(T* source, in InputWindow window, T* result, int channels)
    {
        var c = 0;
        for (; c <= channels - 4 * Vector<T>.Count; c += 4 * Vector<T>.Count)
            PoolFour(source + c, in window, result + c);
        for (; c <= channels - Vector<T>.Count; c += Vector<T>.Count)
            Vector.Store(Pool(source + c, in window, Vector<T>.Count), result + c);
        if (c < channels)
            Lanes.Unpad(Pool(source + c, in window, channels - c), new Span<T>(result + c, channels - c));
    }

    // Four vectors side by side: the walk over the window is paid once, and none of them waits for another.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PoolFour(T* source, in InputWindow window, T* result)
    {
        var start = new Vector<T>(TKind.Start<T>());
        var (first, second, third, fourth) = (start, start, start, start);
        var (heights, widths, step) = (window.Heights, window.Widths, (nint)window.WidthStep);
        for (var z = window.Depths; z > 0; z--, source += (nint)window.DepthStep)
        {
            var line = source;
            for (var y = heights; y > 0; y--, line += (nint)window.HeightStep)
            {
                // A row is pooled by itself: added one by one, the elements of a whole image would round each mean thousands of times.
                var (a, b, c, d) = (start, start, start, start);
                var element = line;
                for (var x = widths; x > 0; x--, element += step)
                {
                    a = TKind.Combine(a, Vector.Load(element));
                    b = TKind.Combine(b, Vector.Load(element + Vector<T>.Count));
                    c = TKind.Combine(c, Vector.Load(element + 2 * Vector<T>.Count));
                    d = TKind.Combine(d, Vector.Load(element + 3 * Vector<T>.Count));
                }

                (first, second) = (TKind.Combine(first, a), TKind.Combine(second, b));
                (third, fourth) = (TKind.Combine(third, c), TKind.Combine(fourth, d));
            }
        }

        Vector.Store(TKind.Finish(first, window.Count), result);
        Vector.Store(TKind.Finish(second, window.Count), result + Vector<T>.Count);
        Vector.Store(TKind.Finish(third, window.Count), result + 2 * Vector<T>.Count);
        Vector.Store(TKind.Finish(fourth, window.Count), result + 3 * Vector<T>.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static Vector<T> Pool(T* source, in InputWindow window, int count)
    {
        var sum = new Vector<T>(TKind.Start<T>());
        for (var z = window.Depths; z > 0; z--, source += (nint)window.DepthStep)
        {
            var line = source;
            for (var y = window.Heights; y > 0; y--, line += (nint)window.HeightStep)
            {
                var row = new Vector<T>(TKind.Start<T>());
                var element = line;
                for (var x = window.Widths; x > 0; x--, element += (nint)window.WidthStep)
                {
                    var elements = count == Vector<T>.Count ? Vector.Load(element) : Lanes.Pad(new ReadOnlySpan<T>(element, count));
                    row = TKind.Combine(row, elements);
                }

                sum = TKind.Combine(sum, row);
            }
        }

        return TKind.Finish(sum, window.Count);
    }
}
