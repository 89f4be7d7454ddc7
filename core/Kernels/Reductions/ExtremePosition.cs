using System.Numerics;
using GraphRun.Errors;
using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>
/// ArgMax and ArgMin (<c>core/kernels/argmax_op.cc</c>): the position of the extreme along one axis, the lowest of equal ones. As in
/// TensorFlow a NaN is never found, and neither is a largest of -inf or a smallest of inf: where no other number is, the position is 0.
/// </summary>
public static class ExtremePosition
{
    /// <summary>The position of the largest element along <paramref name="axis"/>.</summary>
    /// <param name="x">Any real dtype or bool.</param>
    /// <param name="axis">In [0, rank).</param>
    /// <param name="result">int16, uint16, int32 or int64; the shape of <paramref name="x"/> without the axis.</param>
    public static void OfLargest(Tensor x, int axis, Tensor result) => Find<LargestOf>(x, axis, result);

    /// <summary>The position of the smallest element along <paramref name="axis"/>; otherwise as <see cref="OfLargest"/>.</summary>
    public static void OfSmallest(Tensor x, int axis, Tensor result) => Find<SmallestOf>(x, axis, result);

    private static void Find<TExtreme>(Tensor x, int axis, Tensor result)
        where TExtreme : struct, IExtreme
    {
        switch (x.DType)
        {
            case DType.Float32:
                TExtreme.Find<float, float, int, DirectReader<float>>(x, axis, result);
                break;
            case DType.Float64:
                TExtreme.Find<double, double, long, DirectReader<double>>(x, axis, result);
                break;
            case DType.Float16:
                TExtreme.Find<Half, float, int, Float16Reader>(x, axis, result);
                break;
            case DType.BFloat16:
                TExtreme.Find<BFloat16, float, int, BFloat16Reader>(x, axis, result);
                break;
            case DType.Int8:
                TExtreme.Find<sbyte, int, int, WideningReader<sbyte, int>>(x, axis, result);
                break;
            case DType.UInt8 or DType.Bool:
                TExtreme.Find<byte, int, int, WideningReader<byte, int>>(x, axis, result);
                break;
            case DType.Int16:
                TExtreme.Find<short, int, int, WideningReader<short, int>>(x, axis, result);
                break;
            case DType.UInt16:
                TExtreme.Find<ushort, int, int, WideningReader<ushort, int>>(x, axis, result);
                break;
            case DType.Int32:
                TExtreme.Find<int, int, int, DirectReader<int>>(x, axis, result);
                break;
            case DType.UInt32:
                TExtreme.Find<uint, uint, int, DirectReader<uint>>(x, axis, result);
                break;
            case DType.Int64:
                TExtreme.Find<long, long, long, DirectReader<long>>(x, axis, result);
                break;
            case DType.UInt64:
                TExtreme.Find<ulong, ulong, long, DirectReader<ulong>>(x, axis, result);
                break;
            default:
                throw new GraphRunException(ErrorCode.DTypeMismatch, $"{x.DType.Name()} elements have no largest and no smallest one");
        }
    }

    private static unsafe void Find<TIn, T, TIndex, TReader, TOrder>(Tensor x, int axis, Tensor result)
        where TIn : unmanaged
        where T : unmanaged, INumber<T>
        where TIndex : unmanaged, IBinaryInteger<TIndex>
        where TReader : struct, IElementReader<TIn, T>
        where TOrder : struct, IElementOrder<T>
    {
        switch (result.DType)
        {
            case DType.Int64:
                Find<TIn, T, TIndex, long, TReader, TOrder>(x, axis, result);
                break;
            case DType.Int32:
                Find<TIn, T, TIndex, int, TReader, TOrder>(x, axis, result);
                break;
            default:
                Find<TIn, T, TIndex, short, TReader, TOrder>(x, axis, result);
                break;
        }
    }

    private static unsafe void Find<TIn, T, TIndex, TOut, TReader, TOrder>(Tensor x, int axis, Tensor result)
        where TIn : unmanaged
        where T : unmanaged, INumber<T>
        where TIndex : unmanaged, IBinaryInteger<TIndex>
        where TOut : unmanaged, IBinaryInteger<TOut>
        where TReader : struct, IElementReader<TIn, T>
        where TOrder : struct, IElementOrder<T>
    {
        if (x.ElementCount == 0)
            return;
        var (outer, rows, columns) = x.Shape.SplitAt(axis);
        fixed (TIn* input = x.Values<TIn>())
        fixed (TOut* output = result.Writable<TOut>())
            new PositionPass<TIn, T, TIndex, TOut, TReader, TOrder>(input, output, outer, (int)rows, columns).Execute();
    }

    private interface IExtreme
    {
        static abstract void Find<TIn, T, TIndex, TReader>(Tensor x, int axis, Tensor result)
            where TIn : unmanaged
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
            where TIndex : unmanaged, IBinaryInteger<TIndex>
            where TReader : struct, IElementReader<TIn, T>;
    }

    private readonly struct LargestOf : IExtreme
    {
        public static void Find<TIn, T, TIndex, TReader>(Tensor x, int axis, Tensor result)
            where TIn : unmanaged
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
            where TIndex : unmanaged, IBinaryInteger<TIndex>
            where TReader : struct, IElementReader<TIn, T> =>
            ExtremePosition.Find<TIn, T, TIndex, TReader, LargestFirst<T>>(x, axis, result);
    }

    private readonly struct SmallestOf : IExtreme
    {
        public static void Find<TIn, T, TIndex, TReader>(Tensor x, int axis, Tensor result)
            where TIn : unmanaged
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
            where TIndex : unmanaged, IBinaryInteger<TIndex>
            where TReader : struct, IElementReader<TIn, T> =>
            ExtremePosition.Find<TIn, T, TIndex, TReader, SmallestFirst<T>>(x, axis, result);
    }
}
