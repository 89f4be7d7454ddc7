using System.Numerics;
using System.Runtime.Intrinsics;
using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>
/// Convolutions of each channel with filters of its own, channels last (<c>core/kernels/depthwise_conv_op.cc</c>). Each element is one
/// chain of fused multiply-adds over the taps that stand inside, in ascending order.
/// </summary>
internal static unsafe class DepthwiseConvolution
{
    /// <param name="input">float32 or float64 [batch, height, width, channels].</param>
    /// <param name="filter">[height, width, channels, multiplier].</param>
    /// <param name="geometry">How the window goes over the input.</param>
    /// <param name="output">[batch, height, width, channels * multiplier], allocated by the caller.</param>
    /// <param name="finish">What happens to finished elements.</param>
    public static void Run(Tensor input, Tensor filter, ConvolutionGeometry geometry, Tensor output, Finish finish)
    {
        if (output.ElementCount == 0)
            return;
        if (input.DType == DType.Float32)
            Run<float>(input, filter, geometry, output, finish);
        else
            Run<double>(input, filter, geometry, output, finish);
    }

    private static void Run<T>(Tensor input, Tensor filter, ConvolutionGeometry geometry, Tensor output, Finish finish)
        where T : unmanaged, INumberBase<T>
    {
        var multiplier = filter.Shape[-1];
        using var repeated = new Scratch<T>(multiplier == 1 ? 0 : input.ElementCount * multiplier);
        fixed (T* source = input.Values<T>())
        fixed (T* weights = filter.Values<T>())
        fixed (T* result = output.Writable<T>())
        {
            // Each channel as often as it has filters, so that every filter has a channel of its own.
            if (multiplier > 1)
                ChannelRow<T>.Repeat(source, repeated.Pointer, input.ElementCount, multiplier);
            var wide = geometry with { Channels = geometry.Channels * multiplier };
            Finishing<T>.Run(finish, wide.Channels, new Work<T>(multiplier > 1 ? repeated.Pointer : source, weights, wide, result));
        }
    }

    private readonly struct Work<T>(T* input, T* filter, ConvolutionGeometry geometry, T* output) : IFinishedWork<T>
        where T : unmanaged, INumberBase<T>
    {
        private readonly T* input = input;
        private readonly T* filter = filter;
        private readonly T* output = output;

        public void Run<TEpilogue>(in TEpilogue epilogue)
            where TEpilogue : struct, IProductEpilogue<T>
        {
            if (Vector512.IsHardwareAccelerated && geometry.Channels >= Vector512<T>.Count)
                Run<Vector512<T>, Width512<T>, TEpilogue>(in epilogue);
            else if (Vector256.IsHardwareAccelerated && geometry.Channels >= Vector256<T>.Count)
                Run<Vector256<T>, Width256<T>, TEpilogue>(in epilogue);
            else if (Vector128.IsHardwareAccelerated && geometry.Channels >= Vector128<T>.Count)
                Run<Vector128<T>, Width128<T>, TEpilogue>(in epilogue);
            else
                Run<T, WidthScalar<T>, TEpilogue>(in epilogue);
        }

        private void Run<TVector, TWidth, TEpilogue>(in TEpilogue epilogue)
            where TVector : struct
            where TWidth : struct, IVectorWidth<TVector, T>
            where TEpilogue : struct, IProductEpilogue<T>
        {
            var work = geometry.Width.Output * geometry.Channels * geometry.Taps;
            var grain = Math.Max(1, ProductBlocking.WorkPerPiece / 4 / Math.Max(1, work));
            var rows = new DepthwiseRows<TVector, T, TWidth, TEpilogue>(input, filter, geometry, output, in epilogue);
            Workers.For(geometry.Batch * geometry.Height.Output, grain, in rows);
        }
    }
}
