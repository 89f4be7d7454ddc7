using System.Numerics;
using System.Runtime.CompilerServices;

namespace GraphRun.Kernels;

/// <summary>The gradient x where the feature y is above 0, else 0.</summary>
internal readonly struct ReluGradOperator : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke<T>(Vector<T> x, Vector<T> y)
        where T : unmanaged, INumber<T> => Vector.ConditionalSelect(Vector.GreaterThan(y, Vector<T>.Zero), x, Vector<T>.Zero);
}

/// <summary>The gradient x where the feature y lies between 0 and 6, else 0.</summary>
internal readonly struct Relu6GradOperator : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke<T>(Vector<T> x, Vector<T> y)
        where T : unmanaged, INumber<T> => Vector.ConditionalSelect(
            Vector.GreaterThan(y, Vector<T>.Zero) & Vector.LessThan(y, new Vector<T>(T.CreateTruncating(6))), x, Vector<T>.Zero);
}

/// <summary>The gradient x where the feature y is above 0, else x times the slope w.</summary>
internal readonly struct LeakyReluGradOperator : ITernaryFloatingOperator<LeakyReluGradOperator>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke<T>(Vector<T> x, Vector<T> y, Vector<T> w)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Vector.ConditionalSelect(Vector.GreaterThan(y, Vector<T>.Zero), x, x * w);
}

/// <summary>The gradient x times the slope of elu where it gave y.</summary>
internal readonly struct EluGradOperator : IBinaryFloatingOperator<EluGradOperator>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke<T>(Vector<T> x, Vector<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Vector.ConditionalSelect(Vector.LessThan(y, Vector<T>.Zero), x * (y + Vector<T>.One), x);
}

/// <summary>The gradient x times the slope of selu where it gave y.</summary>
internal readonly struct SeluGradOperator : IBinaryFloatingOperator<SeluGradOperator>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke<T>(Vector<T> x, Vector<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => x * Vector.ConditionalSelect(
            Vector.LessThan(y, Vector<T>.Zero),
            y + new Vector<T>(T.CreateTruncating(SeluOperator.ScaledAlpha)),
            new Vector<T>(T.CreateTruncating(SeluOperator.Scale)));
}

/// <summary>The gradient x times the slope of softplus at the feature y.</summary>
internal readonly struct SoftplusGradOperator : IBinaryFloatingOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Invoke(Vector<float> x, Vector<float> y) => x * VectorMath.Sigmoid(y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Invoke(Vector<double> x, Vector<double> y) => x * VectorMath.Sigmoid(y);
}

/// <summary>The gradient x times the slope of softsign at the feature y.</summary>
internal readonly struct SoftsignGradOperator : IBinaryFloatingOperator<SoftsignGradOperator>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke<T>(Vector<T> x, Vector<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => x / SquareOperator.Invoke(Vector<T>.One + Vector.Abs(y));
}

/// <summary>The gradient y times the slope of the sigmoid where it gave x.</summary>
internal readonly struct SigmoidGradOperator : IBinaryFloatingOperator<SigmoidGradOperator>, IBinaryComplexOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke<T>(Vector<T> x, Vector<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => y * x * (Vector<T>.One - x);

    public static Complex Invoke(Complex x, Complex y) => y * Complex.Conjugate(x * (1 - x));
}

/// <summary>The gradient y times the slope of the hyperbolic tangent where it gave x.</summary>
internal readonly struct TanhGradOperator : IBinaryFloatingOperator<TanhGradOperator>, IBinaryComplexOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke<T>(Vector<T> x, Vector<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => y * (Vector<T>.One - x * x);

    public static Complex Invoke(Complex x, Complex y) => y * Complex.Conjugate(1 - x * x);
}

/// <summary>The gradient y times the slope of the square root where it gave x.</summary>
internal readonly struct SqrtGradOperator : IBinaryFloatingOperator<SqrtGradOperator>, IBinaryComplexOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke<T>(Vector<T> x, Vector<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => y * new Vector<T>(T.CreateTruncating(0.5)) / x;

    public static Complex Invoke(Complex x, Complex y) => y * 0.5 / Complex.Conjugate(x);
}

/// <summary>The gradient y times the slope of the reciprocal square root where it gave x.</summary>
internal readonly struct RsqrtGradOperator : IBinaryFloatingOperator<RsqrtGradOperator>, IBinaryComplexOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke<T>(Vector<T> x, Vector<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => y * (new Vector<T>(T.CreateTruncating(-0.5)) * x) * (x * x);

    public static Complex Invoke(Complex x, Complex y) => y * -0.5 * Complex.Conjugate(x * x * x);
}

/// <summary>The gradient y times the slope of the reciprocal where it gave x.</summary>
internal readonly struct ReciprocalGradOperator : IBinaryFloatingOperator<ReciprocalGradOperator>, IBinaryComplexOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke<T>(Vector<T> x, Vector<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => -y * (x * x);

    public static Complex Invoke(Complex x, Complex y) => -y * Complex.Conjugate(x * x);
}
