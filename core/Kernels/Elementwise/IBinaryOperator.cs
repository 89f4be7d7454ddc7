using System.Numerics;
using System.Runtime.CompilerServices;

namespace GraphRun.Kernels;

/// <summary>A function of two numbers, lane by lane, for one element type.</summary>
internal interface IBinaryOperator<T>
{
    static abstract Vector<T> Invoke(Vector<T> x, Vector<T> y);
}

/// <summary>A function of two numbers that is written once for every integer and floating element type.</summary>
internal interface IBinaryOperator
{
    static abstract Vector<T> Invoke<T>(Vector<T> x, Vector<T> y)
        where T : unmanaged, INumber<T>;
}

/// <summary>A function of two floating numbers: float16 and bfloat16 take the float32 form.</summary>
internal interface IBinaryFloatingOperator : IBinaryOperator<float>, IBinaryOperator<double>;

/// <summary>The same for a function that is written once for all floats.</summary>
/// <typeparam name="TSelf">The operator itself.</typeparam>
internal interface IBinaryFloatingOperator<TSelf> : IBinaryFloatingOperator
    where TSelf : struct, IBinaryFloatingOperator<TSelf>
{
    static abstract Vector<T> Invoke<T>(Vector<T> x, Vector<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector<float> IBinaryOperator<float>.Invoke(Vector<float> x, Vector<float> y) => TSelf.Invoke<float>(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector<double> IBinaryOperator<double>.Invoke(Vector<double> x, Vector<double> y) => TSelf.Invoke<double>(x, y);
}

/// <summary>A function of two numbers that no vector unit has (integer division, remainders): computed element by element.</summary>
internal interface IBinaryScalarOperator
{
    static abstract T Invoke<T>(T x, T y)
        where T : unmanaged, INumber<T>;
}

/// <summary>A function of two integers that no vector unit has: computed element by element.</summary>
internal interface IBinaryIntegerOperator
{
    static abstract T Invoke<T>(T x, T y)
        where T : unmanaged, IBinaryInteger<T>;
}

/// <summary>A function of two complex numbers; complex64 is computed in double and rounded once.</summary>
internal interface IBinaryComplexOperator
{
    static abstract Complex Invoke(Complex x, Complex y);
}

/// <summary>A comparison of two numbers: all bits of a lane are set where it holds.</summary>
internal interface IComparisonOperator
{
    static abstract Vector<T> Invoke<T>(Vector<T> x, Vector<T> y)
        where T : unmanaged, INumber<T>;
}

/// <summary>Whether two elements are equal, or whether they differ: the comparisons that every dtype has.</summary>
internal interface IEqualityOperator : IComparisonOperator
{
    /// <summary>The answer for two elements of which it is known whether they are equal.</summary>
    static abstract bool Answer(bool areEqual);
}
