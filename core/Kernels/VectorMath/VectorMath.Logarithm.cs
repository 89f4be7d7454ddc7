using System.Numerics;
using System.Runtime.CompilerServices;

namespace GraphRun.Kernels;

internal static partial class VectorMath
{
    /// <summary>The natural logarithm within 1 ulp; -∞ at 0, NaN below.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Log(Vector<float> x)
    {
        var isOrdinary = Vector.GreaterThanOrEqualAll(x, Vector.Create(1.17549435e-38f))
            && Vector.LessThanAll(x, Vector.Create(float.PositiveInfinity));
        return isOrdinary ? LogOfOrdinary(x, Vector<float>.Zero) : LogOfAny(x);
    }

    /// <summary><c>log(1 + e^x)</c> within 2 ulp, however small.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Softplus(Vector<float> x)
    {
        // max(x, 0) + log(1 + e), where 1 + e is halved when it exceeds 4/3.
        var e = ExpOfNegative(-Vector.Abs(x));
        var isLarge = Vector.GreaterThan(e, Vector.Create(0.333333343f));
        var f = Pick(isLarge, Fma(e, Vector.Create(0.5f), -0.5f), e);
        var n = Pick(isLarge, Vector<float>.One, Vector<float>.Zero);
        var positive = Pick(Vector.LessThanOrEqual(x, Vector<float>.Zero), Vector<float>.Zero, x);
        return OfNumber(x, positive + LogOfParts(f, n));
    }

    // Kept out of line: a vector with a zero, a subnormal, an infinity or NaN is rare.
    private static Vector<float> LogOfAny(Vector<float> x)
    {
        var isSubnormal = Vector.LessThan(x, Vector.Create(1.17549435e-38f));
        var scaled = Pick(isSubnormal, x * Vector.Create(8388608f), x);
        var result = LogOfOrdinary(scaled, Pick(isSubnormal, Vector.Create(-23f), Vector<float>.Zero));
        result = Pick(Vector.GreaterThan(x, Vector<float>.Zero), result, Vector.Create(float.NaN));
        result = Pick(Vector.Equals(x, Vector<float>.Zero), Vector.Create(float.NegativeInfinity), result);
        return Pick(Vector.Equals(x, Vector.Create(float.PositiveInfinity)), x, result);
    }

    /// <summary><c>log(x) + n ln 2</c> for finite normal x above 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> LogOfOrdinary(Vector<float> x, Vector<float> n)
    {
        // x = 2^k m with m from 2/3 to 4/3.
        var bits = Vector.AsVectorInt32(x) - Vector.Create(0x3F2AAAAB);
        var k = Vector.ConvertToSingle(bits >> 23);
        var m = Vector.AsVectorSingle((bits & Vector.Create(0x007FFFFF)) + Vector.Create(0x3F2AAAAB));
        return LogOfParts(m - Vector<float>.One, k + n);
    }

    /// <summary><c>log(1 + f) + n ln 2</c> for f within a third.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> LogOfParts(Vector<float> f, Vector<float> n)
    {
        var p = Fma(Vector.Create(-0.12893040478229522705f), f, 0.139869153499603271484f);
        p = Fma(p, f, -0.12183971703052520752f);
        p = Fma(p, f, 0.14005304872989654541f);
        p = Fma(p, f, -0.1668050587177276611f);
        p = Fma(p, f, 0.20010446012020111084f);
        p = Fma(p, f, -0.24999797344207763672f);
        p = Fma(p, f, 0.33333215117454528809f);
        p = Fma(p, f, -0.5f);
        var tail = Fma(n, Vector.Create(-1.90465430e-9f), p * (f * f));
        return Fma(n, Vector.Create(0.693147182f), f + tail);
    }
}
