using System.Numerics;
using System.Runtime.CompilerServices;

namespace GraphRun.Kernels;

/// <summary>The sine; NaN of infinities.</summary>
internal readonly struct SinOperator : IUnaryFloatingOperator, IUnaryComplexOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Invoke(Vector<float> x) => VectorMath.Sin(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Invoke(Vector<double> x) => VectorMath.Sin(x);

    public static Complex Invoke(Complex x) => ComplexMath.Sin(x);
}

/// <summary>The cosine; NaN of infinities.</summary>
internal readonly struct CosOperator : IUnaryFloatingOperator, IUnaryComplexOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Invoke(Vector<float> x) => VectorMath.Cos(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Invoke(Vector<double> x) => VectorMath.Cos(x);

    public static Complex Invoke(Complex x) => ComplexMath.Cos(x);
}

/// <summary>The tangent; NaN of infinities.</summary>
internal readonly struct TanOperator : IUnaryFloatingOperator, IUnaryComplexOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Invoke(Vector<float> x) => VectorMath.ThroughDouble<TanOperator>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Invoke(Vector<double> x) => VectorMath.Tan(x);

    public static Complex Invoke(Complex x) => ComplexMath.Tan(x);
}

/// <summary>The arc sine: NaN beyond ±1.</summary>
internal readonly struct AsinOperator : IUnaryFloatingOperator, IUnaryComplexOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Invoke(Vector<float> x) => VectorMath.ThroughDouble<AsinOperator>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Invoke(Vector<double> x) => VectorMath.Asin(x);

    public static Complex Invoke(Complex x) => ComplexMath.Asin(x);
}

/// <summary>The arc cosine: NaN beyond ±1.</summary>
internal readonly struct AcosOperator : IUnaryFloatingOperator, IUnaryComplexOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Invoke(Vector<float> x) => VectorMath.ThroughDouble<AcosOperator>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Invoke(Vector<double> x) => VectorMath.Acos(x);

    public static Complex Invoke(Complex x) => ComplexMath.Acos(x);
}

/// <summary>The arc tangent.</summary>
internal readonly struct AtanOperator : IUnaryFloatingOperator, IUnaryComplexOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Invoke(Vector<float> x) => VectorMath.ThroughDouble<AtanOperator>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Invoke(Vector<double> x) => VectorMath.Atan(x);

    public static Complex Invoke(Complex x) => ComplexMath.Atan(x);
}

/// <summary>The angle of the point (y, x), y first: from -pi to pi, the signs of zeros counting.</summary>
internal readonly struct Atan2Operator : IBinaryFloatingOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Invoke(Vector<float> x, Vector<float> y) => VectorMath.ThroughDouble<Atan2Operator>(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Invoke(Vector<double> x, Vector<double> y) => VectorMath.Atan2(x, y);
}
