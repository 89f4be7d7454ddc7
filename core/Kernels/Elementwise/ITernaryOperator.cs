using System.Numerics;
using System.Runtime.CompilerServices;

namespace GraphRun.Kernels;

/// <summary>A function of three numbers, lane by lane, for one element type.</summary>
internal interface ITernaryOperator<T>
{
    static abstract Vector<T> Invoke(Vector<T> x, Vector<T> y, Vector<T> w);
}

/// <summary>A function of three floating numbers: float16 and bfloat16 take the float32 form.</summary>
internal interface ITernaryFloatingOperator : ITernaryOperator<float>, ITernaryOperator<double>;

/// <summary>The same for a function that is written once for all floats.</summary>
/// <typeparam name="TSelf">The operator itself.</typeparam>
internal interface ITernaryFloatingOperator<TSelf> : ITernaryFloatingOperator
    where TSelf : struct, ITernaryFloatingOperator<TSelf>
{
    static abstract Vector<T> Invoke<T>(Vector<T> x, Vector<T> y, Vector<T> w)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector<float> ITernaryOperator<float>.Invoke(Vector<float> x, Vector<float> y, Vector<float> w) => TSelf.Invoke<float>(x, y, w);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector<double> ITernaryOperator<double>.Invoke(Vector<double> x, Vector<double> y, Vector<double> w) =>
        TSelf.Invoke<double>(x, y, w);
}

/// <summary>A function of three numbers that is written once for every integer and floating element type.</summary>
internal interface ITernaryOperator
{
    static abstract Vector<T> Invoke<T>(Vector<T> x, Vector<T> y, Vector<T> w)
        where T : unmanaged, INumber<T>;
}
