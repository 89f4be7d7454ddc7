using System.Numerics;
using System.Runtime.CompilerServices;

namespace GraphRun.Kernels;

/// <summary>The square root, correctly rounded; NaN below zero.</summary>
internal readonly struct SquareRootOperator : IUnaryFloatingOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Invoke(Vector<float> x) => Vector.SquareRoot(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Invoke(Vector<double> x) => Vector.SquareRoot(x);
}

/// <summary><c>1 / sqrt(x)</c>, two correctly rounded steps.</summary>
internal readonly struct ReciprocalSquareRootOperator : IUnaryFloatingOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Invoke(Vector<float> x) => Vector<float>.One / Vector.SquareRoot(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Invoke(Vector<double> x) => Vector<double>.One / Vector.SquareRoot(x);
}

/// <summary><c>1 / x</c></summary>
internal readonly struct ReciprocalOperator : IUnaryFloatingOperator, IUnaryComplexOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Invoke(Vector<float> x) => Vector<float>.One / x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Invoke(Vector<double> x) => Vector<double>.One / x;

    public static Complex Invoke(Complex x) => Complex.One / x;
}
