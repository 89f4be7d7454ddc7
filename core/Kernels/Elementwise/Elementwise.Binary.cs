using System.Numerics;
using GraphRun.Tensors;

namespace GraphRun.Kernels;

internal static partial class Elementwise
{
    /// <summary><c>z = op(x, y)</c> with broadcasting, for integers, bool (as bytes 0 and 1) and floats.</summary>
    public static void Binary<TOperator>(Tensor x, Tensor y, Tensor z)
        where TOperator : struct, IBinaryOperator =>
        ElementTypes.ForNumber(x.DType, new BinaryAction<TOperator>(x, y, z));

    /// <summary><c>z = op(x, y)</c> with broadcasting, for floats.</summary>
    public static void BinaryFloating<TOperator>(Tensor x, Tensor y, Tensor z)
        where TOperator : struct, IBinaryFloatingOperator
    {
        switch (x.DType)
        {
            case DType.Float32:
                Broadcast.Binary<float, float, float, VectorBinaryRow<float, TOperator>>(x, y, z);
                break;
            case DType.Float64:
                Broadcast.Binary<double, double, double, VectorBinaryRow<double, TOperator>>(x, y, z);
                break;
            case DType.Float16:
                Broadcast.Binary<Half, Half, Half, NarrowBinaryRow<Half, HalfFormat, VectorBinaryRow<float, TOperator>>>(x, y, z);
                break;
            case DType.BFloat16:
                Broadcast.Binary<
                    BFloat16, BFloat16, BFloat16, NarrowBinaryRow<BFloat16, BFloat16Format, VectorBinaryRow<float, TOperator>>>(x, y, z);
                break;
            default:
                throw ElementTypes.Unsupported(x.DType);
        }
    }

    /// <summary><c>z = op(x, y)</c> with broadcasting, element by element, for integers and floats.</summary>
    public static void BinaryScalar<TOperator>(Tensor x, Tensor y, Tensor z)
        where TOperator : struct, IBinaryScalarOperator =>
        ElementTypes.ForNumber(x.DType, new BinaryScalarAction<TOperator>(x, y, z));

    /// <summary><c>z = op(x, y)</c> with broadcasting, element by element, for integers.</summary>
    public static void BinaryInteger<TOperator>(Tensor x, Tensor y, Tensor z)
        where TOperator : struct, IBinaryIntegerOperator =>
        ElementTypes.ForInteger(x.DType, new BinaryIntegerAction<TOperator>(x, y, z));

    private readonly struct BinaryAction<TOperator>(Tensor x, Tensor y, Tensor z) : INumberAction
        where TOperator : struct, IBinaryOperator
    {
        public void Invoke<T>()
            where T : unmanaged, INumber<T> =>
            Broadcast.Binary<T, T, T, VectorBinaryRow<T, BinaryOf<T, TOperator>>>(x, y, z);

        public void InvokeNarrow<T, TFormat>()
            where T : unmanaged
            where TFormat : struct, INarrowFormat<T> =>
            Broadcast.Binary<T, T, T, NarrowBinaryRow<T, TFormat, VectorBinaryRow<float, BinaryOf<float, TOperator>>>>(x, y, z);
    }

    private readonly struct BinaryScalarAction<TOperator>(Tensor x, Tensor y, Tensor z) : INumberAction
        where TOperator : struct, IBinaryScalarOperator
    {
        public void Invoke<T>()
            where T : unmanaged, INumber<T> =>
            Broadcast.Binary<T, T, T, ScalarBinaryRow<T, TOperator>>(x, y, z);

        public void InvokeNarrow<T, TFormat>()
            where T : unmanaged
            where TFormat : struct, INarrowFormat<T> =>
            Broadcast.Binary<T, T, T, NarrowBinaryRow<T, TFormat, ScalarBinaryRow<float, TOperator>>>(x, y, z);
    }

    private readonly struct BinaryIntegerAction<TOperator>(Tensor x, Tensor y, Tensor z) : IIntegerAction
        where TOperator : struct, IBinaryIntegerOperator
    {
        public void Invoke<T>()
            where T : unmanaged, IBinaryInteger<T> =>
            Broadcast.Binary<T, T, T, IntegerBinaryRow<T, TOperator>>(x, y, z);
    }
}
