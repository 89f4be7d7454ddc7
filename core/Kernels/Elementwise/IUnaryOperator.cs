using System.Numerics;
using System.Runtime.CompilerServices;

namespace GraphRun.Kernels;

/// <summary>A function of one number, lane by lane, for one element type. What it does in a lane depends on that lane alone.</summary>
internal interface IUnaryOperator<T>
{
    static abstract Vector<T> Invoke(Vector<T> x);
}

/// <summary>A function of one number that is written once for every integer and floating element type.</summary>
internal interface IUnaryOperator
{
    static abstract Vector<T> Invoke<T>(Vector<T> x)
        where T : unmanaged, INumber<T>;
}

/// <summary>A function of one floating number: float16 and bfloat16 take the float32 form.</summary>
internal interface IUnaryFloatingOperator : IUnaryOperator<float>, IUnaryOperator<double>;

/// <summary>The same for a function that is written once for all floats.</summary>
/// <typeparam name="TSelf">The operator itself.</typeparam>
internal interface IUnaryFloatingOperator<TSelf> : IUnaryFloatingOperator
    where TSelf : struct, IUnaryFloatingOperator<TSelf>
{
    static abstract Vector<T> Invoke<T>(Vector<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector<float> IUnaryOperator<float>.Invoke(Vector<float> x) => TSelf.Invoke<float>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector<double> IUnaryOperator<double>.Invoke(Vector<double> x) => TSelf.Invoke<double>(x);
}

/// <summary>A function of one complex number; complex64 is computed in double and rounded once.</summary>
internal interface IUnaryComplexOperator
{
    static abstract Complex Invoke(Complex x);
}

/// <summary>A question about one number: all bits of a lane are set where the answer is yes.</summary>
internal interface IPredicateOperator
{
    static abstract Vector<T> Invoke<T>(Vector<T> x)
        where T : unmanaged, INumber<T>;
}
