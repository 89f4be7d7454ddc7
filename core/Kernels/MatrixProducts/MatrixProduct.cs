using System.Numerics;
using GraphRun.Errors;
using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>
/// Matrix products (<c>core/kernels/matmul_op.cc</c>, <c>batch_matmul_op_impl.h</c>), of single matrices or of batches of them that are
/// broadcast against each other. Each element is one chain of fused multiply-adds along the depth, from 0 and in order, whatever the
/// machine,
/// the path or the number of threads. float16 and bfloat16 are computed in float32 and rounded once; integers wrap.
/// </summary>
public static class MatrixProduct
{
    /// <summary>result = x * y, for the last two dims; the dims before them are broadcast.</summary>
    /// <param name="x">[..., rows, depth], or [..., depth, rows] when transposed. Floating, integer or complex dtype.</param>
    /// <param name="y">[..., depth, columns], or [..., columns, depth] when transposed. The same dtype.</param>
    /// <param name="form">Which operands are transposed or conjugated.</param>
    /// <param name="result">[..., rows, columns]; allocated by the caller.</param>
    public static void Run(Tensor x, Tensor y, ProductForm form, Tensor result)
    {
        switch (x.DType)
        {
            case DType.Float32:
                BatchProduct<float>.Run(x, y, form, result);
                break;
            case DType.Float64:
                BatchProduct<double>.Run(x, y, form, result);
                break;
            case DType.Int32 or DType.UInt32:
                BatchProduct<int>.Run(x, y, form, result);
                break;
            case DType.Int64 or DType.UInt64:
                BatchProduct<long>.Run(x, y, form, result);
                break;
            case DType.Float16:
                RunConverted<Half, float, Float16Reader, Float16Writer>(x, y, form, result);
                break;
            case DType.BFloat16:
                RunConverted<BFloat16, float, BFloat16Reader, BFloat16Writer>(x, y, form, result);
                break;
            case DType.Int8 or DType.UInt8:
                RunConverted<sbyte, int, WideningReader<sbyte, int>, NarrowingWriter<int, sbyte>>(x, y, form, result);
                break;
            case DType.Int16 or DType.UInt16:
                RunConverted<short, int, WideningReader<short, int>, NarrowingWriter<int, short>>(x, y, form, result);
                break;
            case DType.Complex64:
                ComplexProduct<float>.Run(x, y, form, result);
                break;
            case DType.Complex128:
                ComplexProduct<double>.Run(x, y, form, result);
                break;
            default:
                throw new GraphRunException(ErrorCode.DTypeMismatch, $"{x.DType.Name()} matrices cannot be multiplied");
        }
    }

    /// <summary>Packs a matrix that is the right operand of many products.</summary>
    /// <param name="y">float32 [depth, columns], or [columns, depth] when transposed.</param>
    /// <param name="transpose">Whether <paramref name="y"/> is transposed.</param>
    public static unsafe PackedMatrix Pack(Tensor y, bool transpose)
    {
        fixed (float* elements = y.Values<float>())
        {
            var view = new MatrixView(elements, (nint)y.Shape[1] * sizeof(float), sizeof(float));
            return transpose
                ? RealProduct<float>.Pack(view.Transposed, y.Shape[1], y.Shape[0])
                : RealProduct<float>.Pack(view, y.Shape[0], y.Shape[1]);
        }
    }

    /// <summary>result = x * y for a packed y; all dims of x but the last count as rows.</summary>
    /// <param name="x">float32 [..., depth].</param>
    /// <param name="y">What <see cref="Pack"/> returned.</param>
    /// <param name="result">float32 [..., columns].</param>
    public static void Run(Tensor x, PackedMatrix y, Tensor result) => Run(x, y, result, default(NoEpilogue<float>));

    /// <summary>The same, followed by an epilogue.</summary>
    internal static unsafe void Run<TEpilogue>(Tensor x, PackedMatrix y, Tensor result, in TEpilogue epilogue)
        where TEpilogue : struct, IProductEpilogue<float>
    {
        var rows = y.Columns == 0 ? 0 : result.ElementCount / y.Columns;
        fixed (float* left = x.Values<float>())
        fixed (float* product = result.Writable<float>())
        {
            var operands = new ProductOperands(
                new MatrixView(left, (nint)y.Depth * sizeof(float), sizeof(float)),
                default,
                new MatrixView(product, (nint)y.Columns * sizeof(float), sizeof(float)),
                rows,
                y.Columns,
                y.Depth);
            RealProduct<float>.Run(in operands, y, in epilogue);
        }
    }

    private static void RunConverted<TIn, T, TReader, TWriter>(Tensor x, Tensor y, ProductForm form, Tensor result)
        where TIn : unmanaged
        where T : unmanaged, INumberBase<T>
        where TReader : struct, IElementReader<TIn, T>
        where TWriter : struct, IElementWriter<T, TIn>
    {
        var product = Tensor.Allocate(DTypes.Of<T>(), result.Shape);
        BatchProduct<T>.Run(Convert<TIn, T, TReader>(x), Convert<TIn, T, TReader>(y), form, product);
        var sums = product.Values<T>();
        var elements = result.Writable<TIn>();
        for (var i = 0; i < elements.Length; i++)
            elements[i] = TWriter.Write(sums[i]);
    }

    private static unsafe Tensor Convert<TIn, T, TReader>(Tensor x)
        where TIn : unmanaged
        where T : unmanaged
        where TReader : struct, IElementReader<TIn, T>
    {
        var converted = Tensor.Allocate(DTypes.Of<T>(), x.Shape);
        fixed (TIn* source = x.Values<TIn>())
        fixed (T* destination = converted.Writable<T>())
            TReader.Read(source, destination, (int)x.ElementCount);
        return converted;
    }
}
