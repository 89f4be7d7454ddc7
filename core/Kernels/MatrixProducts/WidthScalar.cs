using System.Numerics;
using System.Runtime.CompilerServices;

namespace GraphRun.Kernels;

/// <summary>One element: for machines without vectors.</summary>
internal readonly unsafe struct WidthScalar<T> : IVectorWidth<T, T>
    where T : unmanaged, INumberBase<T>
{
    public static int Count => 1;

    public static int TileRows => 6;

    public static T Load(T* source) => *source;

    public static void Store(T value, T* destination) => *destination = value;

    public static T Broadcast(T value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T MultiplyAdd(T left, T right, T sum)
    {
        if (typeof(T) == typeof(float))
            return (T)(object)MathF.FusedMultiplyAdd((float)(object)left, (float)(object)right, (float)(object)sum);
        if (typeof(T) == typeof(double))
            return (T)(object)Math.FusedMultiplyAdd((double)(object)left, (double)(object)right, (double)(object)sum);
        return unchecked(left * right + sum);
    }
}
