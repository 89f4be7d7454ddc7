using System.Numerics;
using System.Runtime.CompilerServices;

namespace GraphRun.Kernels;

internal static partial class VectorMath
{
    /// <summary><c>x^y</c> within 0.51 ulp, computed in double, with C's special cases.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Pow(Vector<float> x, Vector<float> y)
    {
        Vector.Widen(Vector.Abs(x), out var xLow, out var xHigh);
        Vector.Widen(y, out var yLow, out var yHigh);
        var power = Vector.Narrow(PowOfSingles(xLow, yLow), PowOfSingles(xHigh, yHigh));
        if (AreOrdinary(x, y, Vector.Create(float.PositiveInfinity)))
            return power;
        var whole = Vector.Round(y);
        var isOdd = Vector.Equals<float>(whole, y) & ~Vector.Equals<float>(Vector.Round(y * Vector.Create(0.5f)) * Vector.Create(2f), y);
        return PowAtEnds(x, y, power, Vector.Equals<float>(whole, y), isOdd, Vector.Create(float.PositiveInfinity));
    }

    /// <summary><c>x^y</c> within 1 ulp, the logarithm being carried to 65 bits, with C's special cases.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Pow(Vector<double> x, Vector<double> y)
    {
        var high = LogOfMagnitude(Vector.Abs(x), out var low);
        var product = y * high;
        var productRest = Fma(y, high, -product) + y * low;
        var isBounded = Vector.LessThan(Vector.Abs(product), Vector.Create(800d));
        var n = ReduceByLn2(AtLeast(AtMost(product, 710d), -746d), out var r, out var rest);
        var power = Scale(ExpOfReduced(r, rest + Pick(isBounded, productRest, Vector<double>.Zero)), n);
        if (AreOrdinary(x, y, Vector.Create(double.PositiveInfinity)))
            return power;
        var whole = Vector.Round(y);
        var isOdd = Vector.Equals<double>(whole, y) & ~Vector.Equals<double>(Vector.Round(y * Vector.Create(0.5)) * Vector.Create(2d), y);
        return PowAtEnds(x, y, power, Vector.Equals<double>(whole, y), isOdd, Vector.Create(double.PositiveInfinity));
    }

    /// <summary>For numbers that were float32 and are never subnormal here: shorter polynomials, whose error is far below theirs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> PowOfSingles(Vector<double> x, Vector<double> y)
    {
        var f = SplitExponent(x, out var exponent);
        var s = f / (f + Vector.Create(2d));
        var z = s * s;
        var p = Fma(Vector.Create(0.19363677068812910), z, 0.22191344541484373);
        p = Fma(p, z, 0.28571755498421386);
        p = Fma(p, z, 0.39999998792093564);
        p = Fma(p, z, 0.66666666667379504);
        var logarithm = Fma(exponent, Vector.Create(0.6931471805599453), s * Fma(p, z, 2d));

        // From -120 to 100: as a float32 the power is 0 or infinite beyond.
        var product = AtLeast(AtMost(y * logarithm, 100d), -120d);
        var n = Fma(product, Vector.Create(1.4426950408889634), RoundingDouble) - Vector.Create(RoundingDouble);
        var r = Fma(n, Vector.Create(-0.6931471805599453), product);
        var q = Fma(Vector.Create(1.9790343963203892e-4), r, 1.3944657008761725e-3);
        q = Fma(q, r, 8.3334970592682418e-3);
        q = Fma(q, r, 4.1666294981993583e-2);
        q = Fma(q, r, 0.16666665869048969);
        q = Fma(q, r, 0.50000000676727173);
        q = Fma(q, r, 1d);
        return Fma(q, r, 1d) * PowerOfTwo(n);
    }

    /// <summary>The natural logarithm of numbers above 0 in two doubles.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> LogOfMagnitude(Vector<double> x, out Vector<double> low)
    {
        var isSubnormal = Vector.LessThan(x, Vector.Create(SmallestNormalDouble));
        var f = SplitExponent(Pick(isSubnormal, x * Vector.Create(18014398509481984d), x), out var n);
        n -= Pick(isSubnormal, Vector.Create(54d), Vector<double>.Zero);

        // log(1 + f) = 2 s (1 + w) with s = f / (2 + f), z = s², w = z (1/3 + z/5 + ...): s, z, w and the sum in two doubles each.
        var denominator = f + Vector.Create(2d);
        var denominatorRest = f - (denominator - Vector.Create(2d));
        var s = f / denominator;
        var sRest = (Fma(-s, denominator, f) - s * denominatorRest) / denominator;
        var z = s * s;
        var zRest = Fma(s, s, -z) + Vector.Create(2d) * s * sRest;
        var t = z * PowSeries(z);
        var c = Vector.Create(0.3333333333333333) + t;
        var cRest = Vector.Create(0.3333333333333333) - c + t + Vector.Create(1.850371707708594e-17);
        var w = z * c;
        var wRest = Fma(z, c, -w) + Fma(z, cRest, zRest * c);
        var twice = s + s;
        var product = twice * w;
        var productRest = Fma(twice, w, -product) + Fma(twice, wRest, (sRest + sRest) * (Vector<double>.One + w));

        // The first part of ln 2 has 32 zeros at its end, so that its product with n is exact.
        var sum = TwoSum(n * Vector.Create(0.69314718036912381649), twice, out var error);
        sum = TwoSum(sum, product, out var secondError);
        var rest = error + secondError + Fma(n, Vector.Create(1.9082149292705877e-10), productRest);
        var high = sum + rest;
        low = (sum - high) + rest;
        return high;
    }

    /// <summary><c>(3 atanh(s)/s - 3 - s²) / (3 s⁴)</c> of z = s²: 1/5 + z/7 + z²/9 + ...</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> PowSeries(Vector<double> z)
    {
        var p = Fma(Vector.Create(5.792999272807309e-2), z, 5.860691920758263e-2);
        p = Fma(p, z, 6.667067858442653e-2);
        p = Fma(p, z, 7.692305003380745e-2);
        p = Fma(p, z, 9.090909077117747e-2);
        p = Fma(p, z, 0.11111111111387739);
        p = Fma(p, z, 0.14285714285713158);
        return Fma(p, z, 0.20000000000000001);
    }

    /// <summary>Whether the formula alone is right: every x above 0 and finite, every y finite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AreOrdinary<T>(Vector<T> x, Vector<T> y, Vector<T> infinity) =>
        Vector.GreaterThanAll(x, Vector<T>.Zero) && Vector.LessThanAll(x, infinity) && Vector.LessThanAll(Vector.Abs(y), infinity);

    /// <summary>Puts right what exponentials and logarithms make of zeros, infinities and negative numbers (C99 F.9.4.4).</summary>
    private static Vector<T> PowAtEnds<T>(Vector<T> x, Vector<T> y, Vector<T> power, Vector<T> isWhole, Vector<T> isOdd, Vector<T> infinity)
    {
        var (magnitude, yMagnitude) = (Vector.Abs(x), Vector.Abs(y));
        var isExtreme = Vector.Equals(magnitude, Vector<T>.Zero) | Vector.Equals(magnitude, infinity) | Vector.Equals(yMagnitude, infinity);
        var isGrowing = ~(Vector.GreaterThan(magnitude, Vector<T>.One) ^ Vector.GreaterThan(y, Vector<T>.Zero));
        var result = Vector.ConditionalSelect(isExtreme, infinity & isGrowing, power);

        // Below 0 whole exponents give a sign, others no number; a zero or infinity takes them all.
        var isNegative = Vector.IsNegative(x);
        result = Vector.ConditionalSelect(isNegative & isOdd, -result, result);
        result = Vector.ConditionalSelect(isNegative & ~isExtreme & ~isWhole, infinity - infinity, result);
        result = Vector.ConditionalSelect(Vector.Equals(x, x) & Vector.Equals(y, y), result, x + y);
        var isOne = Vector.Equals(x, Vector<T>.One)
            | Vector.Equals(y, Vector<T>.Zero)
            | (Vector.Equals(magnitude, Vector<T>.One) & Vector.Equals(yMagnitude, infinity));
        return Vector.ConditionalSelect(isOne, Vector<T>.One, result);
    }
}
