using System.Numerics;
using System.Runtime.CompilerServices;

namespace GraphRun.Kernels;

/// <summary><c>x / y</c>, and 0 where y is 0.</summary>
internal readonly struct DivideNoNanOperator : IBinaryFloatingOperator<DivideNoNanOperator>, IBinaryComplexOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke<T>(Vector<T> x, Vector<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Vector.ConditionalSelect(Vector.Equals(y, Vector<T>.Zero), Vector<T>.Zero, x / y);

    public static Complex Invoke(Complex x, Complex y) => y == Complex.Zero ? Complex.Zero : x / y;
}

/// <summary><c>x * y</c>, and 0 where y is 0, whatever x is.</summary>
internal readonly struct MultiplyNoNanOperator : IBinaryFloatingOperator<MultiplyNoNanOperator>, IBinaryComplexOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke<T>(Vector<T> x, Vector<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Vector.ConditionalSelect(Vector.Equals(y, Vector<T>.Zero), Vector<T>.Zero, x * y);

    public static Complex Invoke(Complex x, Complex y) => y == Complex.Zero ? Complex.Zero : x * y;
}

/// <summary><c>x / y</c>, and 0 where x is 0, whatever y is.</summary>
internal readonly struct XdivyOperator : IBinaryFloatingOperator<XdivyOperator>, IBinaryComplexOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke<T>(Vector<T> x, Vector<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Vector.ConditionalSelect(Vector.Equals(x, Vector<T>.Zero), Vector<T>.Zero, x / y);

    public static Complex Invoke(Complex x, Complex y) => x == Complex.Zero ? Complex.Zero : x / y;
}

/// <summary><c>x log(y)</c>, and 0 where x is 0, whatever y is.</summary>
internal readonly struct XlogyOperator : IBinaryFloatingOperator, IBinaryComplexOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Invoke(Vector<float> x, Vector<float> y) => Guard(x, x * VectorMath.Log(y));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Invoke(Vector<double> x, Vector<double> y) => Guard(x, x * VectorMath.Log(y));

    public static Complex Invoke(Complex x, Complex y) => x == Complex.Zero ? Complex.Zero : x * ComplexMath.Log(y);

    /// <summary>0 where x is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Guard<T>(Vector<T> x, Vector<T> product) =>
        Vector.ConditionalSelect(Vector.Equals(x, Vector<T>.Zero), Vector<T>.Zero, product);
}

/// <summary><c>x log(1 + y)</c>, and 0 where x is 0, whatever y is.</summary>
internal readonly struct Xlog1POperator : IBinaryFloatingOperator, IBinaryComplexOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Invoke(Vector<float> x, Vector<float> y) => XlogyOperator.Guard(x, x * Log1POperator.Invoke(y));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Invoke(Vector<double> x, Vector<double> y) => XlogyOperator.Guard(x, x * VectorMath.Log1P(y));

    public static Complex Invoke(Complex x, Complex y) => x == Complex.Zero ? Complex.Zero : x * ComplexMath.Log1P(y);
}
