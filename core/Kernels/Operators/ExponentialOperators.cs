using System.Numerics;
using System.Runtime.CompilerServices;

namespace GraphRun.Kernels;

/// <summary><c>e^x</c></summary>
internal readonly struct ExpOperator : IUnaryFloatingOperator, IUnaryComplexOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Invoke(Vector<float> x) => VectorMath.Exp(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Invoke(Vector<double> x) => VectorMath.Exp(x);

    public static Complex Invoke(Complex x) => ComplexMath.Exp(x);
}

/// <summary><c>e^x - 1</c></summary>
internal readonly struct ExpM1Operator : IUnaryFloatingOperator, IUnaryComplexOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Invoke(Vector<float> x) => VectorMath.ThroughDouble<ExpM1Operator>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Invoke(Vector<double> x) => VectorMath.ExpM1(x);

    public static Complex Invoke(Complex x) => ComplexMath.ExpM1(x);
}

/// <summary>The hyperbolic sine.</summary>
internal readonly struct SinhOperator : IUnaryFloatingOperator, IUnaryComplexOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Invoke(Vector<float> x) => VectorMath.ThroughDouble<SinhOperator>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Invoke(Vector<double> x) => VectorMath.Sinh(x);

    public static Complex Invoke(Complex x) => ComplexMath.Sinh(x);
}

/// <summary>The hyperbolic cosine.</summary>
internal readonly struct CoshOperator : IUnaryFloatingOperator, IUnaryComplexOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Invoke(Vector<float> x) => VectorMath.ThroughDouble<CoshOperator>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Invoke(Vector<double> x) => VectorMath.Cosh(x);

    public static Complex Invoke(Complex x) => ComplexMath.Cosh(x);
}

/// <summary>The hyperbolic tangent.</summary>
internal readonly struct TanhOperator : IUnaryFloatingOperator, IUnaryComplexOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Invoke(Vector<float> x) => VectorMath.Tanh(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Invoke(Vector<double> x) => VectorMath.Tanh(x);

    public static Complex Invoke(Complex x) => ComplexMath.Tanh(x);
}

/// <summary><c>1 / (1 + e^-x)</c></summary>
internal readonly struct SigmoidOperator : IUnaryFloatingOperator, IUnaryComplexOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Invoke(Vector<float> x) => VectorMath.Sigmoid(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Invoke(Vector<double> x) => VectorMath.Sigmoid(x);

    public static Complex Invoke(Complex x) => 1 / (1 + ComplexMath.Exp(-x));
}
