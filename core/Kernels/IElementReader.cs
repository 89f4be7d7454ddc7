using System.Numerics;
using System.Numerics.Tensors;
using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>How elements of <typeparamref name="TIn"/> are read by a kernel that computes in <typeparamref name="T"/>; exact.</summary>
internal unsafe interface IElementReader<TIn, T>
    where TIn : unmanaged
    where T : unmanaged
{
    /// <summary>Whether both types are one, so that nothing needs to be converted.</summary>
    static abstract bool IsDirect { get; }

    static abstract void Read(TIn* source, T* destination, int count);
}

internal readonly unsafe struct DirectReader<T> : IElementReader<T, T>
    where T : unmanaged
{
    public static bool IsDirect => true;

    public static void Read(T* source, T* destination, int count) =>
        new ReadOnlySpan<T>(source, count).CopyTo(new Span<T>(destination, count));
}

internal readonly unsafe struct Float16Reader : IElementReader<Half, float>
{
    public static bool IsDirect => false;

    public static void Read(Half* source, float* destination, int count) =>
        TensorPrimitives.ConvertToSingle(new ReadOnlySpan<Half>(source, count), new Span<float>(destination, count));
}

internal readonly unsafe struct BFloat16Reader : IElementReader<BFloat16, float>
{
    public static bool IsDirect => false;

    public static void Read(BFloat16* source, float* destination, int count)
    {
        var i = 0;
        for (; i <= count - Vector<ushort>.Count; i += Vector<ushort>.Count)
        {
            Vector.Widen(Vector.Load((ushort*)source + i), out var low, out var high);
            Vector.Store(low << 16, (uint*)destination + i);
            Vector.Store(high << 16, (uint*)destination + i + Vector<uint>.Count);
        }

        for (; i < count; i++)
            destination[i] = (float)source[i];
    }
}

/// <summary>A wider integer of the same signedness.</summary>
internal readonly unsafe struct WideningReader<TIn, T> : IElementReader<TIn, T>
    where TIn : unmanaged, IBinaryInteger<TIn>
    where T : unmanaged, IBinaryInteger<T>
{
    public static bool IsDirect => false;

    public static void Read(TIn* source, T* destination, int count)
    {
        for (var i = 0; i < count; i++)
            destination[i] = T.CreateTruncating(source[i]);
    }
}
