using System.Numerics;
using GraphRun.Errors;
using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>
/// Cumsum and Cumprod (<c>core/kernels/scan_ops.cc</c>): running sums and products along one axis, added one element after the other.
/// float16 and bfloat16 run in float32 and each result is rounded once.
/// </summary>
public static class Scan
{
    /// <summary>Running sums: [a, b, c] gives [a, a+b, a+b+c].</summary>
    /// <param name="x">Any number dtype.</param>
    /// <param name="axis">In [0, rank).</param>
    /// <param name="exclusive">Without the element itself: [0, a, a+b].</param>
    /// <param name="reverse">From the end: [a+b+c, b+c, c].</param>
    /// <param name="result">The dtype and shape of <paramref name="x"/>.</param>
    public static void Sum(Tensor x, int axis, bool exclusive, bool reverse, Tensor result) =>
        Run<SumScan>(x, axis, exclusive, reverse, result);

    /// <summary>Running products, as <see cref="Sum"/>.</summary>
    public static void Product(Tensor x, int axis, bool exclusive, bool reverse, Tensor result)
    {
        if (x.DType == DType.Complex64)
            Run<Complex64, Complex64Product>(x, axis, exclusive, reverse, result, 1);
        else if (x.DType == DType.Complex128)
            Run<Complex, Complex128Product>(x, axis, exclusive, reverse, result, 1);
        else
            Run<ProductScan>(x, axis, exclusive, reverse, result);
    }

    private static void Run<TScan>(Tensor x, int axis, bool exclusive, bool reverse, Tensor result)
        where TScan : struct, IScan
    {
        switch (x.DType)
        {
            case DType.Float32:
                TScan.Run<float>(x, axis, exclusive, reverse, result, 1);
                break;
            case DType.Float64:
                TScan.Run<double>(x, axis, exclusive, reverse, result, 1);
                break;
            case DType.Complex64:
                TScan.Run<float>(x, axis, exclusive, reverse, result, 2);
                break;
            case DType.Complex128:
                TScan.Run<double>(x, axis, exclusive, reverse, result, 2);
                break;
            case DType.Float16:
                RunConverted<Half, Float16Reader, Float16Writer, TScan>(x, axis, exclusive, reverse, result);
                break;
            case DType.BFloat16:
                RunConverted<BFloat16, BFloat16Reader, BFloat16Writer, TScan>(x, axis, exclusive, reverse, result);
                break;
            case DType.Int8 or DType.UInt8:
                TScan.Run<byte>(x, axis, exclusive, reverse, result, 1);
                break;
            case DType.Int16 or DType.UInt16:
                TScan.Run<ushort>(x, axis, exclusive, reverse, result, 1);
                break;
            case DType.Int32 or DType.UInt32:
                TScan.Run<uint>(x, axis, exclusive, reverse, result, 1);
                break;
            case DType.Int64 or DType.UInt64:
                TScan.Run<ulong>(x, axis, exclusive, reverse, result, 1);
                break;
            default:
                throw new GraphRunException(ErrorCode.DTypeMismatch, $"{x.DType.Name()} elements have no running sums or products");
        }
    }

    private static unsafe void Run<T, TReduction>(Tensor x, int axis, bool exclusive, bool reverse, Tensor result, int inner)
        where T : unmanaged
        where TReduction : struct, IReduction<T>
    {
        if (x.ElementCount == 0)
            return;
        var (outer, rows, columns) = x.Shape.SplitAt(axis);
        fixed (T* input = x.Values<T>())
        fixed (T* output = result.Writable<T>())
            new ScanPass<T, TReduction>(input, output, (outer, rows, columns * inner), exclusive, reverse).Execute();
    }

    private static unsafe void RunConverted<TIn, TReader, TWriter, TScan>(Tensor x, int axis, bool exclusive, bool reverse, Tensor result)
        where TIn : unmanaged
        where TReader : struct, IElementReader<TIn, float>
        where TWriter : struct, IElementWriter<float, TIn>
        where TScan : struct, IScan
    {
        var wide = Tensor.Allocate(DType.Float32, x.Shape);
        fixed (TIn* input = x.Values<TIn>())
        fixed (float* converted = wide.Writable<float>())
            TReader.Read(input, converted, (int)x.ElementCount);
        TScan.Run<float>(wide, axis, exclusive, reverse, wide, 1);
        var sums = wide.Values<float>();
        var output = result.Writable<TIn>();
        for (var i = 0; i < output.Length; i++)
            output[i] = TWriter.Write(sums[i]);
    }

    private interface IScan
    {
        static abstract void Run<T>(Tensor x, int axis, bool exclusive, bool reverse, Tensor result, int inner)
            where T : unmanaged, INumberBase<T>;
    }

    private readonly struct SumScan : IScan
    {
        public static void Run<T>(Tensor x, int axis, bool exclusive, bool reverse, Tensor result, int inner)
            where T : unmanaged, INumberBase<T> => Scan.Run<T, SumReduction<T>>(x, axis, exclusive, reverse, result, inner);
    }

    private readonly struct ProductScan : IScan
    {
        public static void Run<T>(Tensor x, int axis, bool exclusive, bool reverse, Tensor result, int inner)
            where T : unmanaged, INumberBase<T> => Scan.Run<T, ProductReduction<T>>(x, axis, exclusive, reverse, result, inner);
    }
}
