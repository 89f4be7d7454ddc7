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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(long start, long end)
    {
        var channels = (int)geometry.Channels;
        var cursor = new PixelCursor(geometry, start * geometry.Width.Output);
        var result = output + (nint)(start * geometry.Width.Output) * channels;
        for (var pixel = 0L; pixel < (end - start) * geometry.Width.Output; pixel++, result += channels, cursor.Next())
        {
            var window = InputWindow.At(geometry, in cursor);
            var source = input + (nint)window.FirstPixel * channels;
            var c = 0;
            for (; c <= channels - Vector<T>.Count; c += Vector<T>.Count)
                Vector.Store(Pool(source + c, in window, Vector<T>.Count), result + c);
            if (c < channels)
                Lanes.Unpad(Pool(source + c, in window, channels - c), new Span<T>(result + c, channels - c));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Pool(T* source, in InputWindow window, int count)
    {
        var sum = new Vector<T>(TKind.Start<T>());
        for (var z = 0L; z < window.Depths; z++)
        {
            for (var y = 0L; y < window.Heights; y++)
            {
                // A row is pooled by itself: added one by one, the elements of a whole image would round each mean thousands of times.
                var row = new Vector<T>(TKind.Start<T>());
                var element = source + (nint)((z * window.DepthStep) + (y * window.HeightStep));
                for (var x = 0L; x < window.Widths; x++, element += (nint)window.WidthStep)
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
