using System.Numerics;
using System.Runtime.CompilerServices;

namespace GraphRun.Kernels;

/// <summary><c>x + y</c></summary>
internal readonly struct AddOperator : IBinaryOperator, IBinaryComplexOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke<T>(Vector<T> x, Vector<T> y)
        where T : unmanaged, INumber<T> => x + y;

    public static Complex Invoke(Complex x, Complex y) => x + y;
}

/// <summary><c>x - y</c></summary>
internal readonly struct SubtractOperator : IBinaryOperator, IBinaryComplexOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke<T>(Vector<T> x, Vector<T> y)
        where T : unmanaged, INumber<T> => x - y;

    public static Complex Invoke(Complex x, Complex y) => x - y;
}

/// <summary><c>x * y</c></summary>
internal readonly struct MultiplyOperator : IBinaryOperator, IBinaryComplexOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke<T>(Vector<T> x, Vector<T> y)
        where T : unmanaged, INumber<T> => x * y;

    public static Complex Invoke(Complex x, Complex y) => x * y;
}

/// <summary><c>x / y</c>; a float divided by zero is infinite or NaN.</summary>
internal readonly struct DivideOperator : IBinaryFloatingOperator<DivideOperator>, IBinaryComplexOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke<T>(Vector<T> x, Vector<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => x / y;

    public static Complex Invoke(Complex x, Complex y) => x / y;
}

/// <summary><c>(x - y)²</c>; of complex numbers the conjugate times the difference, as TensorFlow has it.</summary>
internal readonly struct SquaredDifferenceOperator : IBinaryOperator, IBinaryComplexOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke<T>(Vector<T> x, Vector<T> y)
        where T : unmanaged, INumber<T> => (x - y) * (x - y);

    public static Complex Invoke(Complex x, Complex y) => Complex.Conjugate(x - y) * (x - y);
}

/// <summary><c>-x</c>; the least integer stays what it is.</summary>
internal readonly struct NegateOperator : IUnaryOperator, IUnaryComplexOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke<T>(Vector<T> x)
        where T : unmanaged, INumber<T> => -x;

    public static Complex Invoke(Complex x) => -x;
}

/// <summary><c>x²</c></summary>
internal readonly struct SquareOperator : IUnaryOperator, IUnaryComplexOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke<T>(Vector<T> x)
        where T : unmanaged, INumber<T> => x * x;

    public static Complex Invoke(Complex x) => x * x;
}
