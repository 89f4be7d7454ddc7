using System.Numerics;
using GraphRun.Tensors;

namespace GraphRun.Kernels;

internal static partial class Elementwise
{
    /// <summary><c>z = op(x, y, w)</c> with broadcasting, for integers and floats.</summary>
    public static void Ternary<TOperator>(Tensor x, Tensor y, Tensor w, Tensor z)
        where TOperator : struct, ITernaryOperator =>
        ElementTypes.ForNumber(x.DType, new TernaryAction<TOperator>(x, y, w, z));

    /// <summary><c>z = op(x, y, w)</c> with broadcasting, for floats.</summary>
    public static void TernaryFloating<TOperator>(Tensor x, Tensor y, Tensor w, Tensor z)
        where TOperator : struct, ITernaryFloatingOperator
    {
        switch (x.DType)
        {
            case DType.Float32:
                Broadcast.Ternary<float, float, float, float, VectorTernaryRow<float, TOperator>>(x, y, w, z);
                break;
            case DType.Float64:
                Broadcast.Ternary<double, double, double, double, VectorTernaryRow<double, TOperator>>(x, y, w, z);
                break;
            case DType.Float16:
                Broadcast.Ternary<
                    Half,
                    Half,
                    Half,
                    Half,
                    NarrowTernaryRow<Half, HalfFormat, VectorTernaryRow<float, TOperator>>>(x, y, w, z);
                break;
            case DType.BFloat16:
                Broadcast.Ternary<
                    BFloat16,
                    BFloat16,
                    BFloat16,
                    BFloat16,
                    NarrowTernaryRow<BFloat16, BFloat16Format, VectorTernaryRow<float, TOperator>>>(x, y, w, z);
                break;
            default:
                throw ElementTypes.Unsupported(x.DType);
        }
    }

    /// <summary><c>z = condition ? x : y</c> with broadcasting of all three; elements of any dtype.</summary>
    /// <param name="condition">Bools.</param>
    public static void Select(Tensor condition, Tensor x, Tensor y, Tensor z)
    {
        switch (x.DType.Size())
        {
            case 1: Broadcast.Ternary<bool, byte, byte, byte, VectorSelectRow<byte>>(condition, x, y, z); break;
            case 2: Broadcast.Ternary<bool, ushort, ushort, ushort, VectorSelectRow<ushort>>(condition, x, y, z); break;
            case 4: Broadcast.Ternary<bool, uint, uint, uint, VectorSelectRow<uint>>(condition, x, y, z); break;
            case 8: Broadcast.Ternary<bool, ulong, ulong, ulong, VectorSelectRow<ulong>>(condition, x, y, z); break;
            case 16: Broadcast.Ternary<bool, Complex, Complex, Complex, SelectRow<Complex>>(condition, x, y, z); break;
            default: SelectReferences(condition, x, y, z); break;
        }
    }

    private static void SelectReferences(Tensor condition, Tensor x, Tensor y, Tensor z)
    {
        if (x.DType == DType.String)
            Broadcast.Ternary<bool, byte[], byte[], byte[], SelectRow<byte[]>>(condition, x, y, z);
        else
            Broadcast.Ternary<bool, object, object, object, SelectRow<object>>(condition, x, y, z);
    }

    private readonly struct TernaryAction<TOperator>(Tensor x, Tensor y, Tensor w, Tensor z) : INumberAction
        where TOperator : struct, ITernaryOperator
    {
        public void Invoke<T>()
            where T : unmanaged, INumber<T> =>
            Broadcast.Ternary<T, T, T, T, VectorTernaryRow<T, TernaryOf<T, TOperator>>>(x, y, w, z);

        public void InvokeNarrow<T, TFormat>()
            where T : unmanaged
            where TFormat : struct, INarrowFormat<T> =>
            Broadcast.Ternary<T, T, T, T, NarrowTernaryRow<T, TFormat, VectorTernaryRow<float, TernaryOf<float, TOperator>>>>(x, y, w, z);
    }
}
