using System.Numerics;
using System.Runtime.CompilerServices;

namespace GraphRun.Kernels;

/// <summary><c>s += (g² - s) * (1 - rho); m = m * momentum + lr * g / sqrt(s + epsilon); v -= m</c></summary>
internal readonly struct RmsPropRule : IUpdateRule
{
    public static int Count => 3;

    /// <param name="scalars">lr, rho, momentum, epsilon</param>
    public static UpdateFactors<T> Prepare<T>(ReadOnlySpan<T> scalars)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(scalars[0], T.One - scalars[1], scalars[2], scalars[3]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Invoke<T>(in UpdateFactors<T> factors, ref UpdateLanes<T> values, Vector<T> gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        values.First += (gradient * gradient - values.First) * factors.Second;
        values.Second = values.Second * factors.Third + factors.First * gradient / Vector.SquareRoot(values.First + factors.Fourth);
        values.Variable -= values.Second;
    }
}

/// <summary>
/// <c>s += (g² - s) * (1 - rho); a += (g - a) * (1 - rho); m = m * momentum + lr * g / sqrt(s - a² + epsilon); v -= m</c>
/// </summary>
internal readonly struct CenteredRmsPropRule : IUpdateRule
{
    public static int Count => 4;

    /// <param name="scalars">lr, rho, momentum, epsilon</param>
    public static UpdateFactors<T> Prepare<T>(ReadOnlySpan<T> scalars)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(scalars[0], T.One - scalars[1], scalars[2], scalars[3]);

    /// <summary>The slots are the mean of the gradient, the mean of its square, and the momentum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Invoke<T>(in UpdateFactors<T> factors, ref UpdateLanes<T> values, Vector<T> gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        values.Second += (gradient * gradient - values.Second) * factors.Second;
        values.First += (gradient - values.First) * factors.Second;
        var variance = values.Second - values.First * values.First + factors.Fourth;
        values.Third = values.Third * factors.Third + factors.First * gradient / Vector.SquareRoot(variance);
        values.Variable -= values.Third;
    }
}
