using System.Numerics;
using System.Runtime.CompilerServices;

namespace GraphRun.Kernels;

internal static partial class VectorMath
{
    /// <summary><c>e^x</c> within 1 ulp, subnormal results included.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Exp(Vector<float> x)
    {
        var n = ReduceByLn2(AtLeast(AtMost(x, 89f), -104f), out var r);
        return Scale(Fma(ExpM1Quotient(r), r, 1f), n);
    }

    /// <summary><c>1 / (1 + e^-x)</c> within 2.5 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Sigmoid(Vector<float> x)
    {
        var e = ExpOfNegative(-Vector.Abs(x));
        return Pick(Vector.LessThan(x, Vector<float>.Zero), e, Vector<float>.One) / (Vector<float>.One + e);
    }

    /// <summary>The hyperbolic tangent, <c>t / (t + 2)</c> with <c>t = e^2x - 1</c>, within 3 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Tanh(Vector<float> x)
    {
        // From 9.02 on the result rounds to 1; below 2^-12 it rounds to x.
        var magnitude = Vector.Abs(x);
        var n = ReduceByLn2(AtMost(magnitude + magnitude, 20f), out var r);
        var scale = PowerOfTwo(n);
        var t = Fma(ExpM1Quotient(r) * r, scale, scale - Vector<float>.One);
        return WithSignOf(t / (t + Vector.Create(2f)), x);
    }

    /// <summary><c>e^x - 1</c> of numbers that are not above 0, within 2 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> ExpM1OfNegative(Vector<float> x)
    {
        var n = ReduceByLn2(AtLeast(x, -18f), out var r);
        var scale = PowerOfTwo(n);
        return Fma(ExpM1Quotient(r) * r, scale, scale - Vector<float>.One);
    }

    /// <summary><c>e^x</c> of numbers that are not above 0, within 1 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> ExpOfNegative(Vector<float> x)
    {
        var n = ReduceByLn2(AtLeast(x, -104f), out var r);
        return Scale(Fma(ExpM1Quotient(r), r, 1f), n);
    }

    /// <summary><c>x = n ln 2 + r</c> with n whole and r within half of ln 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> ReduceByLn2(Vector<float> x, out Vector<float> r)
    {
        var n = Fma(x, Vector.Create(1.44269504f), RoundingSingle) - Vector.Create(RoundingSingle);
        r = Fma(n, Vector.Create(1.90465430e-9f), Fma(n, Vector.Create(-0.693147182f), x));
        return n;
    }

    /// <summary><c>(e^r - 1) / r</c> for r within half of ln 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> ExpM1Quotient(Vector<float> r)
    {
        var p = Fma(Vector.Create(1.386453048326075077e-3f), r, 8.36653448641300201e-3f);
        p = Fma(p, r, 4.16675023734569549e-2f);
        p = Fma(p, r, 0.16666543483734130859f);
        p = Fma(p, r, 0.4999999701976776123f);
        return Fma(p, r, 1f);
    }

    /// <summary><c>2^n</c> for whole n from -126 to 127.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> PowerOfTwo(Vector<float> n) =>
        Vector.AsVectorSingle((Vector.AsVectorInt32(n + Vector.Create(RoundingSingle)) + Vector.Create(127)) << 23);

    /// <summary><c>x 2^n</c> for whole n from -252 to 254: in two steps, of which only one rounds, to subnormals or infinity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Scale(Vector<float> x, Vector<float> n)
    {
        var half = Fma(n, Vector.Create(0.5f), RoundingSingle) - Vector.Create(RoundingSingle);
        return x * PowerOfTwo(half) * PowerOfTwo(n - half);
    }
}
