using System.Numerics;
using System.Runtime.CompilerServices;

namespace GraphRun.Kernels;

/// <summary>What a pooling makes of the elements under its window, lane by lane.</summary>
internal interface IPoolingKind
{
    /// <summary>What an empty window holds.</summary>
    static abstract T Start<T>()
        where T : unmanaged, INumber<T>;

    static abstract Vector<T> Combine<T>(Vector<T> sum, Vector<T> x)
        where T : unmanaged, INumber<T>;

    /// <summary>The result, from what came of as many elements.</summary>
    static abstract Vector<T> Finish<T>(Vector<T> sum, long taps)
        where T : unmanaged, INumber<T>;
}

/// <summary>The greatest element; NaN if there is one.</summary>
internal readonly struct MaximumPooling : IPoolingKind
{
    public static T Start<T>()
        where T : unmanaged, INumber<T> => T.CreateSaturating(double.NegativeInfinity);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Combine<T>(Vector<T> sum, Vector<T> x)
        where T : unmanaged, INumber<T> => MaximumOperator.Invoke(sum, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Finish<T>(Vector<T> sum, long taps)
        where T : unmanaged, INumber<T> => sum;
}

/// <summary>The mean of the elements: those of a row are added in ascending order, then the rows.</summary>
internal readonly struct AveragePooling : IPoolingKind
{
    public static T Start<T>()
        where T : unmanaged, INumber<T> => T.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Combine<T>(Vector<T> sum, Vector<T> x)
        where T : unmanaged, INumber<T> => sum + x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Finish<T>(Vector<T> sum, long taps)
        where T : unmanaged, INumber<T> => sum / new Vector<T>(T.CreateTruncating(taps));
}
