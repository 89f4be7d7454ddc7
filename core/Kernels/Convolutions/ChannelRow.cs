using System.Numerics;
using System.Runtime.CompilerServices;

namespace GraphRun.Kernels;

/// <summary>Loops over the channels of a pixel. Only operations that are rounded alike in vectors and alone.</summary>
internal static unsafe class ChannelRow<T>
    where T : unmanaged, INumberBase<T>
{
    /// <summary><c>sum += x * y</c>, rounded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyAdd(T* x, T* y, T* sum, long count)
    {
        nint i = 0;
        for (; i <= (nint)count - Vector<T>.Count; i += Vector<T>.Count)
            Vector.Store(Fma(Vector.Load(x + i), Vector.Load(y + i), Vector.Load(sum + i)), sum + i);
        for (; i < (nint)count; i++)
            sum[i] = WidthScalar<T>.MultiplyAdd(x[i], y[i], sum[i]);
    }

    /// <summary><c>sum += x</c></summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(T* x, T* sum, long count)
    {
        nint i = 0;
        for (; i <= (nint)count - Vector<T>.Count; i += Vector<T>.Count)
            Vector.Store(Vector.Load(x + i) + Vector.Load(sum + i), sum + i);
        for (; i < (nint)count; i++)
            sum[i] = x[i] + sum[i];
    }

    /// <summary>Each element of <paramref name="source"/> several times in a row.</summary>
    public static void Repeat(T* source, T* destination, long count, long times)
    {
        for (var i = 0L; i < count; i++)
        {
            for (var j = 0L; j < times; j++)
                *destination++ = source[i];
        }
    }

    /// <summary>The sums of as many neighbours each, in ascending order.</summary>
    public static void SumNeighbours(T* source, T* destination, long count, long neighbours)
    {
        for (var i = 0L; i < count; i++)
        {
            destination[i] = *source++;
            for (var j = 1L; j < neighbours; j++)
                destination[i] += *source++;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Fma(Vector<T> x, Vector<T> y, Vector<T> z)
    {
        if (typeof(T) == typeof(float))
            return Vector.FusedMultiplyAdd(x.As<T, float>(), y.As<T, float>(), z.As<T, float>()).As<float, T>();
        if (typeof(T) == typeof(double))
            return Vector.FusedMultiplyAdd(x.As<T, double>(), y.As<T, double>(), z.As<T, double>()).As<double, T>();
        return (x * y) + z;
    }
}
