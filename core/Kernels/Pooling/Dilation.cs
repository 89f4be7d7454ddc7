using System.Numerics;
using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>
/// Grayscale dilation, channels last (<c>core/kernels/dilation_ops.cc</c>): the greatest sum of an element and of the filter's at its
/// tap. An item of work is an image.
/// </summary>
internal static unsafe class Dilation
{
    /// <summary>What becomes of each window's greatest sum.</summary>
    internal enum Kind
    {
        /// <summary>It is the output.</summary>
        Output,

        /// <summary>The gradient that arrives goes to the element of the input it was made of.</summary>
        InputGradient,

        /// <summary>The gradient that arrives goes to the element of the filter it was made of.</summary>
        FilterGradient,
    }

    /// <param name="input">float32, float64 or an integer dtype.</param>
    /// <param name="filter">[height, width, channels].</param>
    /// <param name="gradient">What arrives at the output; null when the output is wanted.</param>
    /// <param name="geometry">How the window goes over the input.</param>
    /// <param name="kind">What is wanted.</param>
    /// <param name="result">Allocated by the caller.</param>
    public static void Run(Tensor input, Tensor filter, Tensor? gradient, ConvolutionGeometry geometry, Kind kind, Tensor result)
    {
        switch (input.DType)
        {
            case DType.Float32: Run<float>(input, filter, gradient, geometry, kind, result); break;
            case DType.Float64: Run<double>(input, filter, gradient, geometry, kind, result); break;
            case DType.Int32: Run<int>(input, filter, gradient, geometry, kind, result); break;
            case DType.Int64: Run<long>(input, filter, gradient, geometry, kind, result); break;
            case DType.UInt8: Run<byte>(input, filter, gradient, geometry, kind, result); break;
            case DType.Int8: Run<sbyte>(input, filter, gradient, geometry, kind, result); break;
            case DType.Int16: Run<short>(input, filter, gradient, geometry, kind, result); break;
            case DType.UInt16: Run<ushort>(input, filter, gradient, geometry, kind, result); break;
            case DType.UInt32: Run<uint>(input, filter, gradient, geometry, kind, result); break;
            default: Run<ulong>(input, filter, gradient, geometry, kind, result); break;
        }
    }

    private static void Run<T>(Tensor input, Tensor filter, Tensor? gradient, ConvolutionGeometry geometry, Kind kind, Tensor result)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        Filling.Zeros(result);
        fixed (T* source = input.Values<T>())
        fixed (T* taps = filter.Values<T>())
        fixed (T* changes = gradient is null ? default : gradient.Values<T>())
        fixed (T* sums = result.Writable<T>())
        {
            var images = new Images<T>(source, taps, changes, geometry, kind, sums);
            Workers.For(geometry.Batch, kind == Kind.FilterGradient ? Math.Max(1, geometry.Batch) : 1, in images);
        }
    }

    private readonly struct Images<T>(T* input, T* filter, T* gradient, ConvolutionGeometry geometry, Kind kind, T* result) : IRangeBody
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        private readonly T* input = input;
        private readonly T* filter = filter;
        private readonly T* gradient = gradient;
        private readonly T* result = result;

        public void Run(long start, long end)
        {
            var pixels = geometry.OutputPixels / geometry.Batch;
            var cursor = new PixelCursor(geometry, start * pixels);
            for (var pixel = start * pixels; pixel < end * pixels; pixel++, cursor.Next())
            {
                for (var c = 0L; c < geometry.Channels; c++)
                    Window(in cursor, c, (nint)((pixel * geometry.Channels) + c));
            }
        }

        private void Window(in PixelCursor pixel, long channel, nint output)
        {
            var (greatest, place, tap) = (T.MinValue, (nint)(-1), (nint)(-1));
            var (rows, columns) = (geometry.Height.Taps(pixel.Y), geometry.Width.Taps(pixel.X));
            for (var y = rows.Begin; y < rows.End; y++)
            {
                var line = (pixel.Batch * geometry.Height.Input) + geometry.Height.First(pixel.Y) + (y * geometry.Height.Dilation);
                for (var x = columns.Begin; x < columns.End; x++)
                {
                    var column = geometry.Width.First(pixel.X) + (x * geometry.Width.Dilation);
                    var element = (nint)((((line * geometry.Width.Input) + column) * geometry.Channels) + channel);
                    var weight = (nint)((((y * geometry.Width.Window) + x) * geometry.Channels) + channel);
                    var sum = input[element] + filter[weight];
                    if (sum > greatest || place < 0)
                        (greatest, place, tap) = (sum, element, weight);
                }
            }

            if (kind == Kind.Output)
                result[output] = greatest;
            else if (place >= 0)
                result[kind == Kind.InputGradient ? place : tap] += gradient[output];
        }
    }
}
