using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using GraphRun.Errors;

namespace GraphRun.Kernels;

/// <summary>The integer quotient, rounded towards zero.</summary>
/// <exception cref="GraphRunException">Integer division by zero.</exception>
internal readonly struct TruncateDivideOperator : IBinaryIntegerOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Invoke<T>(T x, T y)
        where T : unmanaged, IBinaryInteger<T>
    {
        Division.RefuseZero(y);
        return Division.IsMinusOne(y) ? T.Zero - x : x / y;
    }
}

/// <summary>The integer quotient, rounded towards negative infinity.</summary>
/// <exception cref="GraphRunException">Integer division by zero.</exception>
internal readonly struct FloorDivideOperator : IBinaryIntegerOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Invoke<T>(T x, T y)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (typeof(T) == typeof(int))
            return (T)(object)Division.Floor((int)(object)x, (int)(object)y);
        var quotient = TruncateDivideOperator.Invoke(x, y);
        var isInexact = quotient * y != x;
        return isInexact && T.IsNegative(x) != T.IsNegative(y) ? quotient - T.One : quotient;
    }
}

/// <summary>The remainder with the sign of the dividend, exact for floats as well (C's <c>fmod</c>).</summary>
/// <exception cref="GraphRunException">Integer division by zero.</exception>
internal readonly struct TruncateModOperator : IBinaryScalarOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Invoke<T>(T x, T y)
        where T : unmanaged, INumber<T>
    {
        Division.RefuseZero(y);
        return Division.IsMinusOne(y) ? T.Zero : x % y;
    }
}

/// <summary>The remainder with the sign of the divisor.</summary>
/// <exception cref="GraphRunException">Integer division by zero.</exception>
internal readonly struct FloorModOperator : IBinaryScalarOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Invoke<T>(T x, T y)
        where T : unmanaged, INumber<T>
    {
        if (typeof(T) == typeof(int))
            return (T)(object)((int)(object)x - (Division.Floor((int)(object)x, (int)(object)y) * (int)(object)y));
        var remainder = TruncateModOperator.Invoke(x, y);
        return remainder != T.Zero && T.IsNegative(remainder) != T.IsNegative(y) ? remainder + y : remainder;
    }
}

/// <summary>The integer power by repeated squaring, wrapping.</summary>
/// <exception cref="GraphRunException">Integers to negative integer powers are not allowed.</exception>
internal readonly struct IntegerPowerOperator : IBinaryIntegerOperator
{
    public static T Invoke<T>(T x, T y)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (T.IsNegative(y))
            throw new GraphRunException(ErrorCode.InvalidArgument, "Integers to negative integer powers are not allowed");
        var power = T.One;
        for (; y != T.Zero; y >>= 1)
        {
            if (T.IsOddInteger(y))
                power *= x;
            x *= x;
        }

        return power;
    }
}

/// <summary>The cases that hardware division traps at.</summary>
file static class Division
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void RefuseZero<T>(T divisor)
        where T : unmanaged, INumber<T>
    {
        if (divisor == T.Zero && IsInteger<T>())
            Refuse();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsMinusOne<T>(T divisor)
        where T : unmanaged, INumber<T> => T.IsNegative(divisor) && divisor == T.Zero - T.One && IsInteger<T>();

    // In float64, which tells every quotient of 32-bit numbers from its neighbours and divides faster; the least number by -1 wraps.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Floor(int x, int y)
    {
        RefuseZero(y);
        return (int)(long)Math.Floor((double)x / y);
    }

    [DoesNotReturn]
    private static void Refuse() => throw new GraphRunException(ErrorCode.InvalidArgument, "Integer division by zero");

    private static bool IsInteger<T>() => typeof(T) != typeof(float) && typeof(T) != typeof(double);
}
