using System.Numerics;
using System.Runtime.CompilerServices;

namespace GraphRun.Kernels;

/// <summary>Bits set in both; of bools whether both are true.</summary>
internal readonly struct BitwiseAndOperator : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke<T>(Vector<T> x, Vector<T> y)
        where T : unmanaged, INumber<T> => x & y;
}

/// <summary>Bits set in either; of bools whether one is true.</summary>
internal readonly struct BitwiseOrOperator : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke<T>(Vector<T> x, Vector<T> y)
        where T : unmanaged, INumber<T> => x | y;
}

/// <summary>Bits set in one alone; of bools whether they differ.</summary>
internal readonly struct BitwiseXorOperator : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke<T>(Vector<T> x, Vector<T> y)
        where T : unmanaged, INumber<T> => x ^ y;
}

/// <summary>Every bit turned round.</summary>
internal readonly struct InvertOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke<T>(Vector<T> x)
        where T : unmanaged, INumber<T> => ~x;
}

/// <summary>Of bools, which are bytes 0 and 1, the other one.</summary>
internal readonly struct LogicalNotOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke<T>(Vector<T> x)
        where T : unmanaged, INumber<T> => x ^ Vector<T>.One;
}

/// <summary><c>x &lt;&lt; y</c>; an amount outside 0 to bits - 1 counts as the nearest of these, as TensorFlow's kernel has it.</summary>
internal readonly struct LeftShiftOperator : IBinaryIntegerOperator
{
    public static T Invoke<T>(T x, T y)
        where T : unmanaged, IBinaryInteger<T> => x << Amount(y);

    /// <summary>The amount as the shift takes it.</summary>
    public static int Amount<T>(T y)
        where T : unmanaged, IBinaryInteger<T> =>
        T.IsNegative(y) ? 0 : int.Min(int.CreateSaturating(y), Unsafe.SizeOf<T>() * 8 - 1);
}

/// <summary><c>x &gt;&gt; y</c>, keeping the sign of signed integers; the amount is clamped as for the left shift.</summary>
internal readonly struct RightShiftOperator : IBinaryIntegerOperator
{
    public static T Invoke<T>(T x, T y)
        where T : unmanaged, IBinaryInteger<T> => x >> LeftShiftOperator.Amount(y);
}
