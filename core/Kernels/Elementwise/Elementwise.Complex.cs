using System.Numerics;
using GraphRun.Tensors;

namespace GraphRun.Kernels;

internal static partial class Elementwise
{
    /// <summary><c>z[i] = op(x[i])</c> for complex64 and complex128.</summary>
    public static void UnaryComplex<TOperator>(Tensor x, Tensor z)
        where TOperator : struct, IUnaryComplexOperator
    {
        if (x.DType == DType.Complex64)
            Broadcast.Unary<Complex64, Complex64, Complex64Row<TOperator>>(x, z);
        else
            Broadcast.Unary<Complex, Complex, Complex128Row<TOperator>>(x, z);
    }

    /// <summary><c>z = op(x, y)</c> with broadcasting, for complex64 and complex128.</summary>
    public static void BinaryComplex<TOperator>(Tensor x, Tensor y, Tensor z)
        where TOperator : struct, IBinaryComplexOperator
    {
        if (x.DType == DType.Complex64)
            Broadcast.Binary<Complex64, Complex64, Complex64, Complex64BinaryRow<TOperator>>(x, y, z);
        else
            Broadcast.Binary<Complex, Complex, Complex, Complex128BinaryRow<TOperator>>(x, y, z);
    }

    /// <summary><c>z[i] = op(x[i])</c> for integers, floats and complex numbers.</summary>
    public static void UnaryNumber<TOperator>(Tensor x, Tensor z)
        where TOperator : struct, IUnaryOperator, IUnaryComplexOperator
    {
        if (x.DType.IsComplex())
            UnaryComplex<TOperator>(x, z);
        else
            Unary<TOperator>(x, z);
    }

    /// <summary><c>z = op(x, y)</c> with broadcasting, for integers, floats and complex numbers.</summary>
    public static void BinaryNumber<TOperator>(Tensor x, Tensor y, Tensor z)
        where TOperator : struct, IBinaryOperator, IBinaryComplexOperator
    {
        if (x.DType.IsComplex())
            BinaryComplex<TOperator>(x, y, z);
        else
            Binary<TOperator>(x, y, z);
    }

    /// <summary><c>z[i] = op(x[i])</c> for floats and complex numbers.</summary>
    public static void UnaryInexact<TOperator>(Tensor x, Tensor z)
        where TOperator : struct, IUnaryFloatingOperator, IUnaryComplexOperator
    {
        if (x.DType.IsComplex())
            UnaryComplex<TOperator>(x, z);
        else
            UnaryFloating<TOperator>(x, z);
    }

    /// <summary><c>z = op(x, y)</c> with broadcasting, for floats and complex numbers.</summary>
    public static void BinaryInexact<TOperator>(Tensor x, Tensor y, Tensor z)
        where TOperator : struct, IBinaryFloatingOperator, IBinaryComplexOperator
    {
        if (x.DType.IsComplex())
            BinaryComplex<TOperator>(x, y, z);
        else
            BinaryFloating<TOperator>(x, y, z);
    }

    private readonly struct Complex64Row<TOperator> : IUnaryRow<Complex64, Complex64>
        where TOperator : struct, IUnaryComplexOperator
    {
        public static void Invoke(ReadOnlySpan<Complex64> x, Span<Complex64> z)
        {
            for (var i = 0; i < z.Length; i++)
                z[i] = (Complex64)TOperator.Invoke(x[i]);
        }
    }

    private readonly struct Complex128Row<TOperator> : IUnaryRow<Complex, Complex>
        where TOperator : struct, IUnaryComplexOperator
    {
        public static void Invoke(ReadOnlySpan<Complex> x, Span<Complex> z)
        {
            for (var i = 0; i < z.Length; i++)
                z[i] = TOperator.Invoke(x[i]);
        }
    }

    private readonly struct Complex64BinaryRow<TOperator> : IBinaryRow<Complex64, Complex64, Complex64>
        where TOperator : struct, IBinaryComplexOperator
    {
        public static void Invoke(ReadOnlySpan<Complex64> x, ReadOnlySpan<Complex64> y, Span<Complex64> z)
        {
            var (xStep, yStep) = (x.Length == 1 ? 0 : 1, y.Length == 1 ? 0 : 1);
            for (int i = 0, ix = 0, iy = 0; i < z.Length; i++, ix += xStep, iy += yStep)
                z[i] = (Complex64)TOperator.Invoke(x[ix], y[iy]);
        }
    }

    private readonly struct Complex128BinaryRow<TOperator> : IBinaryRow<Complex, Complex, Complex>
        where TOperator : struct, IBinaryComplexOperator
    {
        public static void Invoke(ReadOnlySpan<Complex> x, ReadOnlySpan<Complex> y, Span<Complex> z)
        {
            var (xStep, yStep) = (x.Length == 1 ? 0 : 1, y.Length == 1 ? 0 : 1);
            for (int i = 0, ix = 0, iy = 0; i < z.Length; i++, ix += xStep, iy += yStep)
                z[i] = TOperator.Invoke(x[ix], y[iy]);
        }
    }
}
