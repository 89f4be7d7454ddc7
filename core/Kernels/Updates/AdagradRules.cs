using System.Numerics;
using System.Runtime.CompilerServices;

namespace GraphRun.Kernels;

/// <summary><c>a += g²; v -= lr * g / sqrt(a)</c></summary>
internal readonly struct AdagradRule : IUpdateRule
{
    public static int Count => 2;

    /// <param name="scalars">lr</param>
    public static UpdateFactors<T> Prepare<T>(ReadOnlySpan<T> scalars)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(scalars[0]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Invoke<T>(in UpdateFactors<T> factors, ref UpdateLanes<T> values, Vector<T> gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        values.First += gradient * gradient;
        values.Variable -= factors.First * gradient / Vector.SquareRoot(values.First);
    }
}

/// <summary>Adagrad that leaves its accumulator as it is: <c>v -= lr * g / sqrt(a)</c></summary>
internal readonly struct AdagradOfFixedSlotsRule : IUpdateRule
{
    public static int Count => 2;

    /// <param name="scalars">lr</param>
    public static UpdateFactors<T> Prepare<T>(ReadOnlySpan<T> scalars)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(scalars[0]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Invoke<T>(in UpdateFactors<T> factors, ref UpdateLanes<T> values, Vector<T> gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        values.Variable -= factors.First * gradient / Vector.SquareRoot(values.First);
}

/// <summary><c>a += g²; v -= lr * g / (sqrt(a) + epsilon)</c></summary>
internal readonly struct AdagradV2Rule : IUpdateRule
{
    public static int Count => 2;

    /// <param name="scalars">lr, epsilon</param>
    public static UpdateFactors<T> Prepare<T>(ReadOnlySpan<T> scalars)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(scalars[0], scalars[1]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Invoke<T>(in UpdateFactors<T> factors, ref UpdateLanes<T> values, Vector<T> gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        values.First += gradient * gradient;
        values.Variable -= factors.First * gradient / (Vector.SquareRoot(values.First) + factors.Second);
    }
}

/// <summary>AdagradV2 that leaves its accumulator as it is: <c>v -= lr * g / (sqrt(a) + epsilon)</c></summary>
internal readonly struct AdagradV2OfFixedSlotsRule : IUpdateRule
{
    public static int Count => 2;

    /// <param name="scalars">lr, epsilon</param>
    public static UpdateFactors<T> Prepare<T>(ReadOnlySpan<T> scalars)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(scalars[0], scalars[1]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Invoke<T>(in UpdateFactors<T> factors, ref UpdateLanes<T> values, Vector<T> gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        values.Variable -= factors.First * gradient / (Vector.SquareRoot(values.First) + factors.Second);
}
