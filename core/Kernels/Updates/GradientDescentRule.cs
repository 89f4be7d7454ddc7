using System.Numerics;
using System.Runtime.CompilerServices;

namespace GraphRun.Kernels;

/// <summary><c>v -= alpha * g</c></summary>
internal readonly struct GradientDescentRule : IUpdateRule
{
    public static int Count => 1;

    /// <param name="scalars">alpha</param>
    public static UpdateFactors<T> Prepare<T>(ReadOnlySpan<T> scalars)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(scalars[0]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Invoke<T>(in UpdateFactors<T> factors, ref UpdateLanes<T> values, Vector<T> gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => values.Variable -= factors.First * gradient;
}
