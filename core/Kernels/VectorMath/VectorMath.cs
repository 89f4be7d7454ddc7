using System.Numerics;
using System.Runtime.CompilerServices;

namespace GraphRun.Kernels;

/// <summary>
/// The transcendental functions, one formula for every lane. Only operations that are rounded correctly everywhere are used (+, -, *, /,
/// square root, fused multiply-add, rounding, integer arithmetic), so the bits do not depend on the machine. Polynomials are minimax
/// fits made for these formulas; the errors stated are the largest seen against references of 113 bits.
/// </summary>
internal static partial class VectorMath
{
    // Added to a number below 2^22 (2^51), these leave its nearest whole number in the lowest bits, and taken away again as a float.
    private const float RoundingSingle = 12582912f;
    private const double RoundingDouble = 6755399441055744d;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Fma(Vector<float> x, Vector<float> y, Vector<float> z) => Vector.FusedMultiplyAdd(x, y, z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Fma(Vector<float> x, Vector<float> y, float z) => Vector.FusedMultiplyAdd(x, y, Vector.Create(z));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Fma(Vector<double> x, Vector<double> y, Vector<double> z) => Vector.FusedMultiplyAdd(x, y, z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Fma(Vector<double> x, Vector<double> y, double z) => Vector.FusedMultiplyAdd(x, y, Vector.Create(z));

    /// <summary>The lesser one; NaN stays.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> AtMost(Vector<float> x, float limit)
    {
        var limits = Vector.Create(limit);
        return Vector.ConditionalSelect(Vector.GreaterThan(x, limits), limits, x);
    }

    /// <summary>The greater one; NaN stays.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> AtLeast(Vector<float> x, float limit)
    {
        var limits = Vector.Create(limit);
        return Vector.ConditionalSelect(Vector.LessThan(x, limits), limits, x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> AtMost(Vector<double> x, double limit)
    {
        var limits = Vector.Create(limit);
        return Vector.ConditionalSelect(Vector.GreaterThan(x, limits), limits, x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> AtLeast(Vector<double> x, double limit)
    {
        var limits = Vector.Create(limit);
        return Vector.ConditionalSelect(Vector.LessThan(x, limits), limits, x);
    }

    /// <summary>The magnitude of one and the sign of the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> WithSignOf(Vector<float> magnitude, Vector<float> sign) =>
        Vector.ConditionalSelect(Vector.Create(-0f), sign, magnitude);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> WithSignOf(Vector<double> magnitude, Vector<double> sign) =>
        Vector.ConditionalSelect(Vector.Create(-0d), sign, magnitude);

    /// <summary>A lane of <paramref name="yes"/> where the mask is set, else of <paramref name="no"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Pick(Vector<int> mask, Vector<float> yes, Vector<float> no) => Vector.ConditionalSelect(mask, yes, no);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Pick(Vector<long> mask, Vector<double> yes, Vector<double> no) =>
        Vector.ConditionalSelect(mask, yes, no);

    /// <summary>The result where x is finite, else NaN: always the same one, whatever bits the formula made of it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> OfFinite<T>(Vector<T> x, Vector<T> result)
    {
        var zero = x - x;
        return Vector.ConditionalSelect(Vector.Equals(zero, Vector<T>.Zero), result, zero);
    }

    /// <summary>The result, or x where it is NaN: always the same one, whatever bits the formula made of it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> OfNumber<T>(Vector<T> x, Vector<T> result) =>
        Vector.ConditionalSelect(Vector.Equals(x, x), result, x);

    /// <summary>A float32 function by way of its float64 formula: half an ulp of error, at half the speed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> ThroughDouble<TOperator>(Vector<float> x)
        where TOperator : struct, IUnaryOperator<double>
    {
        Vector.Widen(x, out var low, out var high);
        return Vector.Narrow(TOperator.Invoke(low), TOperator.Invoke(high));
    }

    /// <summary>The same for a function of two numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> ThroughDouble<TOperator>(Vector<float> x, Vector<float> y)
        where TOperator : struct, IBinaryOperator<double>
    {
        Vector.Widen(x, out var xLow, out var xHigh);
        Vector.Widen(y, out var yLow, out var yHigh);
        return Vector.Narrow(TOperator.Invoke(xLow, yLow), TOperator.Invoke(xHigh, yHigh));
    }
}
