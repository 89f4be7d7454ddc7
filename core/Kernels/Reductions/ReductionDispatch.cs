using System.Numerics;
using GraphRun.Errors;
using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>From a tensor's dtype to the element types of a reduction.</summary>
internal static class ReductionDispatch
{
    /// <summary>float16, bfloat16, float32, float64 and the integers, each in its own width (the halves in float32).</summary>
    public static void Real<TKind>(Tensor x, ReadOnlySpan<int> axes, Tensor result)
        where TKind : struct, IReductionKind
    {
        switch (x.DType)
        {
            case DType.Int8:
                Direct<sbyte, TKind>(x, axes, result);
                break;
            case DType.UInt8:
                Direct<byte, TKind>(x, axes, result);
                break;
            case DType.Int16:
                Direct<short, TKind>(x, axes, result);
                break;
            case DType.UInt16:
                Direct<ushort, TKind>(x, axes, result);
                break;
            case DType.Int32:
                Direct<int, TKind>(x, axes, result);
                break;
            case DType.UInt32:
                Direct<uint, TKind>(x, axes, result);
                break;
            case DType.Int64:
                Direct<long, TKind>(x, axes, result);
                break;
            case DType.UInt64:
                Direct<ulong, TKind>(x, axes, result);
                break;
            default:
                Floating<TKind>(x, axes, result);
                break;
        }
    }

    /// <summary>The same with integers of less than 64 bits widened to 64.</summary>
    public static void Widened<TKind>(Tensor x, ReadOnlySpan<int> axes, Tensor result)
        where TKind : struct, IReductionKind
    {
        switch (x.DType)
        {
            case DType.Int8:
                Widened<sbyte, long, TKind>(x, axes, result);
                break;
            case DType.UInt8:
                Widened<byte, ulong, TKind>(x, axes, result);
                break;
            case DType.Int16:
                Widened<short, long, TKind>(x, axes, result);
                break;
            case DType.UInt16:
                Widened<ushort, ulong, TKind>(x, axes, result);
                break;
            case DType.Int32:
                Widened<int, long, TKind>(x, axes, result);
                break;
            case DType.UInt32:
                Widened<uint, ulong, TKind>(x, axes, result);
                break;
            case DType.Int64:
                Direct<long, TKind>(x, axes, result);
                break;
            case DType.UInt64:
                Direct<ulong, TKind>(x, axes, result);
                break;
            default:
                Floating<TKind>(x, axes, result);
                break;
        }
    }

    /// <summary>float16, bfloat16, float32 and float64.</summary>
    public static void Floating<TKind>(Tensor x, ReadOnlySpan<int> axes, Tensor result)
        where TKind : struct, IReductionKind
    {
        switch (x.DType)
        {
            case DType.Float32:
                Direct<float, TKind>(x, axes, result);
                break;
            case DType.Float64:
                Direct<double, TKind>(x, axes, result);
                break;
            case DType.Float16:
                TKind.Run<Half, float, Float16Reader, Float16Writer>(x, axes, result, 1);
                break;
            case DType.BFloat16:
                TKind.Run<BFloat16, float, BFloat16Reader, BFloat16Writer>(x, axes, result, 1);
                break;
            default:
                throw new GraphRunException(ErrorCode.DTypeMismatch, $"{x.DType.Name()} elements cannot be reduced in this way");
        }
    }

    /// <summary>Complex numbers as pairs of real ones: for reductions that treat real and imaginary parts alike.</summary>
    public static void Pairs<TKind>(Tensor x, ReadOnlySpan<int> axes, Tensor result)
        where TKind : struct, IReductionKind
    {
        if (x.DType == DType.Complex64)
            Direct<float, TKind>(x, axes, result, inner: 2);
        else
            Direct<double, TKind>(x, axes, result, inner: 2);
    }

    private static void Direct<T, TKind>(Tensor x, ReadOnlySpan<int> axes, Tensor result, int inner = 1)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TKind : struct, IReductionKind =>
        TKind.Run<T, T, DirectReader<T>, DirectWriter<T>>(x, axes, result, inner);

    private static void Widened<TIn, T, TKind>(Tensor x, ReadOnlySpan<int> axes, Tensor result)
        where TIn : unmanaged, IBinaryInteger<TIn>
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
        where TKind : struct, IReductionKind =>
        TKind.Run<TIn, T, WideningReader<TIn, T>, NarrowingWriter<T, TIn>>(x, axes, result, 1);
}
