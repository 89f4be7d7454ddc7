using System.Numerics;
using System.Runtime.CompilerServices;
using GraphRun.Errors;

namespace GraphRun.Kernels;

/// <summary>The arithmetic of the framework's own integers and floats, float16 among them.</summary>
internal readonly struct NumberArithmetic<T> : IArithmetic<T>
    where T : unmanaged, INumber<T>, IMinMaxValue<T>
{
    public static T Zero => T.Zero;

    public static T One => T.One;

    public static T Lowest => T.MinValue;

    public static T Highest => T.MaxValue;

    private static bool IsFloating => typeof(T) == typeof(float) || typeof(T) == typeof(double) || typeof(T) == typeof(Half);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Add(T x, T y) => x + y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Subtract(T x, T y) => x - y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Multiply(T x, T y) => x * y;

    // The least integer by -1 is the least integer again, where the machine would trap.
    public static T Divide(T x, T y)
    {
        if (IsFloating)
            return x / y;
        if (T.IsZero(y))
            throw new GraphRunException(ErrorCode.InvalidArgument, "Integer division by zero");
        return T.IsNegative(y) && y + T.One == T.Zero ? T.Zero - x : x / y;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Maximum(T x, T y) => x > y || T.IsNaN(x) ? x : y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Minimum(T x, T y) => x < y || T.IsNaN(x) ? x : y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsLess(T x, T y) => x < y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AreEqual(T x, T y) => x == y;

    public static T FromInteger(long value) => T.CreateTruncating(value);

    public static T SquareRoot(T value) => T.CreateTruncating(
        typeof(T) == typeof(float) ? MathF.Sqrt(float.CreateTruncating(value)) : Math.Sqrt(double.CreateTruncating(value)));

    public static double ToDouble(T value) => double.CreateTruncating(value);
}
