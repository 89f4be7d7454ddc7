using System.Numerics;
using System.Runtime.CompilerServices;

namespace GraphRun.Kernels;

/// <summary>What becomes of a row's elements when the sum of their exponentials is known.</summary>
internal interface ISoftmaxEnd<T>
    where T : unmanaged
{
    /// <summary>Whether the end needs the element less the row's largest, rather than e to the power of that.</summary>
    static abstract bool NeedsShifted { get; }

    static abstract Vector<T> Exp(Vector<T> x);

    /// <summary>What all elements of the row share.</summary>
    static abstract Vector<T> Share(Vector<T> sum);

    static abstract Vector<T> Finish(Vector<T> kept, Vector<T> share);
}

/// <summary>The exponential divided by the sum.</summary>
internal readonly struct SoftmaxEnd : ISoftmaxEnd<float>, ISoftmaxEnd<double>
{
    public static bool NeedsShifted => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Exp(Vector<float> x) => VectorMath.Exp(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Exp(Vector<double> x) => VectorMath.Exp(x);

    public static Vector<float> Share(Vector<float> sum) => sum;

    public static Vector<double> Share(Vector<double> sum) => sum;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Finish(Vector<float> kept, Vector<float> share) => kept / share;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Finish(Vector<double> kept, Vector<double> share) => kept / share;
}

/// <summary>The element less the logarithm of the sum.</summary>
internal readonly struct LogSoftmaxEnd : ISoftmaxEnd<float>, ISoftmaxEnd<double>
{
    public static bool NeedsShifted => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Exp(Vector<float> x) => VectorMath.Exp(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Exp(Vector<double> x) => VectorMath.Exp(x);

    public static Vector<float> Share(Vector<float> sum) => VectorMath.Log(sum);

    public static Vector<double> Share(Vector<double> sum) => VectorMath.Log(sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Finish(Vector<float> kept, Vector<float> share) => kept - share;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Finish(Vector<double> kept, Vector<double> share) => kept - share;
}
