using System.Numerics;
using System.Runtime.CompilerServices;

namespace GraphRun.Kernels;

/// <summary>How the follow-the-regularized-leader rules raise their accumulator to minus the power of the learning rate.</summary>
internal interface IFtrlPower
{
    static abstract Vector<T> Invoke<T>(Vector<T> accumulator, Vector<T> negatedPower)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}

/// <summary>The power -0.5: a square root.</summary>
internal readonly struct FtrlRoot : IFtrlPower
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke<T>(Vector<T> accumulator, Vector<T> negatedPower)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Vector.SquareRoot(accumulator);
}

/// <summary>Any power.</summary>
internal readonly struct FtrlPower : IFtrlPower
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke<T>(Vector<T> accumulator, Vector<T> negatedPower)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => typeof(T) == typeof(float)
            ? VectorMath.Pow(accumulator.As<T, float>(), negatedPower.As<T, float>()).As<float, T>()
            : VectorMath.Pow(accumulator.As<T, double>(), negatedPower.As<T, double>()).As<double, T>();
}

/// <summary>
/// <c>n = a + g²; z += g + 2 * shrinkage * v - (n^-p - a^-p) / lr * v; v = |z| > l1 ? (sign(z) * l1 - z) / (n^-p / lr + 2 * l2) : 0;
/// a = n</c> (McMahan et al., "Ad click prediction", 2013)
/// </summary>
internal readonly struct FtrlRule<TPower> : IUpdateRule
    where TPower : struct, IFtrlPower
{
    public static int Count => 3;

    /// <param name="scalars">lr, l1, l2, l2 shrinkage, lr power</param>
    public static UpdateFactors<T> Prepare<T>(ReadOnlySpan<T> scalars)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new(scalars[0], scalars[1], scalars[2] + scalars[2], scalars[3] + scalars[3], -scalars[4]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Invoke<T>(in UpdateFactors<T> factors, ref UpdateLanes<T> values, Vector<T> gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var accumulator = values.First + gradient * gradient;
        var power = TPower.Invoke(accumulator, factors.Fifth);
        var shrunk = gradient + factors.Fourth * values.Variable;
        values.Second += shrunk - (power - TPower.Invoke(values.First, factors.Fifth)) / factors.First * values.Variable;
        var limit = Vector.ConditionalSelect(Vector.LessThan(values.Second, Vector<T>.Zero), -factors.Second, factors.Second);
        var solution = (limit - values.Second) / (power / factors.First + factors.Third);
        var isBeyond = Vector.GreaterThan(Vector.Abs(values.Second), factors.Second);
        values.Variable = Vector.ConditionalSelect(isBeyond, solution, Vector<T>.Zero);
        values.First = accumulator;
    }
}
