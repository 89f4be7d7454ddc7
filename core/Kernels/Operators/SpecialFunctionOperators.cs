using System.Numerics;
using System.Runtime.CompilerServices;

namespace GraphRun.Kernels;

/// <summary>The error function.</summary>
internal readonly struct ErfOperator : IUnaryFloatingOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Invoke(Vector<float> x) => VectorMath.Erf(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Invoke(Vector<double> x) => VectorMath.Erf(x);
}

/// <summary><c>1 - erf(x)</c></summary>
internal readonly struct ErfcOperator : IUnaryFloatingOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Invoke(Vector<float> x) => VectorMath.ThroughDouble<ErfcOperator>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Invoke(Vector<double> x) => VectorMath.Erfc(x);
}

/// <summary>The logarithm of |Γ(x)|: +∞ at 0 and the negative whole numbers.</summary>
internal readonly struct LgammaOperator : IUnaryFloatingOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Invoke(Vector<float> x) => VectorMath.ThroughDouble<LgammaOperator>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Invoke(Vector<double> x) => VectorMath.Lgamma(x);
}

/// <summary>The logarithmic derivative of Γ: NaN at 0 and the negative whole numbers.</summary>
internal readonly struct DigammaOperator : IUnaryFloatingOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Invoke(Vector<float> x) => VectorMath.ThroughDouble<DigammaOperator>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Invoke(Vector<double> x) => VectorMath.Digamma(x);
}
