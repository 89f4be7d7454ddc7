using System.Numerics;
using System.Runtime.CompilerServices;

namespace GraphRun.Kernels;

/// <summary><c>max(x, 0)</c>; NaN stays.</summary>
internal readonly struct ReluOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke<T>(Vector<T> x)
        where T : unmanaged, INumber<T> => Vector.ConditionalSelect(Vector.LessThanOrEqual(x, Vector<T>.Zero), Vector<T>.Zero, x);
}

/// <summary><c>min(max(x, 0), 6)</c>; NaN stays.</summary>
internal readonly struct Relu6Operator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke<T>(Vector<T> x)
        where T : unmanaged, INumber<T> => MinimumOperator.Invoke(ReluOperator.Invoke(x), new Vector<T>(T.CreateTruncating(6)));
}

/// <summary>x where it is above 0, else x times the slope y.</summary>
internal readonly struct LeakyReluOperator : IBinaryFloatingOperator<LeakyReluOperator>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke<T>(Vector<T> x, Vector<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Vector.ConditionalSelect(Vector.GreaterThan(x, Vector<T>.Zero), x, x * y);
}

/// <summary>x where it is not below 0, else <c>e^x - 1</c>.</summary>
internal readonly struct EluOperator : IUnaryFloatingOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Invoke(Vector<float> x) =>
        Vector.ConditionalSelect(Vector.LessThan(x, Vector<float>.Zero), VectorMath.ExpM1OfNegative(x), x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Invoke(Vector<double> x) =>
        Vector.ConditionalSelect(Vector.LessThan(x, Vector<double>.Zero), VectorMath.ExpM1(x), x);
}

/// <summary>The scaled exponential linear unit of Klambauer and others (2017): <c>scale * (x, or alpha (e^x - 1) below 0)</c>.</summary>
internal readonly struct SeluOperator : IUnaryFloatingOperator
{
    /// <summary>The fixed point of mean 0 and variance 1: equation (14) of the paper.</summary>
    public const double Scale = 1.0507009873554804934193349852946;

    /// <summary>Scale times alpha.</summary>
    public const double ScaledAlpha = 1.7580993408473768599402175208123;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Invoke(Vector<float> x) => Vector.ConditionalSelect(
        Vector.LessThan(x, Vector<float>.Zero),
        Vector.Create((float)ScaledAlpha) * VectorMath.ExpM1OfNegative(x),
        Vector.Create((float)Scale) * x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Invoke(Vector<double> x) => Vector.ConditionalSelect(
        Vector.LessThan(x, Vector<double>.Zero), Vector.Create(ScaledAlpha) * VectorMath.ExpM1(x), Vector.Create(Scale) * x);
}

/// <summary><c>x / (1 + |x|)</c></summary>
internal readonly struct SoftsignOperator : IUnaryFloatingOperator<SoftsignOperator>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke<T>(Vector<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => x / (Vector<T>.One + Vector.Abs(x));
}
