using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>The gradients of resized images: each pixel's goes to those it was made of. An item of work is an image.</summary>
internal static unsafe class ResizingGradient
{
    /// <param name="gradient">float32, that of the resized images.</param>
    /// <param name="height">How rows were mapped.</param>
    /// <param name="width">How columns were mapped.</param>
    /// <param name="isBilinear">Each pixel was mixed of four; else it was the nearest one.</param>
    /// <param name="result">float32, allocated by the caller.</param>
    public static void Run(Tensor gradient, ResizeScale height, ResizeScale width, bool isBilinear, Tensor result)
    {
        Filling.Zeros(result);
        fixed (float* source = gradient.Values<float>())
        fixed (float* sums = result.Writable<float>())
            Workers.For(result.Shape[0], 1, new Images(source, height, width, isBilinear, result.Shape[3], sums));
    }

    private readonly struct Images(float* gradient, ResizeScale height, ResizeScale width, bool isBilinear, long channels, float* result)
        : IRangeBody
    {
        private readonly float* gradient = gradient;
        private readonly float* result = result;

        public void Run(long start, long end)
        {
            var source = gradient + (nint)(start * height.Output * width.Output * channels);
            for (var batch = start; batch < end; batch++)
            {
                for (var y = 0L; y < height.Output; y++)
                {
                    for (var x = 0L; x < width.Output; x++, source += channels)
                        Spread(source, batch, Tap(height, y), Tap(width, x));
                }
            }
        }

        private ResizeTap Tap(ResizeScale scale, long output) =>
            isBilinear ? scale.Between(output) : new ResizeTap(scale.Nearest(output), scale.Nearest(output), 0);

        private void Spread(float* source, long batch, ResizeTap y, ResizeTap x)
        {
            Add(source, batch, y.Lower, x.Lower, (1 - y.Share) * (1 - x.Share));
            if (!isBilinear)
                return;
            Add(source, batch, y.Lower, x.Upper, (1 - y.Share) * x.Share);
            Add(source, batch, y.Upper, x.Lower, y.Share * (1 - x.Share));
            Add(source, batch, y.Upper, x.Upper, y.Share * x.Share);
        }

        private void Add(float* source, long batch, long y, long x, float share)
        {
            var sum = result + (nint)(((((batch * height.Input) + y) * width.Input) + x) * channels);
            for (var c = 0L; c < channels; c++)
                sum[c] += source[c] * share;
        }
    }
}
