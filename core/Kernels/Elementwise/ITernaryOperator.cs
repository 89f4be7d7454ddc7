using System.Numerics;

namespace GraphRun.Kernels;

/// <summary>A function of three numbers, lane by lane, for one element type.</summary>
internal interface ITernaryOperator<T>
{
    static abstract Vector<T> Invoke(Vector<T> x, Vector<T> y, Vector<T> w);
}

/// <summary>A function of three numbers that is written once for every integer and floating element type.</summary>
internal interface ITernaryOperator
{
    static abstract Vector<T> Invoke<T>(Vector<T> x, Vector<T> y, Vector<T> w)
        where T : unmanaged, INumber<T>;
}
