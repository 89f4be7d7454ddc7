using System.Numerics;
using System.Runtime.CompilerServices;

namespace GraphRun.Kernels;

/// <summary>
/// <c>a = a * rho + g² * (1 - rho); u = sqrt(d + epsilon) / sqrt(a + epsilon) * g; d = d * rho + u² * (1 - rho); v -= lr * u</c>
/// </summary>
internal readonly struct AdadeltaRule : IUpdateRule
{
    public static int Count => 3;

    /// <param name="scalars">lr, rho, epsilon</param>
    public static UpdateFactors<T> Prepare<T>(ReadOnlySpan<T> scalars)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(scalars[0], scalars[1], scalars[2], T.One - scalars[1]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Invoke<T>(in UpdateFactors<T> factors, ref UpdateLanes<T> values, Vector<T> gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        values.First = values.First * factors.Second + gradient * gradient * factors.Fourth;
        var update = Vector.SquareRoot(values.Second + factors.Third) / Vector.SquareRoot(values.First + factors.Third) * gradient;
        values.Variable -= update * factors.First;
        values.Second = values.Second * factors.Second + update * update * factors.Fourth;
    }
}
