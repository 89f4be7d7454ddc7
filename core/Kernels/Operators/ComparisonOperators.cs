using System.Numerics;
using System.Runtime.CompilerServices;

namespace GraphRun.Kernels;

/// <summary><c>x == y</c>; NaN equals nothing.</summary>
internal readonly struct EqualOperator : IEqualityOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke<T>(Vector<T> x, Vector<T> y)
        where T : unmanaged, INumber<T> => Vector.Equals(x, y);

    public static bool Answer(bool areEqual) => areEqual;
}

/// <summary><c>x != y</c>; NaN differs from everything.</summary>
internal readonly struct NotEqualOperator : IEqualityOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke<T>(Vector<T> x, Vector<T> y)
        where T : unmanaged, INumber<T> => ~Vector.Equals(x, y);

    public static bool Answer(bool areEqual) => !areEqual;
}

/// <summary><c>x &lt; y</c>; false where either is NaN.</summary>
internal readonly struct LessOperator : IComparisonOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke<T>(Vector<T> x, Vector<T> y)
        where T : unmanaged, INumber<T> => Vector.LessThan(x, y);
}

/// <summary><c>x &lt;= y</c>; false where either is NaN.</summary>
internal readonly struct LessEqualOperator : IComparisonOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke<T>(Vector<T> x, Vector<T> y)
        where T : unmanaged, INumber<T> => Vector.LessThanOrEqual(x, y);
}

/// <summary><c>x &gt; y</c>; false where either is NaN.</summary>
internal readonly struct GreaterOperator : IComparisonOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke<T>(Vector<T> x, Vector<T> y)
        where T : unmanaged, INumber<T> => Vector.GreaterThan(x, y);
}

/// <summary><c>x &gt;= y</c>; false where either is NaN.</summary>
internal readonly struct GreaterEqualOperator : IComparisonOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke<T>(Vector<T> x, Vector<T> y)
        where T : unmanaged, INumber<T> => Vector.GreaterThanOrEqual(x, y);
}

/// <summary>Whether x is NaN.</summary>
internal readonly struct IsNanOperator : IPredicateOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke<T>(Vector<T> x)
        where T : unmanaged, INumber<T> => ~Vector.Equals(x, x);
}

/// <summary>Whether x is +∞ or -∞.</summary>
internal readonly struct IsInfiniteOperator : IPredicateOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke<T>(Vector<T> x)
        where T : unmanaged, INumber<T> => Vector.Equals(x, x) & ~Vector.Equals(x - x, Vector<T>.Zero);
}

/// <summary>Whether x is neither NaN nor infinite.</summary>
internal readonly struct IsFiniteOperator : IPredicateOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke<T>(Vector<T> x)
        where T : unmanaged, INumber<T> => Vector.Equals(x - x, Vector<T>.Zero);
}

/// <summary>Whether x is anything but 0: NaN too.</summary>
internal readonly struct IsNotZeroOperator : IPredicateOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke<T>(Vector<T> x)
        where T : unmanaged, INumber<T> => ~Vector.Equals(x, Vector<T>.Zero);
}
