using System.Numerics;
using System.Runtime.CompilerServices;

namespace GraphRun.Kernels;

/// <summary>What is kept of each element while a row's exponentials are added up, and what becomes of it when their sum is known.</summary>
internal interface ISoftmaxEnd<T>
    where T : unmanaged
{
    static abstract Vector<T> Exp(Vector<T> x);

    /// <param name="shifted">The element less the row's largest.</param>
    /// <param name="exponential">e to the power of that.</param>
    static abstract Vector<T> Keep(Vector<T> shifted, Vector<T> exponential);

    /// <summary>What all elements of the row share.</summary>
    static abstract Vector<T> Share(Vector<T> sum);

    static abstract Vector<T> Finish(Vector<T> kept, Vector<T> share);
}

/// <summary>The exponential divided by the sum.</summary>
internal readonly struct SoftmaxEnd : ISoftmaxEnd<float>, ISoftmaxEnd<double>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Exp(Vector<float> x) => VectorMath.Exp(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Exp(Vector<double> x) => VectorMath.Exp(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Keep(Vector<float> shifted, Vector<float> exponential) => exponential;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Keep(Vector<double> shifted, Vector<double> exponential) => exponential;

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
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Exp(Vector<float> x) => VectorMath.Exp(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Exp(Vector<double> x) => VectorMath.Exp(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Keep(Vector<float> shifted, Vector<float> exponential) => shifted;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Keep(Vector<double> shifted, Vector<double> exponential) => shifted;

    public static Vector<float> Share(Vector<float> sum) => VectorMath.Log(sum);

    public static Vector<double> Share(Vector<double> sum) => VectorMath.Log(sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Finish(Vector<float> kept, Vector<float> share) => kept - share;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Finish(Vector<double> kept, Vector<double> share) => kept - share;
}
