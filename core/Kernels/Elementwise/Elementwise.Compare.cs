using System.Numerics;
using GraphRun.Tensors;

namespace GraphRun.Kernels;

internal static partial class Elementwise
{
    /// <summary><c>z = x op y</c> in bools, with broadcasting, for integers, bool (false before true) and floats.</summary>
    public static void Compare<TOperator>(Tensor x, Tensor y, Tensor z)
        where TOperator : struct, IComparisonOperator =>
        ElementTypes.ForNumber(x.DType, new CompareAction<TOperator>(x, y, z));

    /// <summary>
    /// <c>z = x == y</c> or <c>x != y</c> in bools, with broadcasting, for every dtype; strings are equal when their bytes are.
    /// </summary>
    public static void CompareEqual<TOperator>(Tensor x, Tensor y, Tensor z)
        where TOperator : struct, IEqualityOperator
    {
        switch (x.DType)
        {
            case DType.String:
                Broadcast.Binary<byte[], byte[], bool, EqualityRow<byte[], Bytes, TOperator>>(x, y, z);
                break;
            case DType.Complex64:
                Broadcast.Binary<Complex64, Complex64, bool, EqualityRow<Complex64, Complexes64, TOperator>>(x, y, z);
                break;
            case DType.Complex128:
                Broadcast.Binary<Complex, Complex, bool, EqualityRow<Complex, Complexes, TOperator>>(x, y, z);
                break;
            default:
                Compare<TOperator>(x, y, z);
                break;
        }
    }

    private readonly struct CompareAction<TOperator>(Tensor x, Tensor y, Tensor z) : INumberAction
        where TOperator : struct, IComparisonOperator
    {
        public void Invoke<T>()
            where T : unmanaged, INumber<T> =>
            Broadcast.Binary<T, T, bool, ComparisonRow<T, TOperator>>(x, y, z);

        public void InvokeNarrow<T, TFormat>()
            where T : unmanaged
            where TFormat : struct, INarrowFormat<T> =>
            Broadcast.Binary<T, T, bool, WidenedBinaryRow<T, TFormat, bool, ComparisonRow<float, TOperator>>>(x, y, z);
    }

    private interface IEquality<T>
    {
        static abstract bool AreEqual(T x, T y);
    }

    private readonly struct Bytes : IEquality<byte[]>
    {
        public static bool AreEqual(byte[] x, byte[] y) => x.AsSpan().SequenceEqual(y);
    }

    private readonly struct Complexes64 : IEquality<Complex64>
    {
        public static bool AreEqual(Complex64 x, Complex64 y) => x.Real == y.Real && x.Imaginary == y.Imaginary;
    }

    private readonly struct Complexes : IEquality<Complex>
    {
        public static bool AreEqual(Complex x, Complex y) => x.Real == y.Real && x.Imaginary == y.Imaginary;
    }

    private readonly struct EqualityRow<T, TEquality, TOperator> : IBinaryRow<T, T, bool>
        where TEquality : struct, IEquality<T>
        where TOperator : struct, IEqualityOperator
    {
        public static void Invoke(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<bool> z)
        {
            var (xStep, yStep) = (x.Length == 1 ? 0 : 1, y.Length == 1 ? 0 : 1);
            for (int i = 0, ix = 0, iy = 0; i < z.Length; i++, ix += xStep, iy += yStep)
                z[i] = TOperator.Answer(TEquality.AreEqual(x[ix], y[iy]));
        }
    }
}
