using System.Numerics;
using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>
/// The gradient of a convolution's filter (<c>core/kernels/conv_grad_filter_ops.cc</c>): the transposed patches times the output's
/// gradient. Each element is one chain of multiply-adds over the pixels of the output in ascending order.
/// </summary>
internal static unsafe class FilterGradient
{
    /// <param name="input">float32, float64 or int32, channels last.</param>
    /// <param name="gradient">That of the convolution's output.</param>
    /// <param name="geometry">How the convolution's window goes over its input.</param>
    /// <param name="result">[..., channels of a group, channels of the output], allocated by the caller.</param>
    public static void Run(Tensor input, Tensor gradient, ConvolutionGeometry geometry, Tensor result)
    {
        switch (input.DType)
        {
            case DType.Float32: Run<float>(input, gradient, geometry, result); break;
            case DType.Float64: Run<double>(input, gradient, geometry, result); break;
            default: Run<int>(input, gradient, geometry, result); break;
        }
    }

    private static void Run<T>(Tensor input, Tensor gradient, ConvolutionGeometry geometry, Tensor result)
        where T : unmanaged, INumberBase<T>
    {
        if (result.ElementCount == 0)
            return;
        Filling.Zeros(result);
        var (seen, filters) = (result.Shape[-2], result.Shape[-1]);
        var groups = Math.Max(1, geometry.Channels / seen);
        fixed (T* source = input.Values<T>())
        fixed (T* changes = gradient.Values<T>())
        fixed (T* sums = result.Writable<T>())
        {
            for (var group = 0L; group < groups; group++)
            {
                var patches = new PatchRows<T>(geometry, source, group * seen, seen);
                var columns = filters / groups;
                var right = new MatrixView(changes + (nint)(group * columns), (nint)filters * sizeof(T), sizeof(T));
                var product = new MatrixView(sums + (nint)(group * columns), (nint)filters * sizeof(T), sizeof(T));
                var depth = ProductBlocking.Even(patches.Length, ProductBlocking.Depth);
                Workers.For((patches.Length + depth - 1) / depth, 1, new Stretches<T>(patches, right, product, columns, depth));
            }
        }
    }

    /// <summary>An item is a stretch of the filter's elements.</summary>
    private readonly struct Stretches<T>(PatchRows<T> patches, MatrixView gradient, MatrixView result, long columns, int depth) : IRangeBody
        where T : unmanaged, INumberBase<T>
    {
        private const int PixelsTogether = 256;

        public void Run(long start, long end)
        {
            using var gathered = new Scratch<T>((long)PixelsTogether * depth);
            for (var item = start; item < end; item++)
            {
                var k = item * depth;
                var elements = (int)Math.Min(depth, patches.Length - k);
                for (var pixel = 0L; pixel < patches.Geometry.OutputPixels; pixel += PixelsTogether)
                {
                    var pixels = (int)Math.Min(PixelsTogether, patches.Geometry.OutputPixels - pixel);
                    patches.Gather(pixel, pixels, k, elements, gathered.Pointer, elements);
                    var left = new MatrixView(gathered.Pointer, (nint)elements * sizeof(T), sizeof(T)).Transposed;
                    var operands = new ProductOperands(
                        left, gradient.From(pixel, 0), result.From(k, 0), elements, columns, pixels, Accumulate: true);
                    RealProduct<T>.Run(in operands, default(NoEpilogue<T>));
                }
            }
        }
    }
}
