using System.Numerics;

namespace GraphRun.Kernels;

/// <summary>Finds where the greatest element under each window stands, whole vectors of channels at a time. An item of work is an image.</summary>
/// <param name="countsBatches">Positions count through all images.</param>
internal readonly unsafe struct PositionImages<T>(T* input, ConvolutionGeometry geometry, bool countsBatches, long* positions) : IRangeBody
    where T : unmanaged, INumber<T>
{
    /// <summary>The number of a tap must be a value of any T.</summary>
    private const int MostTaps = 127;

    private readonly T* input = input;
    private readonly long* positions = positions;

    public void Run(long start, long end)
    {
        var (pixels, channels) = (geometry.OutputPixels / geometry.Batch, geometry.Channels);
        var image = geometry.InputPixels / geometry.Batch * channels;
        var cursor = new PixelCursor(geometry, start * pixels);
        var places = stackalloc long[MostTaps];
        for (var pixel = start * pixels; pixel < end * pixels; pixel++, cursor.Next())
        {
            var window = InputWindow.At(geometry, in cursor);
            var first = window.FirstPixel * channels;
            var result = positions + (nint)(pixel * channels);
            var offset = countsBatches ? 0 : cursor.Batch * image;
            var whole = window.Count is > 0 and <= MostTaps ? channels - (channels % Vector<T>.Count) : 0;
            if (whole > 0)
                FindVectors(in window, first, whole, places, offset, result);
            for (var c = whole; c < channels; c++)
                result[c] = (window.Count == 0 ? -1 : Find(in window, first + c)) - offset;
        }
    }

    private void FindVectors(in InputWindow window, long first, long channels, long* places, long offset, long* result)
    {
        FillPlaces(in window, places);
        var taps = stackalloc T[Vector<T>.Count];
        for (var c = 0L; c < channels; c += Vector<T>.Count)
        {
            var source = input + (nint)(first + c);
            var (best, which) = (Vector.Load(source), Vector<T>.Zero);
            for (var tap = 1; tap < window.Count; tap++)
            {
                var value = Vector.Load(source + (nint)places[tap]);
                var isGreater = Vector.GreaterThan(value, best) | Vector.AndNot(Vector.Equals(best, best), Vector.Equals(value, value));
                best = Vector.ConditionalSelect(isGreater, value, best);
                which = Vector.ConditionalSelect(isGreater, new Vector<T>(T.CreateTruncating(tap)), which);
            }

            which.Store(taps);
            for (var lane = 0; lane < Vector<T>.Count; lane++)
                result[c + lane] = first + c + lane + places[int.CreateTruncating(taps[lane])] - offset;
        }
    }

    /// <summary>How far each tap is from the first.</summary>
    private static void FillPlaces(in InputWindow window, long* places)
    {
        for (var z = 0L; z < window.Depths; z++)
        {
            for (var y = 0L; y < window.Heights; y++)
            {
                for (var x = 0L; x < window.Widths; x++)
                    *places++ = (z * window.DepthStep) + (y * window.HeightStep) + (x * window.WidthStep);
            }
        }
    }

    private long Find(in InputWindow window, long first)
    {
        var best = first;
        for (var z = 0L; z < window.Depths; z++)
        {
            for (var y = 0L; y < window.Heights; y++)
            {
                var place = first + (z * window.DepthStep) + (y * window.HeightStep);
                for (var x = 0L; x < window.Widths; x++, place += window.WidthStep)
                    best = IsGreater(input[(nint)place], input[(nint)best]) ? place : best;
            }
        }

        return best;
    }

    private static bool IsGreater(T x, T y) => x > y || (T.IsNaN(x) && !T.IsNaN(y));
}
