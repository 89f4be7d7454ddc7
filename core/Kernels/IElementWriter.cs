using System.Numerics;
using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>How a number of <typeparamref name="T"/> is rounded to the dtype that is stored.</summary>
internal interface IElementWriter<T, TOut>
    where T : unmanaged
    where TOut : unmanaged
{
    /// <summary>Whether both types are one, so that nothing needs to be converted.</summary>
    static abstract bool IsDirect { get; }

    static abstract TOut Write(T value);
}

internal readonly struct DirectWriter<T> : IElementWriter<T, T>
    where T : unmanaged
{
    public static bool IsDirect => true;

    public static T Write(T value) => value;
}

/// <summary>To nearest, ties to even.</summary>
internal readonly struct Float16Writer : IElementWriter<float, Half>
{
    public static bool IsDirect => false;

    public static Half Write(float value) => (Half)value;
}

/// <summary>To nearest, ties to even.</summary>
internal readonly struct BFloat16Writer : IElementWriter<float, BFloat16>
{
    public static bool IsDirect => false;

    public static BFloat16 Write(float value) => (BFloat16)value;
}

/// <summary>The lower bits of an integer.</summary>
internal readonly struct NarrowingWriter<T, TOut> : IElementWriter<T, TOut>
    where T : unmanaged, IBinaryInteger<T>
    where TOut : unmanaged, IBinaryInteger<TOut>
{
    public static bool IsDirect => false;

    public static TOut Write(T value) => TOut.CreateTruncating(value);
}
