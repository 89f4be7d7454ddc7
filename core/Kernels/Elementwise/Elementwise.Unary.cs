using System.Numerics;
using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>
/// Takes operators over whole tensors. The output is allocated by the caller in the shape that the inputs broadcast to, and may share
/// its storage with an input of the same shape and dtype. Integers wrap; float16 and bfloat16 are computed in float32 and rounded back
/// to nearest even. A result depends on its operands alone: not on its place, the vector length or the number of threads.
/// </summary>
internal static partial class Elementwise
{
    /// <summary><c>z[i] = op(x[i])</c> for integers, bool (as bytes 0 and 1) and floats.</summary>
    public static void Unary<TOperator>(Tensor x, Tensor z)
        where TOperator : struct, IUnaryOperator =>
        ElementTypes.ForNumber(x.DType, new UnaryAction<TOperator>(x, z));

    /// <summary><c>z[i] = op(x[i])</c> for floats.</summary>
    public static void UnaryFloating<TOperator>(Tensor x, Tensor z)
        where TOperator : struct, IUnaryFloatingOperator
    {
        switch (x.DType)
        {
            case DType.Float32:
                Broadcast.Unary<float, float, VectorUnaryRow<float, TOperator>>(x, z);
                break;
            case DType.Float64:
                Broadcast.Unary<double, double, VectorUnaryRow<double, TOperator>>(x, z);
                break;
            case DType.Float16:
                Broadcast.Unary<Half, Half, NarrowUnaryRow<Half, HalfFormat, VectorUnaryRow<float, TOperator>>>(x, z);
                break;
            case DType.BFloat16:
                Broadcast.Unary<BFloat16, BFloat16, NarrowUnaryRow<BFloat16, BFloat16Format, VectorUnaryRow<float, TOperator>>>(x, z);
                break;
            default:
                throw ElementTypes.Unsupported(x.DType);
        }
    }

    /// <summary><c>z[i] = op(x[i])</c>, a question answered in bools, for integers and floats.</summary>
    public static void Test<TOperator>(Tensor x, Tensor z)
        where TOperator : struct, IPredicateOperator =>
        ElementTypes.ForNumber(x.DType, new TestAction<TOperator>(x, z));

    private readonly struct UnaryAction<TOperator>(Tensor x, Tensor z) : INumberAction
        where TOperator : struct, IUnaryOperator
    {
        public void Invoke<T>()
            where T : unmanaged, INumber<T> =>
            Broadcast.Unary<T, T, VectorUnaryRow<T, UnaryOf<T, TOperator>>>(x, z);

        public void InvokeNarrow<T, TFormat>()
            where T : unmanaged
            where TFormat : struct, INarrowFormat<T> =>
            Broadcast.Unary<T, T, NarrowUnaryRow<T, TFormat, VectorUnaryRow<float, UnaryOf<float, TOperator>>>>(x, z);
    }

    private readonly struct TestAction<TOperator>(Tensor x, Tensor z) : INumberAction
        where TOperator : struct, IPredicateOperator
    {
        public void Invoke<T>()
            where T : unmanaged, INumber<T> =>
            Broadcast.Unary<T, bool, PredicateRow<T, TOperator>>(x, z);

        public void InvokeNarrow<T, TFormat>()
            where T : unmanaged
            where TFormat : struct, INarrowFormat<T> =>
            Broadcast.Unary<T, bool, WidenedUnaryRow<T, TFormat, bool, PredicateRow<float, TOperator>>>(x, z);
    }
}
