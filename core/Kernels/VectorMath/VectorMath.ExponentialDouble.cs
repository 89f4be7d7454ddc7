using System.Numerics;
using System.Runtime.CompilerServices;

namespace GraphRun.Kernels;

internal static partial class VectorMath
{
    /// <summary><c>e^x</c> within 1 ulp, subnormal results included.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Exp(Vector<double> x)
    {
        var n = ReduceByLn2(AtLeast(AtMost(x, 710d), -746d), out var r, out var rest);
        return Scale(ExpOfReduced(r, rest), n);
    }

    /// <summary><c>e^x - 1</c> within 1.5 ulp, however near 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> ExpM1(Vector<double> x)
    {
        var half = HalfExpM1(x);
        return Pick(Vector.LessThan(Vector.Abs(x), Vector.Create(5e-17)), x, half + half);
    }

    /// <summary>The hyperbolic sine within 2 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Sinh(Vector<double> x)
    {
        // With h = (e^|x| - 1) / 2: sinh |x| = h + h / (2h + 1), whose second term is 1/2 long before h overflows.
        var magnitude = Vector.Abs(x);
        var half = HalfExpM1(magnitude);
        var bounded = AtMost(half, 1e300);
        var result = half + bounded / (bounded + bounded + Vector<double>.One);
        return Pick(Vector.LessThan(magnitude, Vector.Create(1e-8)), x, WithSignOf(result, x));
    }

    /// <summary>The hyperbolic cosine within 2 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Cosh(Vector<double> x)
    {
        var n = ReduceByLn2(AtMost(Vector.Abs(x), 712d), out var r, out var rest);
        var half = Scale(ExpOfReduced(r, rest), n - Vector<double>.One);
        return half + Vector.Create(0.25) / half;
    }

    /// <summary>The hyperbolic tangent within 2.5 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Tanh(Vector<double> x)
    {
        // With h = (e^2|x| - 1) / 2: tanh |x| = h / (h + 1), which rounds to 1 from 19.1 on.
        var magnitude = Vector.Abs(x);
        var half = HalfExpM1(AtMost(magnitude + magnitude, 44d));
        var result = half / (half + Vector<double>.One);
        return Pick(Vector.LessThan(magnitude, Vector.Create(1e-8)), x, WithSignOf(result, x));
    }

    /// <summary><c>1 / (1 + e^-x)</c> within 2.5 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Sigmoid(Vector<double> x)
    {
        var e = Exp(-Vector.Abs(x));
        return Pick(Vector.LessThan(x, Vector<double>.Zero), e, Vector<double>.One) / (Vector<double>.One + e);
    }

    /// <summary><c>(e^x - 1) / 2</c>, which is finite where <c>e^x</c> no longer is; not exact for subnormal x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> HalfExpM1(Vector<double> x)
    {
        // 2^(n-1) (1 + r + e) - 1/2, the large terms added with their rounding error.
        // A quarter of it is 2^(n-2) (1 + r + e) - 1/4, the large terms added with their rounding error; beyond 710.7 the half is infinite.
        var n = ReduceByLn2(AtLeast(AtMost(x, 710.7), -40d), out var r, out var rest);
        var scale = PowerOfTwo(n - Vector.Create(2d));
        var e = Fma(ExpTail(r), r * r, rest);
        var sum = TwoSum(scale - Vector.Create(0.25), scale * r, out var error);
        var quarter = sum + Fma(scale, e, error);
        return quarter + quarter;
    }

    /// <summary><c>x = n ln 2 + r + rest</c> with n whole and r within half of ln 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> ReduceByLn2(Vector<double> x, out Vector<double> r, out Vector<double> rest)
    {
        var n = Fma(x, Vector.Create(1.4426950408889634), RoundingDouble) - Vector.Create(RoundingDouble);
        var high = Fma(n, Vector.Create(-0.6931471805599453), x);
        r = Fma(n, Vector.Create(-2.3190468138462996e-17), high);
        rest = Fma(n, Vector.Create(-2.3190468138462996e-17), high - r);
        return n;
    }

    /// <summary><c>e^(r + rest)</c>: 1 + r is kept with its rounding error, so that what comes out exact is exact.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> ExpOfReduced(Vector<double> r, Vector<double> rest)
    {
        var sum = Vector<double>.One + r;
        var tail = Fma(ExpTail(r), r * r, (Vector<double>.One - sum) + r);
        return sum + Fma(sum + tail, rest, tail);
    }

    /// <summary><c>(e^r - 1 - r) / r²</c> for r within half of ln 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> ExpTail(Vector<double> r)
    {
        var p = Fma(Vector.Create(2.0889440194724359e-9), r, 2.5109122783852452e-8);
        p = Fma(p, r, 2.7557352980057204e-7);
        p = Fma(p, r, 2.7557243923989577e-6);
        p = Fma(p, r, 2.4801587237517350e-5);
        p = Fma(p, r, 1.9841269886462340e-4);
        p = Fma(p, r, 1.3888888888923792e-3);
        p = Fma(p, r, 8.3333333333214677e-3);
        p = Fma(p, r, 4.1666666666666609e-2);
        p = Fma(p, r, 0.16666666666666677);
        return Fma(p, r, 0.5);
    }

    /// <summary><c>2^n</c> for whole n from -1022 to 1023.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> PowerOfTwo(Vector<double> n) =>
        Vector.AsVectorDouble((Vector.AsVectorInt64(n + Vector.Create(RoundingDouble)) + Vector.Create(1023L)) << 52);

    /// <summary><c>x 2^n</c> for whole n from -2044 to 2046: in two steps, of which only one rounds, to subnormals or infinity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Scale(Vector<double> x, Vector<double> n)
    {
        var half = Fma(n, Vector.Create(0.5), RoundingDouble) - Vector.Create(RoundingDouble);
        return x * PowerOfTwo(half) * PowerOfTwo(n - half);
    }

    /// <summary>The sum rounded, and what the rounding left out.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> TwoSum(Vector<double> x, Vector<double> y, out Vector<double> error)
    {
        var sum = x + y;
        var part = sum - x;
        error = (x - (sum - part)) + (y - part);
        return sum;
    }
}
