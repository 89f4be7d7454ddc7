using System.Numerics;
using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>
/// The gradients of depthwise convolutions (<c>core/kernels/depthwise_conv_grad_op.cc</c>), channels last. float32 and float64.
/// </summary>
internal static unsafe class DepthwiseGradient
{
    /// <summary>The gradient of the input: for each pixel one chain of multiply-adds over the taps and pixels that read it.</summary>
    /// <param name="filter">[height, width, channels, multiplier].</param>
    /// <param name="gradient">That of the output.</param>
    /// <param name="geometry">How the window goes over the input.</param>
    /// <param name="result">Allocated by the caller.</param>
    public static void Input(Tensor filter, Tensor gradient, ConvolutionGeometry geometry, Tensor result)
    {
        if (filter.DType == DType.Float32)
            Input<float>(filter, gradient, geometry, result);
        else
            Input<double>(filter, gradient, geometry, result);
    }

    /// <summary>The gradient of the filter: for each tap one chain of multiply-adds over the pixels of the output.</summary>
    /// <param name="input">The input.</param>
    /// <param name="gradient">That of the output.</param>
    /// <param name="geometry">How the window goes over the input.</param>
    /// <param name="result">[height, width, channels, multiplier], allocated by the caller.</param>
    public static void Filter(Tensor input, Tensor gradient, ConvolutionGeometry geometry, Tensor result)
    {
        if (input.DType == DType.Float32)
            Filter<float>(input, gradient, geometry, result);
        else
            Filter<double>(input, gradient, geometry, result);
    }

    private static void Input<T>(Tensor filter, Tensor gradient, ConvolutionGeometry geometry, Tensor result)
        where T : unmanaged, INumberBase<T>
    {
        if (result.ElementCount == 0)
            return;
        fixed (T* weights = filter.Values<T>())
        fixed (T* changes = gradient.Values<T>())
        fixed (T* sums = result.Writable<T>())
            Workers.For(geometry.Batch * geometry.Height.Input, 1, new InputRows<T>(weights, changes, geometry, filter.Shape[3], sums));
    }

    private static void Filter<T>(Tensor input, Tensor gradient, ConvolutionGeometry geometry, Tensor result)
        where T : unmanaged, INumberBase<T>
    {
        var multiplier = result.Shape[3];
        if (result.ElementCount == 0)
            return;
        Filling.Zeros(result);
        using var repeated = new Scratch<T>(multiplier == 1 ? 0 : input.ElementCount * multiplier);
        fixed (T* source = input.Values<T>())
        fixed (T* changes = gradient.Values<T>())
        fixed (T* sums = result.Writable<T>())
        {
            if (multiplier > 1)
                ChannelRow<T>.Repeat(source, repeated.Pointer, input.ElementCount, multiplier);
            var wide = geometry with { Channels = geometry.Channels * multiplier };
            Workers.For(geometry.Taps, 1, new FilterTaps<T>(multiplier > 1 ? repeated.Pointer : source, changes, wide, sums));
        }
    }

    /// <summary>An item is a row of the input.</summary>
    private readonly struct InputRows<T>(T* filter, T* gradient, ConvolutionGeometry geometry, long multiplier, T* result) : IRangeBody
        where T : unmanaged, INumberBase<T>
    {
        private readonly T* filter = filter;
        private readonly T* gradient = gradient;
        private readonly T* result = result;

        public void Run(long start, long end)
        {
            var length = geometry.Width.Input * geometry.Channels;
            using var sums = new Scratch<T>(length * multiplier);
            for (var row = start; row < end; row++)
            {
                new Span<T>(sums.Pointer, (int)(length * multiplier)).Clear();
                var (batch, y) = Math.DivRem(row, geometry.Height.Input);
                for (var tap = 0L; tap < geometry.Height.Window; tap++)
                {
                    var (line, rest) = Math.DivRem(y + geometry.Height.Before - (tap * geometry.Height.Dilation), geometry.Height.Stride);
                    if (rest == 0 && line >= 0 && line < geometry.Height.Output)
                        AddLine((batch * geometry.Height.Output) + line, tap, sums.Pointer);
                }

                ChannelRow<T>.SumNeighbours(sums.Pointer, result + (nint)(row * length), length, multiplier);
            }
        }

        private void AddLine(long line, long tap, T* sums)
        {
            var channels = geometry.Channels * multiplier;
            for (var x = 0L; x < geometry.Width.Output; x++)
            {
                var (begin, end) = geometry.Width.Taps(x);
                var changes = gradient + (nint)(((line * geometry.Width.Output) + x) * channels);
                for (var column = begin; column < end; column++)
                {
                    var weights = filter + (nint)(((tap * geometry.Width.Window) + column) * channels);
                    var place = geometry.Width.First(x) + (column * geometry.Width.Dilation);
                    ChannelRow<T>.MultiplyAdd(changes, weights, sums + (nint)(place * channels), channels);
                }
            }
        }
    }

    /// <summary>An item is a tap of the filter.</summary>
    private readonly struct FilterTaps<T>(T* input, T* gradient, ConvolutionGeometry geometry, T* result) : IRangeBody
        where T : unmanaged, INumberBase<T>
    {
        private readonly T* input = input;
        private readonly T* gradient = gradient;
        private readonly T* result = result;

        public void Run(long start, long end)
        {
            for (var tap = start; tap < end; tap++)
            {
                var (row, column) = Math.DivRem(tap, geometry.Width.Window);
                for (var line = 0L; line < geometry.Batch * geometry.Height.Output; line++)
                    AddLine(line, row, column, result + (nint)(tap * geometry.Channels));
            }
        }

        private void AddLine(long line, long row, long column, T* sums)
        {
            var (batch, y) = Math.DivRem(line, geometry.Height.Output);
            var source = geometry.Height.First(y) + (row * geometry.Height.Dilation);
            if (source < 0 || source >= geometry.Height.Input)
                return;
            var first = ((batch * geometry.Height.Input) + source) * geometry.Width.Input;
            for (var x = 0L; x < geometry.Width.Output; x++)
            {
                var place = geometry.Width.First(x) + (column * geometry.Width.Dilation);
                if (place < 0 || place >= geometry.Width.Input)
                    continue;
                var elements = input + (nint)((first + place) * geometry.Channels);
                var changes = gradient + (nint)(((line * geometry.Width.Output) + x) * geometry.Channels);
                ChannelRow<T>.MultiplyAdd(elements, changes, sums, geometry.Channels);
            }
        }
    }
}
