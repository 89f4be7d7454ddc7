using System.Numerics;
using System.Runtime.CompilerServices;

namespace GraphRun.Kernels;

/// <summary>The natural logarithm: -∞ at 0, NaN below.</summary>
internal readonly struct LogOperator : IUnaryFloatingOperator, IUnaryComplexOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Invoke(Vector<float> x) => VectorMath.Log(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Invoke(Vector<double> x) => VectorMath.Log(x);

    public static Complex Invoke(Complex x) => ComplexMath.Log(x);
}

/// <summary><c>log(1 + x)</c>: -∞ at -1, NaN below.</summary>
internal readonly struct Log1POperator : IUnaryFloatingOperator, IUnaryComplexOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Invoke(Vector<float> x) => VectorMath.ThroughDouble<Log1POperator>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Invoke(Vector<double> x) => VectorMath.Log1P(x);

    public static Complex Invoke(Complex x) => ComplexMath.Log1P(x);
}

/// <summary><c>log(1 + e^x)</c></summary>
internal readonly struct SoftplusOperator : IUnaryFloatingOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Invoke(Vector<float> x) => VectorMath.Softplus(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Invoke(Vector<double> x) => VectorMath.Softplus(x);
}

/// <summary>The inverse hyperbolic sine.</summary>
internal readonly struct AsinhOperator : IUnaryFloatingOperator, IUnaryComplexOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Invoke(Vector<float> x) => VectorMath.ThroughDouble<AsinhOperator>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Invoke(Vector<double> x) => VectorMath.Asinh(x);

    public static Complex Invoke(Complex x) => ComplexMath.Asinh(x);
}

/// <summary>The inverse hyperbolic cosine: NaN below 1.</summary>
internal readonly struct AcoshOperator : IUnaryFloatingOperator, IUnaryComplexOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Invoke(Vector<float> x) => VectorMath.ThroughDouble<AcoshOperator>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Invoke(Vector<double> x) => VectorMath.Acosh(x);

    public static Complex Invoke(Complex x) => ComplexMath.Acosh(x);
}

/// <summary>The inverse hyperbolic tangent: ±∞ at ±1, NaN beyond.</summary>
internal readonly struct AtanhOperator : IUnaryFloatingOperator, IUnaryComplexOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Invoke(Vector<float> x) => VectorMath.ThroughDouble<AtanhOperator>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Invoke(Vector<double> x) => VectorMath.Atanh(x);

    public static Complex Invoke(Complex x) => ComplexMath.Atanh(x);
}
