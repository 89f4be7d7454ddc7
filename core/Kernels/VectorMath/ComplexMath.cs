using System.Numerics;

namespace GraphRun.Kernels;

/// <summary>
/// Functions of complex numbers, composed of the vector formulas for real ones so that they, too, have the same bits everywhere.
/// Principal values; the cuts are those of C99.
/// </summary>
internal static class ComplexMath
{
    /// <summary><c>|x|</c> without overflow on the way.</summary>
    public static double Abs(Complex x)
    {
        var (re, im) = (Math.Abs(x.Real), Math.Abs(x.Imaginary));
        if (double.IsInfinity(re) || double.IsInfinity(im))
            return double.PositiveInfinity;
        var (large, small) = re > im ? (re, im) : (im, re);
        if (large == 0)
            return large;
        var ratio = small / large;
        return large * Math.Sqrt(Math.FusedMultiplyAdd(ratio, ratio, 1));
    }

    /// <summary>The angle from -pi to pi.</summary>
    public static double Angle(Complex x) => VectorMath.Atan2(Vector.Create(x.Imaginary), Vector.Create(x.Real))[0];

    public static Complex Exp(Complex x)
    {
        var size = VectorMath.Exp(Vector.Create(x.Real))[0];
        return x.Imaginary == 0 ? new(size, x.Imaginary) : new(size * Cos(x.Imaginary), size * Sin(x.Imaginary));
    }

    public static Complex ExpM1(Complex x)
    {
        // e^a cos b - 1 = (e^a - 1) cos b - 2 sin²(b/2)
        var half = Sin(x.Imaginary / 2);
        var size = VectorMath.ExpM1(Vector.Create(x.Real))[0];
        return new(size * Cos(x.Imaginary) - 2 * half * half, (size + 1) * Sin(x.Imaginary));
    }

    public static Complex Log(Complex x) => new(VectorMath.Log(Vector.Create(Abs(x)))[0], Angle(x));

    public static Complex Log1P(Complex x)
    {
        // |1 + x|² = 1 + (2 + a) a + b²
        var square = Math.FusedMultiplyAdd(2 + x.Real, x.Real, x.Imaginary * x.Imaginary);
        return Math.Abs(square) < 0.5
            ? new(0.5 * VectorMath.Log1P(Vector.Create(square))[0], Angle(1 + x))
            : Log(1 + x);
    }

    /// <summary>The root with a real part of at least 0.</summary>
    public static Complex Sqrt(Complex x)
    {
        if (x == Complex.Zero)
            return x;
        var half = Math.Sqrt((Math.Abs(x.Real) + Abs(x)) / 2);
        var other = Math.Abs(x.Imaginary) / (2 * half);
        return x.Real >= 0
            ? new(half, Math.CopySign(other, x.Imaginary))
            : new(other, Math.CopySign(half, x.Imaginary));
    }

    /// <summary><c>e^(y log x)</c>; 1 where y is 0, and 0 where x alone is.</summary>
    public static Complex Pow(Complex x, Complex y)
    {
        if (y == Complex.Zero)
            return Complex.One;
        return x == Complex.Zero ? Complex.Zero : Exp(y * Log(x));
    }

    public static Complex Sinh(Complex x)
    {
        var (sinh, cosh) = Hyperbolic(x.Real);
        return new(sinh * Cos(x.Imaginary), cosh * Sin(x.Imaginary));
    }

    public static Complex Cosh(Complex x)
    {
        var (sinh, cosh) = Hyperbolic(x.Real);
        return new(cosh * Cos(x.Imaginary), sinh * Sin(x.Imaginary));
    }

    public static Complex Tanh(Complex x)
    {
        // (sinh a cosh a + i sin b cos b) / (sinh² a + cos² b); beyond 20 it is ±1 to the last bit.
        if (Math.Abs(x.Real) > 20)
            return new(Math.CopySign(1, x.Real), 0);
        var (sinh, cosh) = Hyperbolic(x.Real);
        var (sine, cosine) = (Sin(x.Imaginary), Cos(x.Imaginary));
        var scale = Math.FusedMultiplyAdd(sinh, sinh, cosine * cosine);
        return new(sinh * cosh / scale, sine * cosine / scale);
    }

    public static Complex Asinh(Complex x) => Log(x + Sqrt(x * x + 1));

    public static Complex Acosh(Complex x) => Log(x + Sqrt(x + 1) * Sqrt(x - 1));

    public static Complex Atanh(Complex x) => (Log1P(x) - Log1P(-x)) / 2;

    public static Complex Sin(Complex x) => TurnBack(Sinh(Turn(x)));

    public static Complex Cos(Complex x) => Cosh(Turn(x));

    public static Complex Tan(Complex x) => TurnBack(Tanh(Turn(x)));

    public static Complex Asin(Complex x) => TurnBack(Asinh(Turn(x)));

    public static Complex Acos(Complex x) => Math.PI / 2 - Asin(x);

    public static Complex Atan(Complex x) => TurnBack(Atanh(Turn(x)));

    private static double Cos(double x) => VectorMath.Cos(Vector.Create(x))[0];

    private static double Sin(double x) => VectorMath.Sin(Vector.Create(x))[0];

    private static (double Sinh, double Cosh) Hyperbolic(double x) =>
        (VectorMath.Sinh(Vector.Create(x))[0], VectorMath.Cosh(Vector.Create(x))[0]);

    /// <summary><c>i x</c>: the trigonometric functions of x are the hyperbolic ones of this, divided by i.</summary>
    private static Complex Turn(Complex x) => new(-x.Imaginary, x.Real);

    /// <summary><c>x / i</c></summary>
    private static Complex TurnBack(Complex x) => new(x.Imaginary, -x.Real);
}
