using System.Numerics;
using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>(a + bi)(c + di) = (ac - bd) + (ad + bc)i, each operation rounded. Complex numbers have no vector form.</summary>
internal readonly struct Complex64Product : IReduction<Complex64>
{
    public static Complex64 Identity => new(1, 0);

    public static Complex64 Combine(Complex64 left, Complex64 right) => new(
        left.Real * right.Real - left.Imaginary * right.Imaginary,
        left.Real * right.Imaginary + left.Imaginary * right.Real);

    public static Vector<Complex64> Combine(Vector<Complex64> left, Vector<Complex64> right) => throw new NotSupportedException();
}

/// <inheritdoc cref="Complex64Product"/>
internal readonly struct Complex128Product : IReduction<Complex>
{
    public static Complex Identity => Complex.One;

    public static Complex Combine(Complex left, Complex right) => new(
        left.Real * right.Real - left.Imaginary * right.Imaginary,
        left.Real * right.Imaginary + left.Imaginary * right.Real);

    public static Vector<Complex> Combine(Vector<Complex> left, Vector<Complex> right) => throw new NotSupportedException();
}
