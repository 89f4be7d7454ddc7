using System.Numerics;
using System.Runtime.CompilerServices;

namespace GraphRun.Kernels;

internal static partial class VectorMath
{
    /// <summary>
    /// The logarithm of |Γ(x)| within 6 ulp for x above 0; below, the error is 6 ulp of the larger of 1 and the result. +∞ at the poles.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Lgamma(Vector<double> x)
    {
        var magnitude = Vector.Abs(x);
        var isNegative = Vector.LessThan(x, Vector<double>.Zero);
        var positive = LgammaOfPositive(magnitude);

        // Γ(-x) = -pi / (x sin(pi x) Γ(x)), which next to 0 is -1/x, as Γ(x) is 1/x.
        var reflected = Log(Vector.Create(2 * HalfPi) / (magnitude * Vector.Abs(SinPi(x)))) - positive;
        var result = Pick(isNegative & Vector.GreaterThan(magnitude, Vector.Create(1e-17)), reflected, positive);
        var isPole = Vector.LessThanOrEqual(x, Vector<double>.Zero) & Vector.Equals(x, Vector.Floor(x));
        var isInfinite = Vector.Equals(magnitude, Vector.Create(double.PositiveInfinity));
        return Pick(isPole | isInfinite, Vector.Create(double.PositiveInfinity), result);
    }

    /// <summary>
    /// The logarithmic derivative of Γ within 5 ulp for x above 0; below, the error is 5 ulp of the largest term. NaN at 0 and the
    /// negative whole numbers.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Digamma(Vector<double> x)
    {
        // ψ(x) = ψ(1 - x) - pi / tan(pi x).
        var isNegative = Vector.LessThan(x, Vector<double>.Zero);
        var positive = DigammaOfPositive(Pick(isNegative, Vector<double>.One - x, x));
        var turn = Vector.Create(2 * HalfPi) * (CosPi(x) / SinPi(x));
        var result = Pick(isNegative, positive - turn, positive);
        var isPole = Vector.LessThanOrEqual(x, Vector<double>.Zero) & Vector.Equals(x, Vector.Floor(x));
        return Pick(isPole, Vector.Create(double.NaN), result);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> LgammaOfPositive(Vector<double> x)
    {
        // Brought to y from 1.5 to 2.5 by Γ(x + 1) = x Γ(x): the factors gather in a product, divided out below and multiplied above.
        // Of y only the distance from 2 is needed, which is exact.
        var isLow = Vector.LessThan(x, Vector.Create(0.5));
        var isBelow = Vector.LessThan(x, Vector.Create(1.5));
        var y = Pick(isBelow, Vector.Create(2d), x);
        var product = Pick(isLow, x * (x + Vector<double>.One), Pick(isBelow, x, Vector<double>.One));
        for (var step = 0; step < 6; step++)
        {
            var isAbove = Vector.GreaterThan(y, Vector.Create(2.5));
            y = Pick(isAbove, y - Vector<double>.One, y);
            product = Pick(isAbove, product * y, product);
        }

        var logarithm = Log(Pick(Vector.GreaterThan(x, Vector.Create(8d)), x, product));
        var distance = Pick(isLow, x, Pick(isBelow, x - Vector<double>.One, AtMost(y, 3d) - Vector.Create(2d)));
        var near = LgammaNearTwo(distance) + Pick(isBelow, -logarithm, logarithm);
        return Pick(Vector.GreaterThan(x, Vector.Create(8d)), Stirling(x, logarithm), near);
    }

    /// <summary><c>log Γ(2 + u)</c> for u within 1/2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> LgammaNearTwo(Vector<double> u)
    {
        var p = Fma(Vector.Create(6.386654440572362e-8), u, -1.3428737824298504e-7);
        p = Fma(p, u, 2.0296715259306162e-7);
        p = Fma(p, u, -4.3018655504476666e-7);
        p = Fma(p, u, 9.579020676649219e-7);
        p = Fma(p, u, -2.0449949237881817e-6);
        p = Fma(p, u, 4.374366441070528e-6);
        p = Fma(p, u, -9.438440979711858e-6);
        p = Fma(p, u, 2.0507268582346947e-5);
        p = Fma(p, u, -4.4926353544419045e-5);
        p = Fma(p, u, 9.945750900512298e-5);
        p = Fma(p, u, -2.231547505489768e-4);
        p = Fma(p, u, 5.096695248895186e-4);
        p = Fma(p, u, -1.1927539120098305e-3);
        p = Fma(p, u, 2.890510330738643e-3);
        p = Fma(p, u, -7.385551028667957e-3);
        p = Fma(p, u, 2.058080842778457e-2);
        p = Fma(p, u, -6.735230105319814e-2);
        p = Fma(p, u, 0.3224670334241132);
        return u * Fma(p, u, 0.42278433509846713);
    }

    /// <summary>Stirling's series from 8 on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Stirling(Vector<double> x, Vector<double> logarithm)
    {
        var reciprocal = Vector<double>.One / x;
        var z = reciprocal * reciprocal;
        var p = Fma(Vector.Create(-2.0855820837463117e-2), z, 6.2081367662297935e-3);
        p = Fma(p, z, -1.914965912162907e-3);
        p = Fma(p, z, 8.417325268022405e-4);
        p = Fma(p, z, -5.952380234291254e-4);
        p = Fma(p, z, 7.936507935117282e-4);
        p = Fma(p, z, -2.7777777777776747e-3);
        p = Fma(p, z, 8.333333333333333e-2);
        var half = Vector.Create(0.5);
        return Fma(x - half, logarithm - Vector<double>.One, Fma(p, reciprocal, 0.9189385332046728 - 0.5));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> DigammaOfPositive(Vector<double> x)
    {
        // Brought to y from 1 to 2 by ψ(x + 1) = ψ(x) + 1/x, the reciprocals gathered as one fraction.
        var isBelow = Vector.LessThan(x, Vector<double>.One);
        var y = Pick(isBelow, x + Vector<double>.One, x);
        var numerator = Pick(isBelow, -Vector<double>.One, Vector<double>.Zero);
        var denominator = Pick(isBelow, x, Vector<double>.One);
        for (var step = 0; step < 6; step++)
        {
            var isAbove = Vector.GreaterThan(y, Vector.Create(2d));
            y = Pick(isAbove, y - Vector<double>.One, y);
            numerator = Pick(isAbove, Fma(numerator, y, denominator), numerator);
            denominator = Pick(isAbove, denominator * y, denominator);
        }

        var near = DigammaNearRoot(AtMost(y, 2d)) + numerator / denominator;
        return Pick(Vector.GreaterThan(x, Vector.Create(8d)), DigammaOfLarge(x), near);
    }

    /// <summary>ψ from 1 to 2: the distance from its root times a polynomial.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> DigammaNearRoot(Vector<double> x)
    {
        var u = x - Vector.Create(1.5);
        var p = Fma(Vector.Create(-1.7358585566624218e-4), u, 2.603796785350146e-4);
        p = Fma(p, u, -1.5093552762279793e-4);
        p = Fma(p, u, 2.2640765401537019e-4);
        p = Fma(p, u, -4.8247611097490577e-4);
        p = Fma(p, u, 7.237422152929382e-4);
        p = Fma(p, u, -1.037560443081914e-3);
        p = Fma(p, u, 1.5565162971733493e-3);
        p = Fma(p, u, -2.345280505519507e-3);
        p = Fma(p, u, 3.5190257109930633e-3);
        p = Fma(p, u, -5.279963546307308e-3);
        p = Fma(p, u, 7.92694265597631e-3);
        p = Fma(p, u, -1.1908218084438935e-2);
        p = Fma(p, u, 1.7907252563756783e-2);
        p = Fma(p, u, -2.697579675318211e-2);
        p = Fma(p, u, 4.076083380798653e-2);
        p = Fma(p, u, -6.1922133273117734e-2);
        p = Fma(p, u, 9.498872445502102e-2);
        p = Fma(p, u, -0.14840492305390848);
        p = Fma(p, u, 0.24054248424077365);
        p = Fma(p, u, -0.4236274212814605);
        p = Fma(p, u, 0.951055876031833);
        return (x - Vector.Create(1.4616321449683622) - Vector.Create(9.549995429965697e-17)) * p;
    }

    /// <summary>The asymptotic series of ψ from 8 on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> DigammaOfLarge(Vector<double> x)
    {
        var reciprocal = Vector<double>.One / x;
        var z = reciprocal * reciprocal;
        var p = Fma(Vector.Create(-0.299425370626735), z, 8.002337465397756e-2);
        p = Fma(p, z, -2.105106090804774e-2);
        p = Fma(p, z, 7.575459920369176e-3);
        p = Fma(p, z, -4.166665501516725e-3);
        p = Fma(p, z, 3.968253965999701e-3);
        p = Fma(p, z, -8.333333333331664e-3);
        p = Fma(p, z, 8.333333333333333e-2);
        return Log(x) - Fma(p, z, Vector.Create(0.5) * reciprocal);
    }

    /// <summary><c>sin(pi x)</c>, exactly 0 at whole numbers; large x are whole.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> SinPi(Vector<double> x)
    {
        var nearest = Vector.Round(x);
        var isOdd = ~Vector.Equals(Vector.Round(nearest * Vector.Create(0.5)) * Vector.Create(2d), nearest);
        var r = x - nearest;
        var z = r * r;
        var p = Fma(Vector.Create(-2.228371216069697e-8), z, 7.94853903737232e-7);
        p = Fma(p, z, -2.1915250301851375e-5);
        p = Fma(p, z, 4.663027874593273e-4);
        p = Fma(p, z, -7.370430943702136e-3);
        p = Fma(p, z, 8.214588661099356e-2);
        p = Fma(p, z, -0.5992645293207869);
        p = Fma(p, z, 2.5501640398773455);
        p = Fma(p, z, -5.16771278004997);
        p = Fma(p, z, 3.141592653589793);
        return Pick(isOdd, -(r * p), r * p);
    }

    /// <summary><c>cos(pi x)</c></summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> CosPi(Vector<double> x)
    {
        // One quarter of a turn on, seen from the nearest whole number so that nothing is lost.
        var r = x - Vector.Round(x);
        var magnitude = SinPi(Vector.Create(0.5) - Vector.Abs(r));
        var isOdd = ~Vector.Equals(Vector.Round(Vector.Round(x) * Vector.Create(0.5)) * Vector.Create(2d), Vector.Round(x));
        return Pick(isOdd, -magnitude, magnitude);
    }
}
