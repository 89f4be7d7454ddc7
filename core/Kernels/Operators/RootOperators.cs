using System.Numerics;
using System.Runtime.CompilerServices;

namespace GraphRun.Kernels;

/// <summary>The square root, correctly rounded; NaN below zero.</summary>
internal readonly struct SquareRootOperator : IUnaryFloatingOperator<SquareRootOperator>, IUnaryComplexOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke<T>(Vector<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Vector.SquareRoot(x);

    public static Complex Invoke(Complex x) => ComplexMath.Sqrt(x);
}

/// <summary><c>1 / sqrt(x)</c>, two correctly rounded steps.</summary>
internal readonly struct ReciprocalSquareRootOperator : IUnaryFloatingOperator<ReciprocalSquareRootOperator>, IUnaryComplexOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke<T>(Vector<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Vector<T>.One / Vector.SquareRoot(x);

    public static Complex Invoke(Complex x) => 1 / ComplexMath.Sqrt(x);
}

/// <summary><c>1 / x</c></summary>
internal readonly struct ReciprocalOperator : IUnaryFloatingOperator<ReciprocalOperator>, IUnaryComplexOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke<T>(Vector<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Vector<T>.One / x;

    public static Complex Invoke(Complex x) => 1 / x;
}
