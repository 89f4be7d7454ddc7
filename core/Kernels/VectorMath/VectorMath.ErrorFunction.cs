using System.Numerics;
using System.Runtime.CompilerServices;

namespace GraphRun.Kernels;

internal static partial class VectorMath
{
    /// <summary>The error function within 2 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Erf(Vector<float> x)
    {
        // Above 1: 1 - e^-q(|x|), which rounds to 1 from 3.92 on.
        var z = x * x;
        var p = Fma(Vector.Create(7.8461729572154582e-5f), z, -8.0078892642632127e-4f);
        p = Fma(p, z, 5.1880744285881519e-3f);
        p = Fma(p, z, -2.6853691786527634e-2f);
        p = Fma(p, z, 0.11283583194017410f);
        p = Fma(p, z, -0.37612625956535339f);
        p = Fma(p, z, 0.12837916612625122f);
        var magnitude = AtMost(Vector.Abs(x), 3.93f);
        var q = Fma(Vector.Create(-1.8797170196194202e-4f), magnitude, 2.964006271213293e-3f);
        q = Fma(q, magnitude, -2.1906476467847824e-2f);
        q = Fma(q, magnitude, 0.10325620323419571f);
        q = Fma(q, magnitude, 0.6379650235176086f);
        q = Fma(q, magnitude, 1.1272022724151611f);
        q = Fma(q, magnitude, 3.124693175777793e-4f);
        var n = ReduceByLn2(-q, out var r);
        var large = Fma(-Fma(ExpM1Quotient(r), r, 1f), PowerOfTwo(n), 1f);
        return Pick(Vector.LessThan(Vector.Abs(x), Vector<float>.One), Fma(x, p, x), WithSignOf(large, x));
    }

    /// <summary>The error function within 2 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Erf(Vector<double> x)
    {
        var magnitude = Vector.Abs(x);
        var large = Vector<double>.One - ErfcOfPositive(AtLeast(AtMost(magnitude, 6d), 0.75));
        return Pick(Vector.LessThan(magnitude, Vector<double>.One), ErfOfSmall(x), WithSignOf(large, x));
    }

    /// <summary><c>1 - erf(x)</c> within 3.5 ulp, subnormal results included.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Erfc(Vector<double> x)
    {
        var magnitude = Vector.Abs(x);
        var large = ErfcOfPositive(AtLeast(AtMost(magnitude, 28d), 0.5));
        large = Pick(Vector.LessThan(x, Vector<double>.Zero), Vector.Create(2d) - large, large);
        return OfNumber(x, Pick(Vector.LessThan(magnitude, Vector.Create(0.5)), Vector<double>.One - ErfOfSmall(x), large));
    }

    /// <summary>erf for numbers within 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> ErfOfSmall(Vector<double> x)
    {
        var z = x * x;
        var p = Fma(Vector.Create(-7.7686316029270120e-10), z, 1.3704705812355426e-8);
        p = Fma(p, z, -1.6204733006443123e-7);
        p = Fma(p, z, 1.6446904371859970e-6);
        p = Fma(p, z, -1.4924691776601539e-5);
        p = Fma(p, z, 1.2055292366416699e-4);
        p = Fma(p, z, -8.5483258824473095e-4);
        p = Fma(p, z, 5.2239776049508216e-3);
        p = Fma(p, z, -2.6866170642933267e-2);
        p = Fma(p, z, 0.11283791670942668);
        p = Fma(p, z, -0.37612638903183460);
        p = Fma(p, z, 0.12837916709551256);
        return Fma(x, p, x);
    }

    /// <summary>erfc from 1/2 to 28: <c>e^-x² h(t) / (1 + 2x)</c> with h a polynomial of <c>t = (x - 4) / (x + 4)</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> ErfcOfPositive(Vector<double> x)
    {
        var t = (x - Vector.Create(4d)) / (x + Vector.Create(4d));
        var p = Fma(Vector.Create(1.89825778585873e-9), t, -9.646648830834581e-9);
        p = Fma(p, t, -1.817573069358087e-8);
        p = Fma(p, t, 1.032380025204621e-7);
        p = Fma(p, t, 7.509188774052166e-8);
        p = Fma(p, t, -8.19482082740795e-7);
        p = Fma(p, t, 2.933708022752337e-7);
        p = Fma(p, t, 5.706474053719367e-6);
        p = Fma(p, t, -1.1221782024702287e-5);
        p = Fma(p, t, -2.439804753694678e-5);
        p = Fma(p, t, 1.5062159019142045e-4);
        p = Fma(p, t, -1.9925696844184872e-4);
        p = Fma(p, t, -7.5777327015473e-4);
        p = Fma(p, t, 5.031970019098119e-3);
        p = Fma(p, t, -1.6197734060256135e-2);
        p = Fma(p, t, 3.716751553373624e-2);
        p = Fma(p, t, -6.633036581202423e-2);
        p = Fma(p, t, 9.373283499853782e-2);
        p = Fma(p, t, -0.10103906603631228);
        p = Fma(p, t, 6.809705425468836e-2);
        p = Fma(p, t, 1.5379652102619872e-2);
        p = Fma(p, t, -0.1396211168405625);
        p = Fma(p, t, 1.2329951186255526);

        // x² with its rounding error, which the exponential would magnify.
        var square = x * x;
        var error = Fma(x, x, -square);
        var n = ReduceByLn2(AtLeast(-square, -746d), out var r, out var rest);
        return Scale(ExpOfReduced(r, rest - error) * (p / Fma(Vector.Create(2d), x, 1d)), n);
    }
}
