using System.Numerics;
using GraphRun.Errors;
using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>
/// Pooling of images and volumes, channels last (<c>core/kernels/maxpooling_op.cc</c>, <c>avgpooling_op.cc</c>). Padding takes no part:
/// a mean is that of the elements inside.
/// </summary>
internal static class Pooling
{
    /// <summary>The greatest element under each window; NaN if there is one; -inf or the lowest integer when it is empty.</summary>
    /// <param name="input">float32, float64 or an integer dtype.</param>
    /// <param name="geometry">How the window goes over the input.</param>
    /// <param name="output">Allocated by the caller.</param>
    public static void Maximum(Tensor input, ConvolutionGeometry geometry, Tensor output)
    {
        switch (input.DType)
        {
            case DType.Float32: Run<float, MaximumPooling>(input, geometry, output); break;
            case DType.Float64: Run<double, MaximumPooling>(input, geometry, output); break;
            case DType.Int32: Run<int, MaximumPooling>(input, geometry, output); break;
            case DType.Int64: Run<long, MaximumPooling>(input, geometry, output); break;
            case DType.UInt8: Run<byte, MaximumPooling>(input, geometry, output); break;
            case DType.Int8: Run<sbyte, MaximumPooling>(input, geometry, output); break;
            case DType.Int16: Run<short, MaximumPooling>(input, geometry, output); break;
            case DType.UInt16: Run<ushort, MaximumPooling>(input, geometry, output); break;
            default: throw new GraphRunException(ErrorCode.DTypeMismatch, $"{input.DType.Name()} cannot be pooled");
        }
    }

    /// <summary>The mean of the elements under each window; NaN when it is empty. float32 or float64.</summary>
    public static void Average(Tensor input, ConvolutionGeometry geometry, Tensor output)
    {
        if (input.DType == DType.Float32)
            Run<float, AveragePooling>(input, geometry, output);
        else
            Run<double, AveragePooling>(input, geometry, output);
    }

    private static unsafe void Run<T, TKind>(Tensor input, ConvolutionGeometry geometry, Tensor output)
        where T : unmanaged, INumber<T>
        where TKind : struct, IPoolingKind
    {
        if (output.ElementCount == 0)
            return;
        var work = geometry.Width.Output * geometry.Channels * geometry.Taps;
        fixed (T* source = input.Values<T>())
        fixed (T* result = output.Writable<T>())
        {
            var rows = new PoolingRows<T, TKind>(source, geometry, result);
            Workers.For(geometry.OutputPixels / geometry.Width.Output, Math.Max(1, (1 << 16) / work), in rows);
        }
    }
}
