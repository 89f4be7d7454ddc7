using System.Numerics;
using System.Runtime.CompilerServices;

namespace GraphRun.Kernels;

internal static partial class VectorMath
{
    // pi/2 in three pieces of 53 bits.
    private const double HalfPi = 1.5707963267948966;
    private const double HalfPiRest = 6.123233995736766e-17;
    private const double HalfPiLast = -1.4973849048591698e-33;
    private const double TwoOverPi = 0.6366197723675814;

    // And in three pieces of 24 bits.
    private const float HalfPiSingle = 1.5707964f;
    private const float HalfPiSingleRest = -4.371139e-08f;
    private const float HalfPiSingleLast = -1.7151245e-15f;

    /// <summary>Up to here float32 is reduced in float32.</summary>
    private const float LargestSingleAngle = 8192;

    /// <summary>Up to here the nearest multiple of pi/2 is found by a product; beyond, by <see cref="AngleReduction"/>.</summary>
    private const double LargestProductAngle = 1073741824;

    /// <summary>The sine within 1 ulp for every finite x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Sin(Vector<double> x)
    {
        var quadrant = ReduceByHalfPi(x, out var r, out var rest);
        var isCosine = Vector.Equals(quadrant & Vector<long>.One, Vector<long>.One);
        var result = Pick(isCosine, CosOfReduced(r, rest), SinOfReduced(r, rest));
        result = Vector.AsVectorDouble(Vector.AsVectorInt64(result) ^ ((quadrant & Vector.Create(2L)) << 62));
        return OfFinite(x, Pick(Vector.LessThan(Vector.Abs(x), Vector.Create(1e-8)), x, result));
    }

    /// <summary>The cosine within 1 ulp for every finite x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Cos(Vector<double> x)
    {
        var quadrant = ReduceByHalfPi(x, out var r, out var rest);
        var isCosine = Vector.Equals(quadrant & Vector<long>.One, Vector<long>.Zero);
        var result = Pick(isCosine, CosOfReduced(r, rest), SinOfReduced(r, rest));
        result = Vector.AsVectorDouble(Vector.AsVectorInt64(result) ^ (((quadrant + Vector<long>.One) & Vector.Create(2L)) << 62));
        return OfFinite(x, result);
    }

    /// <summary>The tangent within 2 ulp for every finite x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Tan(Vector<double> x)
    {
        var quadrant = ReduceByHalfPi(x, out var r, out var rest);
        var (sine, cosine) = (SinOfReduced(r, rest), CosOfReduced(r, rest));
        var isOdd = Vector.Equals(quadrant & Vector<long>.One, Vector<long>.One);
        var result = Pick(isOdd, -cosine, sine) / Pick(isOdd, sine, cosine);
        return OfFinite(x, Pick(Vector.LessThan(Vector.Abs(x), Vector.Create(1e-8)), x, result));
    }

    /// <summary>The sine within 1.5 ulp for every finite x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Sin(Vector<float> x)
    {
        var quadrant = ReduceByHalfPi(x, out var r);
        var isCosine = Vector.Equals(quadrant & Vector<int>.One, Vector<int>.One);
        var result = Pick(isCosine, CosOfReduced(r), SinOfReduced(r));
        result = Vector.AsVectorSingle(Vector.AsVectorInt32(result) ^ ((quadrant & Vector.Create(2)) << 30));
        return OfFinite(x, Pick(Vector.Equals(x, Vector<float>.Zero), x, result));
    }

    /// <summary>The cosine within 1.5 ulp for every finite x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Cos(Vector<float> x)
    {
        var quadrant = ReduceByHalfPi(x, out var r);
        var isCosine = Vector.Equals(quadrant & Vector<int>.One, Vector<int>.Zero);
        var result = Pick(isCosine, CosOfReduced(r), SinOfReduced(r));
        result = Vector.AsVectorSingle(Vector.AsVectorInt32(result) ^ (((quadrant + Vector<int>.One) & Vector.Create(2)) << 30));
        return OfFinite(x, result);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> SinOfReduced(Vector<float> r)
    {
        var z = r * r;
        var p = Fma(Vector.Create(2.916228140747989528e-6f), z, -1.98608191567473114e-4f);
        p = Fma(p, z, 8.3333961665630340576e-3f);
        p = Fma(p, z, -0.16666667163372039795f);
        return Fma(p * z, r, r);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> CosOfReduced(Vector<float> r)
    {
        var z = r * r;
        var p = Fma(Vector.Create(2.454340756230521947e-5f), z, -1.388826989568769932e-3f);
        p = Fma(p, z, 4.1666664183139801025e-2f);
        return Fma(p * z, z, Fma(Vector.Create(-0.5f), z, 1f));
    }

    /// <summary><c>sin(r + rest)</c> for r within pi/4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> SinOfReduced(Vector<double> r, Vector<double> rest)
    {
        var z = r * r;
        var p = Fma(Vector.Create(-7.0793174992175832e-13), z, 1.6048297224639511e-10);
        p = Fma(p, z, -2.5052026816336930e-8);
        p = Fma(p, z, 2.7557318923496246e-6);
        p = Fma(p, z, -1.9841269840729033e-4);
        p = Fma(p, z, 8.3333333333329152e-3);
        p = Fma(p, z, -0.16666666666666666);
        return r + Fma(p * z, r, Fma(Vector.Create(-0.5) * rest, z, rest));
    }

    /// <summary><c>cos(r + rest)</c> for r within pi/4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> CosOfReduced(Vector<double> r, Vector<double> rest)
    {
        var z = r * r;
        var p = Fma(Vector.Create(3.4750902780347990e-14), z, -1.1444833411461382e-11);
        p = Fma(p, z, 2.0876556979511775e-9);
        p = Fma(p, z, -2.7557318480914864e-7);
        p = Fma(p, z, 2.4801587300243528e-5);
        p = Fma(p, z, -1.3888888888887847e-3);
        p = Fma(p, z, 4.1666666666666644e-2);
        var half = Vector.Create(0.5) * z;
        var w = Vector<double>.One - half;
        return w + (Vector<double>.One - w - half + Fma(p * z, z, -(r * rest)));
    }

    /// <summary><c>x = n pi/2 + r + rest</c> with r within pi/4; n modulo 4 (and more) is returned.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<long> ReduceByHalfPi(Vector<double> x, out Vector<double> r, out Vector<double> rest)
    {
        var shifted = Fma(x, Vector.Create(TwoOverPi), RoundingDouble);
        var n = shifted - Vector.Create(RoundingDouble);
        var high = Fma(n, Vector.Create(-HalfPi), x);
        var product = n * Vector.Create(HalfPiRest);
        var productError = Fma(n, Vector.Create(HalfPiRest), -product);
        var sum = TwoSum(high, -product, out var error);
        var low = Fma(n, Vector.Create(-HalfPiLast), error - productError);
        r = sum + low;
        rest = (sum - r) + low;
        var quadrant = Vector.AsVectorInt64(shifted);
        if (Vector.GreaterThanAny(Vector.Abs(x), Vector.Create(LargestProductAngle)))
            AngleReduction.Reduce(x, ref quadrant, ref r, ref rest);
        return quadrant;
    }

    /// <summary>The same in float32: r is that of the double formula, but for a rounding in very few numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<int> ReduceByHalfPi(Vector<float> x, out Vector<float> r)
    {
        // x less the first product is exact, because it has no bit below the last one of pi/2.
        var shifted = Fma(x, Vector.Create((float)TwoOverPi), RoundingSingle);
        var n = shifted - Vector.Create(RoundingSingle);
        var first = Fma(n, Vector.Create(-HalfPiSingle), x);
        var product = n * Vector.Create(HalfPiSingleRest);
        var productError = Fma(n, Vector.Create(HalfPiSingleRest), -product);
        var high = first - product;
        r = high + Fma(n, Vector.Create(-HalfPiSingleLast), first - high - product - productError);
        var quadrant = Vector.AsVectorInt32(shifted);
        var isLarge = Vector.GreaterThan(Vector.Abs(x), Vector.Create(LargestSingleAngle));
        if (Vector.GreaterThanAny(Vector.Abs(x), Vector.Create(LargestSingleAngle)))
        {
            var quadrantOfLarge = ReduceThroughDouble(x, out var ofLarge);
            (quadrant, r) = (Vector.ConditionalSelect(isLarge, quadrantOfLarge, quadrant), Pick(isLarge, ofLarge, r));
        }

        return quadrant;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Vector<int> ReduceThroughDouble(Vector<float> x, out Vector<float> r)
    {
        Vector.Widen(x, out var low, out var high);
        var lowQuadrant = ReduceSingleByHalfPi(low, out var lowRest);
        var highQuadrant = ReduceSingleByHalfPi(high, out var highRest);
        r = Vector.Narrow(lowRest, highRest);
        return Vector.Narrow(lowQuadrant, highQuadrant);
    }

    /// <summary>The same for numbers that were float32: r alone is exact enough.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<long> ReduceSingleByHalfPi(Vector<double> x, out Vector<double> r)
    {
        var shifted = Fma(x, Vector.Create(TwoOverPi), RoundingDouble);
        var n = shifted - Vector.Create(RoundingDouble);
        r = Fma(n, Vector.Create(-HalfPiRest), Fma(n, Vector.Create(-HalfPi), x));
        var quadrant = Vector.AsVectorInt64(shifted);
        if (Vector.GreaterThanAny(Vector.Abs(x), Vector.Create(LargestProductAngle)))
        {
            var rest = Vector<double>.Zero;
            AngleReduction.Reduce(x, ref quadrant, ref r, ref rest);
        }

        return quadrant;
    }
}
