using System.Runtime.CompilerServices;

namespace GraphRun.Kernels;

/// <summary>Rows of the output of a depthwise convolution: an item is a row of pixels.</summary>
internal readonly unsafe struct DepthwiseRows<TVector, T, TWidth, TEpilogue>(
    T* input, T* filter, ConvolutionGeometry geometry, T* output, in TEpilogue epilogue) : IRangeBody
    where TVector : struct
    where T : unmanaged
    where TWidth : struct, IVectorWidth<TVector, T>
    where TEpilogue : struct, IProductEpilogue<T>
{
    private const int PixelsTogether = 4;

    private readonly T* input = input;
    private readonly T* filter = filter;
    private readonly T* output = output;
    private readonly TEpilogue epilogue = epilogue;

    public void Run(long start, long end)
    {
        for (var row = start; row < end; row++)
            RunRow(row);
    }

    private void RunRow(long row)
    {
        var (batch, y) = Math.DivRem(row, geometry.Height.Output);
        var (axis, channels) = (geometry.Width, (nint)geometry.Channels);
        var taps = geometry.Height.Taps(y);
        var line = (batch * geometry.Height.Input) + geometry.Height.First(y) + (taps.Begin * geometry.Height.Dilation);
        var source = input + (nint)(line * axis.Input) * channels;
        var weights = filter + (nint)(taps.Begin * axis.Window) * channels;
        var result = output + (nint)(row * axis.Output) * channels;
        var inside = axis.Inside();
        var isWhole = taps.Begin == 0 && taps.End == geometry.Height.Window;
        var canJoin = (isWhole || !geometry.ZerosTakePart) && inside.End - inside.Begin >= PixelsTogether;
        for (var x = 0L; x < axis.Output;)
        {
            var together = x >= inside.Begin && x < inside.End && canJoin;
            // The last pixels inside overlap the ones before them: the sums are the same, computed twice.
            var at = together ? Math.Min(x, inside.End - PixelsTogether) : x;
            var columns = together ? (Begin: 0, End: axis.Window) : axis.Taps(x);
            var first = source + (nint)(axis.First(at) + (columns.Begin * axis.Dilation)) * channels;
            var window = new TapWindow((int)(taps.End - taps.Begin), (int)(columns.End - columns.Begin));
            if (together)
                Tile<Count4>(first, weights, result + (nint)at * channels, window);
            else if (geometry.ZerosTakePart)
                PixelAmongZeros(batch, y, x, result + (nint)x * channels);
            else
                Pixel(first, weights + (nint)columns.Begin * channels, result + (nint)x * channels, window);
            x = together ? at + PixelsTogether : x + 1;
        }

        if (!TEpilogue.IsEmpty)
            epilogue.Apply(result, channels, (int)axis.Output, (int)channels, row * axis.Output, 0);
    }

    // The last vectors of channels overlap the ones before them: the sums are the same, computed twice.
    private void Tile<TPixels>(T* first, T* weights, T* result, TapWindow window, nint c = 0)
        where TPixels : struct, ICount
    {
        var channels = (nint)geometry.Channels;
        for (; c <= channels - (2 * TWidth.Count); c += 2 * TWidth.Count)
            Add<TPixels, Count2>(first + c, weights + c, result + c, window);
        for (; c < channels; c += TWidth.Count)
        {
            var at = Math.Min(c, channels - TWidth.Count);
            Add<TPixels, Count1>(first + at, weights + at, result + at, window);
        }
    }

    // Pixels of windows that reach outside: more vectors of channels, so that there are as many sums at a time.
    private void Pixel(T* first, T* weights, T* result, TapWindow window)
    {
        var channels = (nint)geometry.Channels;
        nint c = 0;
        for (; c <= channels - (4 * TWidth.Count); c += 4 * TWidth.Count)
            AddFour(first + c, weights + c, result + c, window);
        Tile<Count1>(first, weights, result, window, c);
    }

    // A pixel whose window reaches into zeros that take part: they change no sum but one that is -0, or a product with an infinity.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void PixelAmongZeros(long batch, long y, long x, T* result)
    {
        var (height, width, channels) = (geometry.Height, geometry.Width, (nint)geometry.Channels);
        for (nint c = 0; c < channels; c += TWidth.Count)
        {
            var at = Math.Min(c, channels - TWidth.Count);
            var sum = default(TVector);
            var weights = filter + at;
            for (var line = height.First(y); line < height.First(y) + (height.Window * height.Dilation); line += height.Dilation)
            {
                var row = input + ((nint)((((batch * height.Input) + line) * width.Input) + width.First(x)) * channels) + at;
                for (var tap = 0L; tap < width.Window; tap++, row += (nint)width.Dilation * channels, weights += channels)
                {
                    var column = width.First(x) + (tap * width.Dilation);
                    var isInside = (ulong)line < (ulong)height.Input && (ulong)column < (ulong)width.Input;
                    sum = TWidth.MultiplyAdd(isInside ? TWidth.Load(row) : default, TWidth.Load(weights), sum);
                }
            }

            TWidth.Store(sum, result + at);
        }
    }

    // One pixel of four vectors of channels.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddFour(T* source, T* weights, T* result, TapWindow window)
    {
        TVector a = default, b = default, c = default, d = default;
        var channels = (nint)geometry.Channels;
        var tap = (nint)geometry.Width.Dilation * channels;
        var line = (nint)(geometry.Height.Dilation * geometry.Width.Input) * channels;
        var weightLine = (nint)geometry.Width.Window * channels;
        for (var y = window.Rows; y > 0; y--, source += line, weights += weightLine)
        {
            var p = source;
            var w = weights;
            for (var x = window.Columns; x > 0; x--, p += tap, w += channels)
            {
                a = Add(p, TWidth.Load(w), a);
                b = Add(p + TWidth.Count, TWidth.Load(w + TWidth.Count), b);
                c = Add(p + (2 * TWidth.Count), TWidth.Load(w + (2 * TWidth.Count)), c);
                d = Add(p + (3 * TWidth.Count), TWidth.Load(w + (3 * TWidth.Count)), d);
            }
        }

        Store<Count2>(result, a, b);
        Store<Count2>(result + (2 * TWidth.Count), c, d);
    }

    // One or four pixels of one or two vectors of channels.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Add<TPixels, TVectors>(T* source, T* weights, T* result, TapWindow window)
        where TPixels : struct, ICount
        where TVectors : struct, ICount
    {
        TVector a0 = default, a1 = default, a2 = default, a3 = default;
        TVector b0 = default, b1 = default, b2 = default, b3 = default;
        var channels = (nint)geometry.Channels;
        var pixel = (nint)geometry.Width.Stride * channels;
        var tap = (nint)geometry.Width.Dilation * channels;
        var line = (nint)(geometry.Height.Dilation * geometry.Width.Input) * channels;
        var weightLine = (nint)geometry.Width.Window * channels;
        for (var y = 0; y < window.Rows; y++, source += line, weights += weightLine)
        {
            var p = source;
            var w = weights;
            for (var x = 0; x < window.Columns; x++, p += tap, w += channels)
            {
                var left = TWidth.Load(w);
                var right = TVectors.Value > 1 ? TWidth.Load(w + TWidth.Count) : default;
                a0 = Add(p, left, a0);
                b0 = TVectors.Value > 1 ? Add(p + TWidth.Count, right, b0) : b0;
                if (TPixels.Value == 1)
                    continue;
                a1 = Add(p + pixel, left, a1);
                b1 = TVectors.Value > 1 ? Add(p + pixel + TWidth.Count, right, b1) : b1;
                a2 = Add(p + (2 * pixel), left, a2);
                b2 = TVectors.Value > 1 ? Add(p + (2 * pixel) + TWidth.Count, right, b2) : b2;
                a3 = Add(p + (3 * pixel), left, a3);
                b3 = TVectors.Value > 1 ? Add(p + (3 * pixel) + TWidth.Count, right, b3) : b3;
            }
        }

        Store<TVectors>(result, a0, b0);
        if (TPixels.Value == 1)
            return;
        Store<TVectors>(result + channels, a1, b1);
        Store<TVectors>(result + (2 * channels), a2, b2);
        Store<TVectors>(result + (3 * channels), a3, b3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Add(T* source, TVector weight, TVector sum) => TWidth.MultiplyAdd(TWidth.Load(source), weight, sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TVectors>(T* result, TVector a, TVector b)
        where TVectors : struct, ICount
    {
        TWidth.Store(a, result);
        if (TVectors.Value > 1)
            TWidth.Store(b, result + TWidth.Count);
    }

    /// <summary>The taps of a window that stand inside.</summary>
    private readonly record struct TapWindow(int Rows, int Columns);
}
