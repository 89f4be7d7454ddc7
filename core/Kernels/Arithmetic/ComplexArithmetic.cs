using System.Diagnostics;
using System.Numerics;
using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>The arithmetic of complex128. Complex numbers have no order.</summary>
internal readonly struct Complex128Arithmetic : IArithmetic<Complex>
{
    public static Complex Zero => Complex.Zero;

    public static Complex One => Complex.One;

    public static Complex Lowest => throw NoOrder();

    public static Complex Highest => throw NoOrder();

    public static Complex Add(Complex x, Complex y) => x + y;

    public static Complex Subtract(Complex x, Complex y) => x - y;

    public static Complex Multiply(Complex x, Complex y) => x * y;

    public static Complex Divide(Complex x, Complex y) => x / y;

    public static Complex Maximum(Complex x, Complex y) => throw NoOrder();

    public static Complex Minimum(Complex x, Complex y) => throw NoOrder();

    public static bool IsLess(Complex x, Complex y) => throw NoOrder();

    public static bool AreEqual(Complex x, Complex y) => x == y;

    public static Complex FromInteger(long value) => value;

    public static Complex SquareRoot(Complex value) => throw NoOrder();

    public static double ToDouble(Complex value) => throw NoOrder();

    internal static UnreachableException NoOrder() => new("op signatures keep complex numbers away from what needs an order");
}

/// <summary>The arithmetic of complex64: each part rounds to float32 after every operation.</summary>
internal readonly struct Complex64Arithmetic : IArithmetic<Complex64>
{
    public static Complex64 Zero => default;

    public static Complex64 One => new(1, 0);

    public static Complex64 Lowest => throw Complex128Arithmetic.NoOrder();

    public static Complex64 Highest => throw Complex128Arithmetic.NoOrder();

    public static Complex64 Add(Complex64 x, Complex64 y) => new(x.Real + y.Real, x.Imaginary + y.Imaginary);

    public static Complex64 Subtract(Complex64 x, Complex64 y) => new(x.Real - y.Real, x.Imaginary - y.Imaginary);

    public static Complex64 Multiply(Complex64 x, Complex64 y) => (Complex64)((Complex)x * y);

    public static Complex64 Divide(Complex64 x, Complex64 y) => (Complex64)((Complex)x / y);

    public static Complex64 Maximum(Complex64 x, Complex64 y) => throw Complex128Arithmetic.NoOrder();

    public static Complex64 Minimum(Complex64 x, Complex64 y) => throw Complex128Arithmetic.NoOrder();

    public static bool IsLess(Complex64 x, Complex64 y) => throw Complex128Arithmetic.NoOrder();

    public static bool AreEqual(Complex64 x, Complex64 y) => x.Real == y.Real && x.Imaginary == y.Imaginary;

    public static Complex64 FromInteger(long value) => new(value, 0);

    public static Complex64 SquareRoot(Complex64 value) => throw Complex128Arithmetic.NoOrder();

    public static double ToDouble(Complex64 value) => throw Complex128Arithmetic.NoOrder();
}
