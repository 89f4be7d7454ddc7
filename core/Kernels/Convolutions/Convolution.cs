using System.Numerics;
using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>
/// Convolutions of images and volumes, channels last (<c>core/kernels/conv_ops.cc</c>). Each element is one chain of fused multiply-adds
/// over the taps and then the channels of the window, in ascending order; padding takes part as zeros. int32 wraps.
/// </summary>
internal static class Convolution
{
    /// <param name="input">float32, float64 or int32.</param>
    /// <param name="filter">What <see cref="PackedFilter.Pack"/> made of the filter.</param>
    /// <param name="geometry">How the window goes over the input.</param>
    /// <param name="output">Allocated by the caller, of the geometry's output pixels and the filter's channels.</param>
    /// <param name="finish">What happens to finished elements; for int32 nothing may.</param>
    public static void Run(Tensor input, PackedFilter filter, ConvolutionGeometry geometry, Tensor output, Finish finish)
    {
        switch (input.DType)
        {
            case DType.Float32: Run<float>(input, filter, geometry, output, finish); break;
            case DType.Float64: Run<double>(input, filter, geometry, output, finish); break;
            default: Run<int>(input, filter, geometry, output, finish); break;
        }
    }

    private static unsafe void Run<T>(Tensor input, PackedFilter filter, ConvolutionGeometry geometry, Tensor output, Finish finish)
        where T : unmanaged, INumberBase<T>
    {
        if (output.ElementCount == 0)
            return;
        var groups = filter.Groups;
        var channels = groups.Length == 1 ? output.Shape[-1] : groups[0].Columns * groups.Length;
        fixed (T* source = input.Values<T>())
        fixed (T* result = output.Writable<T>())
        {
            if (groups.Length == 1)
            {
                Finishing<T>.Run(finish, channels, new Product<T>(source, geometry, groups[0], result));
                return;
            }

            var seen = geometry.Channels / groups.Length;
            for (var i = 0; i < groups.Length; i++)
            {
                var patches = new PatchRows<T>(geometry, source, i * seen, seen);
                var places = new PixelPlaces<T>(result + (nint)(i * groups[0].Columns), (nint)channels);
                ConvolutionProduct<T>.Run(patches, groups[i], places, default(NoEpilogue<T>));
            }
        }

        if (!finish.IsNothing)
            Finishing<T>.Apply(output, finish, output);
    }

    /// <summary>A convolution of one group.</summary>
    private readonly unsafe struct Product<T>(T* input, ConvolutionGeometry geometry, PackedMatrix filter, T* output) : IFinishedWork<T>
        where T : unmanaged, INumberBase<T>
    {
        private readonly T* input = input;
        private readonly T* output = output;

        public void Run<TEpilogue>(in TEpilogue epilogue)
            where TEpilogue : struct, IProductEpilogue<T>
        {
            if (!geometry.IsPointwise)
            {
                var patches = new PatchRows<T>(geometry, input, 0, geometry.Channels);
                ConvolutionProduct<T>.Run(patches, filter, new PixelPlaces<T>(output, (nint)filter.Columns), in epilogue);
                return;
            }

            var operands = new ProductOperands(
                new MatrixView(input, (nint)geometry.Channels * sizeof(T), sizeof(T)),
                default,
                new MatrixView(output, (nint)filter.Columns * sizeof(T), sizeof(T)),
                geometry.OutputPixels,
                filter.Columns,
                geometry.Channels);
            RealProduct<T>.Run(in operands, filter, in epilogue);
        }
    }
}
