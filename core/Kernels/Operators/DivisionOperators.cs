using System.Numerics;
using GraphRun.Errors;

namespace GraphRun.Kernels;

/// <summary>The integer quotient, rounded towards zero.</summary>
/// <exception cref="GraphRunException">Integer division by zero.</exception>
internal readonly struct TruncateDivideOperator : IBinaryIntegerOperator
{
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
    public static T Invoke<T>(T x, T y)
        where T : unmanaged, IBinaryInteger<T>
    {
        var quotient = TruncateDivideOperator.Invoke(x, y);
        var isInexact = quotient * y != x;
        return isInexact && T.IsNegative(x) != T.IsNegative(y) ? quotient - T.One : quotient;
    }
}

/// <summary>The remainder with the sign of the dividend, exact for floats as well (C's <c>fmod</c>).</summary>
/// <exception cref="GraphRunException">Integer division by zero.</exception>
internal readonly struct TruncateModOperator : IBinaryScalarOperator
{
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
    public static T Invoke<T>(T x, T y)
        where T : unmanaged, INumber<T>
    {
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
    public static void RefuseZero<T>(T divisor)
        where T : unmanaged, INumber<T>
    {
        if (divisor == T.Zero && IsInteger<T>())
            throw new GraphRunException(ErrorCode.InvalidArgument, "Integer division by zero");
    }

    public static bool IsMinusOne<T>(T divisor)
        where T : unmanaged, INumber<T> => T.IsNegative(divisor) && divisor == T.Zero - T.One && IsInteger<T>();

    private static bool IsInteger<T>() => typeof(T) != typeof(float) && typeof(T) != typeof(double);
}
