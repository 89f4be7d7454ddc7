using System.Numerics;
using System.Runtime.CompilerServices;

namespace GraphRun.Kernels;

/// <summary>The greater one; NaN where either is NaN; of zeros the second.</summary>
internal readonly struct MaximumOperator : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke<T>(Vector<T> x, Vector<T> y)
        where T : unmanaged, INumber<T> => Vector.ConditionalSelect(Vector.GreaterThan(x, y) | ~Vector.Equals(x, x), x, y);
}

/// <summary>The lesser one; NaN where either is NaN; of zeros the second.</summary>
internal readonly struct MinimumOperator : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke<T>(Vector<T> x, Vector<T> y)
        where T : unmanaged, INumber<T> => Vector.ConditionalSelect(Vector.LessThan(x, y) | ~Vector.Equals(x, x), x, y);
}

/// <summary><c>minimum(maximum(x, low), high)</c>; NaN where any of the three is.</summary>
internal readonly struct ClipOperator : ITernaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke<T>(Vector<T> x, Vector<T> y, Vector<T> w)
        where T : unmanaged, INumber<T> => MinimumOperator.Invoke(MaximumOperator.Invoke(x, y), w);
}

/// <summary><c>|x|</c>; the least integer stays what it is.</summary>
internal readonly struct AbsoluteOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke<T>(Vector<T> x)
        where T : unmanaged, INumber<T> => Vector.Abs(x);
}

/// <summary>-1, 0 or 1 by the sign of x; NaN where x is NaN.</summary>
internal readonly struct SignOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke<T>(Vector<T> x)
        where T : unmanaged, INumber<T> => Vector.ConditionalSelect(
            Vector.GreaterThan(x, Vector<T>.Zero),
            Vector<T>.One,
            Vector.ConditionalSelect(
                Vector.LessThan(x, Vector<T>.Zero),
                Vector<T>.Zero - Vector<T>.One,
                Vector.ConditionalSelect(Vector.Equals(x, x), Vector<T>.Zero, x)));
}
