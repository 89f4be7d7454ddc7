using System.Numerics;
using System.Runtime.CompilerServices;

namespace GraphRun.Kernels;

/// <summary><c>a = a * momentum + g; v -= lr * a</c></summary>
internal readonly struct MomentumRule : IUpdateRule
{
    public static int Count => 2;

    /// <param name="scalars">lr, momentum</param>
    public static UpdateFactors<T> Prepare<T>(ReadOnlySpan<T> scalars)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(scalars[0], scalars[1]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Invoke<T>(in UpdateFactors<T> factors, ref UpdateLanes<T> values, Vector<T> gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        values.First = values.First * factors.Second + gradient;
        values.Variable -= factors.First * values.First;
    }
}

/// <summary>Nesterov's: <c>a = a * momentum + g; v -= g * lr + a * momentum * lr</c></summary>
internal readonly struct NesterovRule : IUpdateRule
{
    public static int Count => 2;

    /// <param name="scalars">lr, momentum</param>
    public static UpdateFactors<T> Prepare<T>(ReadOnlySpan<T> scalars)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(scalars[0], scalars[1]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Invoke<T>(in UpdateFactors<T> factors, ref UpdateLanes<T> values, Vector<T> gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        values.First = values.First * factors.Second + gradient;
        values.Variable -= gradient * factors.First + values.First * factors.Second * factors.First;
    }
}
