using System.Numerics;
using System.Runtime.CompilerServices;

namespace GraphRun.Kernels;

/// <summary>Which of two elements a search prefers. A NaN is never preferred to anything.</summary>
internal interface IElementOrder<T>
    where T : unmanaged
{
    /// <summary>What the search starts from; only an element that precedes it can be found.</summary>
    static abstract T Start { get; }

    static abstract bool Precedes(T value, T best);

    static abstract Vector<T> Precedes(Vector<T> value, Vector<T> best);
}

internal readonly struct LargestFirst<T> : IElementOrder<T>
    where T : unmanaged, INumber<T>, IMinMaxValue<T>
{
    public static T Start => T.MinValue;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Precedes(T value, T best) => value > best;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Precedes(Vector<T> value, Vector<T> best) => Vector.GreaterThan(value, best);
}

internal readonly struct SmallestFirst<T> : IElementOrder<T>
    where T : unmanaged, INumber<T>, IMinMaxValue<T>
{
    public static T Start => T.MaxValue;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Precedes(T value, T best) => value < best;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Precedes(Vector<T> value, Vector<T> best) => Vector.LessThan(value, best);
}
