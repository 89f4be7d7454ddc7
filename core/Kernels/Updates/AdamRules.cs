using System.Numerics;
using System.Runtime.CompilerServices;

namespace GraphRun.Kernels;

/// <summary>What the rules of Adam have in common.</summary>
internal static class AdamFactors
{
    /// <summary><c>alpha = lr * sqrt(1 - beta2^t) / (1 - beta1^t)</c>, 1 - beta1, 1 - beta2, epsilon, beta1.</summary>
    /// <param name="scalars">beta1 power, beta2 power, lr, beta1, beta2, epsilon</param>
    public static UpdateFactors<T> Prepare<T>(ReadOnlySpan<T> scalars)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var alpha = scalars[2] * T.Sqrt(T.One - scalars[1]) / (T.One - scalars[0]);
        return new UpdateFactors<T>(alpha, T.One - scalars[3], T.One - scalars[4], scalars[5], scalars[3]);
    }

    /// <summary><c>m += (g - m) * (1 - beta1); s += (g² - s) * (1 - beta2)</c></summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Move<T>(in UpdateFactors<T> factors, ref UpdateLanes<T> values, Vector<T> gradient)
        where T : unmanaged
    {
        values.First += (gradient - values.First) * factors.Second;
        values.Second += (gradient * gradient - values.Second) * factors.Third;
    }
}

/// <summary><c>v -= m * alpha / (sqrt(s) + epsilon)</c>: TensorFlow's epsilon stands outside the root and outside the correction.</summary>
internal readonly struct AdamRule : IUpdateRule
{
    public static int Count => 3;

    public static UpdateFactors<T> Prepare<T>(ReadOnlySpan<T> scalars)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => AdamFactors.Prepare(scalars);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Invoke<T>(in UpdateFactors<T> factors, ref UpdateLanes<T> values, Vector<T> gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        AdamFactors.Move(in factors, ref values, gradient);
        values.Variable -= values.First * factors.First / (Vector.SquareRoot(values.Second) + factors.Fourth);
    }
}

/// <summary>Nesterov's: <c>v -= (g * (1 - beta1) + beta1 * m) * alpha / (sqrt(s) + epsilon)</c></summary>
internal readonly struct NesterovAdamRule : IUpdateRule
{
    public static int Count => 3;

    public static UpdateFactors<T> Prepare<T>(ReadOnlySpan<T> scalars)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => AdamFactors.Prepare(scalars);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Invoke<T>(in UpdateFactors<T> factors, ref UpdateLanes<T> values, Vector<T> gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        AdamFactors.Move(in factors, ref values, gradient);
        var direction = gradient * factors.Second + factors.Fifth * values.First;
        values.Variable -= direction * factors.First / (Vector.SquareRoot(values.Second) + factors.Fourth);
    }
}

/// <summary>AMSGrad: <c>h = max(h, s); v -= m * alpha / (sqrt(h) + epsilon)</c></summary>
internal readonly struct AmsgradRule : IUpdateRule
{
    public static int Count => 4;

    public static UpdateFactors<T> Prepare<T>(ReadOnlySpan<T> scalars)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => AdamFactors.Prepare(scalars);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Invoke<T>(in UpdateFactors<T> factors, ref UpdateLanes<T> values, Vector<T> gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        AdamFactors.Move(in factors, ref values, gradient);
        values.Third = MaximumOperator.Invoke(values.Third, values.Second);
        values.Variable -= values.First * factors.First / (Vector.SquareRoot(values.Third) + factors.Fourth);
    }
}

/// <summary><c>m += (g - m) * (1 - beta1); s = max(beta2 * s, |g|); v -= lr / (1 - beta1^t) * m / (s + epsilon)</c></summary>
internal readonly struct AdaMaxRule : IUpdateRule
{
    public static int Count => 3;

    /// <param name="scalars">beta1 power, lr, beta1, beta2, epsilon</param>
    public static UpdateFactors<T> Prepare<T>(ReadOnlySpan<T> scalars)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new(scalars[1] / (T.One - scalars[0]), T.One - scalars[2], scalars[3], scalars[4]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Invoke<T>(in UpdateFactors<T> factors, ref UpdateLanes<T> values, Vector<T> gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        values.First += (gradient - values.First) * factors.Second;
        values.Second = MaximumOperator.Invoke(factors.Third * values.Second, Vector.Abs(gradient));
        values.Variable -= factors.First * (values.First / (values.Second + factors.Fourth));
    }
}
