using System.Numerics;
using GraphRun.Errors;
using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>A kernel that computes with elements, one by one.</summary>
internal interface IArithmeticKernel
{
    /// <summary>Runs on elements of type <typeparamref name="T"/>.</summary>
    void Run<T, TArithmetic>()
        where TArithmetic : struct, IArithmetic<T>;
}

/// <summary>From a dtype to the element type and its arithmetic.</summary>
internal static class ArithmeticTypes
{
    /// <summary>Runs a kernel for a real or complex dtype.</summary>
    /// <exception cref="GraphRunException">The dtype is bool, string or another that has no arithmetic.</exception>
    public static void Run<TKernel>(DType dtype, TKernel kernel)
        where TKernel : struct, IArithmeticKernel, allows ref struct
    {
        switch (dtype)
        {
            case DType.Complex64: kernel.Run<Complex64, Complex64Arithmetic>(); break;
            case DType.Complex128: kernel.Run<Complex, Complex128Arithmetic>(); break;
            default: RunReal(dtype, kernel); break;
        }
    }

    /// <summary>Runs a kernel for a real dtype.</summary>
    /// <exception cref="GraphRunException">The dtype is complex, bool, string or another that has no order.</exception>
    public static void RunReal<TKernel>(DType dtype, TKernel kernel)
        where TKernel : struct, IArithmeticKernel, allows ref struct
    {
        switch (dtype)
        {
            case DType.Float32: kernel.Run<float, NumberArithmetic<float>>(); break;
            case DType.Float64: kernel.Run<double, NumberArithmetic<double>>(); break;
            case DType.Int32: kernel.Run<int, NumberArithmetic<int>>(); break;
            case DType.Int64: kernel.Run<long, NumberArithmetic<long>>(); break;
            case DType.Float16: kernel.Run<Half, NumberArithmetic<Half>>(); break;
            case DType.BFloat16: kernel.Run<BFloat16, BFloat16Arithmetic>(); break;
            case DType.UInt8: kernel.Run<byte, NumberArithmetic<byte>>(); break;
            case DType.Int8: kernel.Run<sbyte, NumberArithmetic<sbyte>>(); break;
            case DType.Int16: kernel.Run<short, NumberArithmetic<short>>(); break;
            case DType.UInt16: kernel.Run<ushort, NumberArithmetic<ushort>>(); break;
            case DType.UInt32: kernel.Run<uint, NumberArithmetic<uint>>(); break;
            case DType.UInt64: kernel.Run<ulong, NumberArithmetic<ulong>>(); break;
            default: throw new GraphRunException(ErrorCode.DTypeMismatch, $"there is no arithmetic on {dtype.Name()}");
        }
    }
}
