using System.Numerics;
using System.Runtime.CompilerServices;

namespace GraphRun.Kernels;

/// <summary>The number itself; the slope is not looked at.</summary>
internal readonly struct NoActivation : IBinaryFloatingOperator<NoActivation>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke<T>(Vector<T> x, Vector<T> slope)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => x;
}

/// <summary>An activation written for every number type; the slope is not looked at.</summary>
internal readonly struct NumberActivation<TOperator> : IBinaryFloatingOperator<NumberActivation<TOperator>>
    where TOperator : struct, IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke<T>(Vector<T> x, Vector<T> slope)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TOperator.Invoke(x);
}

/// <summary>An activation written for floats; the slope is not looked at.</summary>
internal readonly struct FloatingActivation<TOperator> : IBinaryFloatingOperator
    where TOperator : struct, IUnaryFloatingOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Invoke(Vector<float> x, Vector<float> slope) => TOperator.Invoke(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Invoke(Vector<double> x, Vector<double> slope) => TOperator.Invoke(x);
}
