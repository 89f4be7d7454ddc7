using System.Numerics;
using GraphRun.Errors;
using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>
/// The gradients of poolings, channels last (<c>core/kernels/maxpooling_op.cc</c>, <c>avgpooling_op.cc</c>). An item of work is an image.
/// </summary>
internal static unsafe class PoolingGradient
{
    /// <summary>
    /// Where the greatest element under each window stands, the first one of equals: its row-major position among the elements of its
    /// image, or of the batch.
    /// </summary>
    /// <param name="input">float32, float64 or an integer dtype.</param>
    /// <param name="geometry">How the window goes over the input.</param>
    /// <param name="countsBatches">Positions count through all images.</param>
    /// <param name="positions">int64, one for each element of the output.</param>
    public static void Positions(Tensor input, ConvolutionGeometry geometry, bool countsBatches, Tensor positions)
    {
        switch (input.DType)
        {
            case DType.Float32: Positions<float>(input, geometry, countsBatches, positions); break;
            case DType.Float64: Positions<double>(input, geometry, countsBatches, positions); break;
            case DType.Int32: Positions<int>(input, geometry, countsBatches, positions); break;
            case DType.Int64: Positions<long>(input, geometry, countsBatches, positions); break;
            case DType.UInt8: Positions<byte>(input, geometry, countsBatches, positions); break;
            case DType.Int8: Positions<sbyte>(input, geometry, countsBatches, positions); break;
            case DType.Int16: Positions<short>(input, geometry, countsBatches, positions); break;
            case DType.UInt16: Positions<ushort>(input, geometry, countsBatches, positions); break;
            default: throw new GraphRunException(ErrorCode.DTypeMismatch, $"{input.DType.Name()} cannot be pooled");
        }
    }

    /// <summary>Adds each element to the position it came from; all else is 0. A position outside is left out.</summary>
    /// <param name="values">Any number dtype.</param>
    /// <param name="positions">int64, in the whole result.</param>
    /// <param name="result">Allocated by the caller.</param>
    public static void Scatter(Tensor values, ReadOnlySpan<long> positions, Tensor result)
    {
        Filling.Zeros(result);
        switch (values.DType)
        {
            case DType.Float32: Scatter<float>(values, positions, result); break;
            case DType.Float64: Scatter<double>(values, positions, result); break;
            case DType.Int32: Scatter<int>(values, positions, result); break;
            case DType.Int64: Scatter<long>(values, positions, result); break;
            case DType.UInt8 or DType.Int8: Scatter<byte>(values, positions, result); break;
            default: Scatter<short>(values, positions, result); break;
        }
    }

    /// <summary>Takes the element at each position.</summary>
    public static void Gather(Tensor values, ReadOnlySpan<long> positions, Tensor result)
    {
        switch (values.DType.Size())
        {
            case 1: Gather<byte>(values, positions, result); break;
            case 2: Gather<short>(values, positions, result); break;
            case 4: Gather<int>(values, positions, result); break;
            default: Gather<long>(values, positions, result); break;
        }
    }

    /// <summary>The gradient of a mean: each window's, shared by the elements under it. float32 or float64.</summary>
    public static void Average(Tensor gradient, ConvolutionGeometry geometry, Tensor result)
    {
        if (gradient.DType == DType.Float32)
            Average<float>(gradient, geometry, result);
        else
            Average<double>(gradient, geometry, result);
    }

    private static void Positions<T>(Tensor input, ConvolutionGeometry geometry, bool countsBatches, Tensor positions)
        where T : unmanaged, INumber<T>
    {
        if (positions.ElementCount == 0)
            return;
        fixed (T* source = input.Values<T>())
        fixed (long* result = positions.Writable<long>())
            Workers.For(geometry.Batch, 1, new PositionImages<T>(source, geometry, countsBatches, result));
    }

    private static void Scatter<T>(Tensor values, ReadOnlySpan<long> positions, Tensor result)
        where T : unmanaged, INumberBase<T>
    {
        var source = values.Values<T>();
        var sums = result.Writable<T>();
        for (var i = 0; i < source.Length; i++)
        {
            if ((ulong)positions[i] < (ulong)sums.Length)
                sums[(int)positions[i]] += source[i];
        }
    }

    private static void Gather<T>(Tensor values, ReadOnlySpan<long> positions, Tensor result)
        where T : unmanaged
    {
        var source = values.Values<T>();
        var taken = result.Writable<T>();
        for (var i = 0; i < taken.Length; i++)
            taken[i] = (ulong)positions[i] < (ulong)source.Length ? source[(int)positions[i]] : default;
    }

    private static void Average<T>(Tensor gradient, ConvolutionGeometry geometry, Tensor result)
        where T : unmanaged, INumber<T>
    {
        Filling.Zeros(result);
        fixed (T* source = gradient.Values<T>())
        fixed (T* sums = result.Writable<T>())
            Workers.For(geometry.Batch, 1, new AverageImages<T>(source, geometry, sums));
    }

    private readonly struct AverageImages<T>(T* gradient, ConvolutionGeometry geometry, T* result) : IRangeBody
        where T : unmanaged, INumber<T>
    {
        private readonly T* gradient = gradient;
        private readonly T* result = result;

        public void Run(long start, long end)
        {
            var (pixels, channels) = (geometry.OutputPixels / geometry.Batch, geometry.Channels);
            using var share = new Scratch<T>(channels);
            var cursor = new PixelCursor(geometry, start * pixels);
            for (var pixel = start * pixels; pixel < end * pixels; pixel++, cursor.Next())
            {
                var window = InputWindow.At(geometry, in cursor);
                for (var c = 0L; c < channels; c++)
                    share.Pointer[c] = gradient[(nint)((pixel * channels) + c)] / T.CreateTruncating(window.Count);
                Spread(in window, share.Pointer);
            }
        }

        private void Spread(in InputWindow window, T* share)
        {
            for (var z = 0L; z < window.Depths; z++)
            {
                for (var y = 0L; y < window.Heights; y++)
                {
                    var place = (window.FirstPixel * geometry.Channels) + (z * window.DepthStep) + (y * window.HeightStep);
                    for (var x = 0L; x < window.Widths; x++, place += window.WidthStep)
                        ChannelRow<T>.Add(share, result + (nint)place, geometry.Channels);
                }
            }
        }
    }
}
