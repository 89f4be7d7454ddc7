using System.Numerics;
using System.Runtime.CompilerServices;

namespace GraphRun.Kernels;

internal static partial class VectorMath
{
    private const double SmallestNormalDouble = 2.2250738585072014e-308;

    /// <summary>The natural logarithm within 1 ulp; -∞ at 0, NaN below.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Log(Vector<double> x)
    {
        var isSubnormal = Vector.LessThan(x, Vector.Create(SmallestNormalDouble));
        var scaled = Pick(isSubnormal, x * Vector.Create(18014398509481984d), x);
        var f = SplitExponent(scaled, out var n);
        var result = LogOfParts(f, n - Pick(isSubnormal, Vector.Create(54d), Vector<double>.Zero), Vector<double>.Zero);
        return LogAtEnds(x, result);
    }

    /// <summary><c>log(1 + x)</c> within 1 ulp, however near 0; -∞ at -1, NaN below.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Log1P(Vector<double> x)
    {
        var sum = TwoSum(Vector<double>.One, x, out var error);
        var f = SplitExponent(sum, out var n);
        var result = LogAtEnds(sum, LogOfParts(f, n, error / sum));
        return Pick(Vector.LessThan(Vector.Abs(x), Vector.Create(1e-16)), x, result);
    }

    /// <summary><c>log(1 + e^x)</c> within 2 ulp, however small.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Softplus(Vector<double> x)
    {
        var positive = Pick(Vector.LessThanOrEqual(x, Vector<double>.Zero), Vector<double>.Zero, x);
        return OfNumber(x, positive + Log1P(Exp(-Vector.Abs(x))));
    }

    /// <summary>The inverse hyperbolic sine within 3 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Asinh(Vector<double> x)
    {
        // log(a + sqrt(a² + 1)) = log1p(a + a² / (1 + sqrt(a² + 1))); beyond 1e18 it is log(2a).
        var magnitude = Vector.Abs(x);
        var isLarge = Vector.GreaterThan(magnitude, Vector.Create(1e18));
        var square = magnitude * magnitude;
        var small = magnitude + square / (Vector<double>.One + Vector.SquareRoot(square + Vector<double>.One));
        var result = Log1P(Pick(isLarge, magnitude, small)) + Pick(isLarge, Vector.Create(0.6931471805599453), Vector<double>.Zero);
        return Pick(Vector.LessThan(magnitude, Vector.Create(1e-8)), x, WithSignOf(result, x));
    }

    /// <summary>The inverse hyperbolic cosine within 3 ulp; NaN below 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Acosh(Vector<double> x)
    {
        // With t = x - 1: log1p(t + sqrt(2t + t²)); beyond 1e18 it is log(2x).
        var isLarge = Vector.GreaterThan(x, Vector.Create(1e18));
        var t = x - Vector<double>.One;
        var small = t + Vector.SquareRoot(Fma(t, t, t + t));
        var result = Log1P(Pick(isLarge, x, small)) + Pick(isLarge, Vector.Create(0.6931471805599453), Vector<double>.Zero);
        return Pick(Vector.LessThan(x, Vector<double>.One), Vector.Create(double.NaN), result);
    }

    /// <summary>The inverse hyperbolic tangent within 2 ulp; ±∞ at ±1, NaN beyond.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Atanh(Vector<double> x)
    {
        var magnitude = Vector.Abs(x);
        var twice = magnitude + magnitude;
        var y = Fma(twice, magnitude / (Vector<double>.One - magnitude), twice);
        var result = Vector.Create(0.5) * Log1P(y);
        result = Pick(Vector.Equals(magnitude, Vector<double>.One), Vector.Create(double.PositiveInfinity), result);
        result = Pick(Vector.GreaterThan(magnitude, Vector<double>.One), Vector.Create(double.NaN), result);
        return Pick(Vector.LessThan(magnitude, Vector.Create(1e-8)), x, WithSignOf(result, x));
    }

    /// <summary>Puts right what the formula makes of numbers that are not finite and above 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> LogAtEnds(Vector<double> x, Vector<double> result)
    {
        var isOrdinary = Vector.GreaterThan(x, Vector<double>.Zero) & Vector.LessThan(x, Vector.Create(double.PositiveInfinity));
        var isZero = Vector.Equals(x, Vector<double>.Zero);
        var isInfinite = Vector.Equals(x, Vector.Create(double.PositiveInfinity));
        var special = Pick(isInfinite, x, Pick(isZero, Vector.Create(double.NegativeInfinity), Vector.Create(double.NaN)));
        return Pick(isOrdinary, result, special);
    }

    /// <summary><c>x = 2^n (1 + f)</c> for normal x above 0, with 1 + f from sqrt(1/2) to sqrt(2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> SplitExponent(Vector<double> x, out Vector<double> n)
    {
        const long root = 0x3FE6A09E667F3BCD;
        var bits = Vector.AsVectorInt64(x) + Vector.Create(0x3FF0000000000000 - root);

        // The exponent becomes the lowest bits of 2^52, from which a subtraction leaves it as a float.
        n = Vector.AsVectorDouble((bits >>> 52) | Vector.Create(0x4330000000000000)) - Vector.Create(4503599627370496d + 1023d);
        return Vector.AsVectorDouble((bits & Vector.Create(0x000FFFFFFFFFFFFF)) + Vector.Create(root)) - Vector<double>.One;
    }

    /// <summary><c>log(1 + f) + n ln 2 + rest</c>: log(1 + f) is 2 atanh(f / (2 + f)), its first terms taken as f - f²/2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> LogOfParts(Vector<double> f, Vector<double> n, Vector<double> rest)
    {
        var s = f / (Vector.Create(2d) + f);
        var z = s * s;
        var p = Fma(Vector.Create(0.1461706549099746), z, 0.1533167449208131);
        p = Fma(p, z, 0.18182890401367427);
        p = Fma(p, z, 0.2222221112086998);
        p = Fma(p, z, 0.28571428626014789);
        p = Fma(p, z, 0.39999999999899688);
        p = Fma(p, z, 0.66666666666666696);
        var halfSquare = Vector.Create(0.5) * f * f;
        var tail = Fma(s, Fma(p, z, halfSquare), Fma(n, Vector.Create(2.3190468138462996e-17), rest));
        return Fma(n, Vector.Create(0.6931471805599453), f - (halfSquare - tail));
    }
}
