using System.Numerics;
using System.Runtime.CompilerServices;
using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>
/// Images in other sizes, channels last (<c>core/kernels/resize_bilinear_op.cc</c>, <c>resize_nearest_neighbor_op.cc</c>).
/// </summary>
internal static unsafe class Resizing
{
    private const long ElementsPerPiece = 1 << 14;

    /// <summary>Each pixel is a mean, weighted by distance, of the four around its place: along the width, then along the height.</summary>
    /// <param name="input">float32 [batch, height, width, channels].</param>
    /// <param name="height">How rows are mapped.</param>
    /// <param name="width">How columns are mapped.</param>
    /// <param name="output">float32 [batch, new height, new width, channels], allocated by the caller.</param>
    public static void Bilinear(Tensor input, ResizeScale height, ResizeScale width, Tensor output)
    {
        if (output.ElementCount == 0)
            return;
        var channels = output.Shape[3];
        var taps = new ResizeTap[width.Output];
        for (var x = 0; x < taps.Length; x++)
            taps[x] = width.Between(x);
        fixed (float* source = input.Values<float>())
        fixed (float* result = output.Writable<float>())
        {
            var rows = new BilinearRows(source, height, taps, width.Input, channels, result);
            Workers.For(output.Shape[0] * height.Output, Math.Max(1, ElementsPerPiece / (width.Output * channels)), in rows);
        }
    }

    /// <summary>Each pixel is the one nearest to its place. Any dtype of plain elements.</summary>
    public static void Nearest(Tensor input, ResizeScale height, ResizeScale width, Tensor output)
    {
        if (output.ElementCount == 0)
            return;
        var bytes = output.Shape[3] * output.DType.Size();
        var places = new long[width.Output];
        for (var x = 0; x < places.Length; x++)
            places[x] = width.Nearest(x) * bytes;
        fixed (byte* source = input.Values<byte>())
        fixed (byte* result = output.Writable<byte>())
        {
            var rows = new NearestRows(source, height, places, width.Input * bytes, bytes, result);
            Workers.For(output.Shape[0] * height.Output, Math.Max(1, ElementsPerPiece / (width.Output * bytes)), in rows);
        }
    }

    private readonly struct NearestRows(byte* input, ResizeScale height, long[] places, long lineBytes, long pixelBytes, byte* output)
        : IRangeBody
    {
        private readonly byte* input = input;
        private readonly byte* output = output;

        public void Run(long start, long end)
        {
            for (var row = start; row < end; row++)
            {
                var (batch, y) = Math.DivRem(row, height.Output);
                var line = input + (nint)(((batch * height.Input) + height.Nearest(y)) * lineBytes);
                var result = output + (nint)(row * places.Length * pixelBytes);
                for (var x = 0; x < places.Length; x++, result += pixelBytes)
                    VectorCopy<byte>.Copy(line + places[x], result, (int)pixelBytes);
            }
        }
    }

    private readonly struct BilinearRows(
        float* input, ResizeScale height, ResizeTap[] taps, long width, long channels, float* output) : IRangeBody
    {
        private readonly float* input = input;
        private readonly float* output = output;

        public void Run(long start, long end)
        {
            for (var row = start; row < end; row++)
            {
                var (batch, y) = Math.DivRem(row, height.Output);
                var tap = height.Between(y);
                var image = input + (nint)(batch * height.Input * width * channels);
                var top = image + (nint)(tap.Lower * width * channels);
                var bottom = image + (nint)(tap.Upper * width * channels);
                var result = output + (nint)(row * taps.Length * channels);
                for (var x = 0; x < taps.Length; x++, result += channels)
                    Mix(top, bottom, taps[x], tap.Share, result);
            }
        }

        // Only multiplications and additions, so the elements behind the last vector get the same bits from scalars.
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Mix(float* top, float* bottom, ResizeTap tap, float share, float* result)
        {
            var (left, right) = ((nint)(tap.Lower * channels), (nint)(tap.Upper * channels));
            nint c = 0;
            for (; c <= (nint)channels - Vector<float>.Count; c += Vector<float>.Count)
            {
                var upper = Mix(Vector.Load(top + left + c), Vector.Load(top + right + c), tap.Share);
                var lower = Mix(Vector.Load(bottom + left + c), Vector.Load(bottom + right + c), tap.Share);
                Vector.Store(Mix(upper, lower, share), result + c);
            }

            for (; c < (nint)channels; c++)
            {
                var upper = Mix(top[left + c], top[right + c], tap.Share);
                var lower = Mix(bottom[left + c], bottom[right + c], tap.Share);
                result[c] = Mix(upper, lower, share);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector<float> Mix(Vector<float> first, Vector<float> second, float share) =>
            first + ((second - first) * new Vector<float>(share));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static float Mix(float first, float second, float share) => first + ((second - first) * share);
    }
}
