using System.Numerics;
using System.Runtime.CompilerServices;

namespace GraphRun.Kernels;

/// <summary>What folds many elements into one. Scalar and vector form give the same bits, and the identity changes no operand.</summary>
internal interface IReduction<T>
    where T : unmanaged
{
    static abstract T Identity { get; }

    static abstract T Combine(T left, T right);

    static abstract Vector<T> Combine(Vector<T> left, Vector<T> right);

    /// <summary>Whether <see cref="CombineNumbers"/> takes less time than <see cref="Combine(Vector{T}, Vector{T})"/>.</summary>
    static virtual bool IsFasterForNumbers => false;

    /// <summary>The same where neither is NaN; of a zero and a negative zero it may give either.</summary>
    static virtual Vector<T> CombineNumbers(Vector<T> left, Vector<T> right) => throw new NotSupportedException();
}

/// <summary>A reduction of elements none of which is NaN.</summary>
internal readonly struct OfNumbers<T, TReduction> : IReduction<T>
    where T : unmanaged
    where TReduction : struct, IReduction<T>
{
    public static T Identity => TReduction.Identity;

    public static T Combine(T left, T right) => TReduction.Combine(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Combine(Vector<T> left, Vector<T> right) => TReduction.CombineNumbers(left, right);
}

/// <summary>What is done to an element before it is folded.</summary>
internal interface IReductionMap<T>
    where T : unmanaged
{
    static abstract T Map(T value);

    static abstract Vector<T> Map(Vector<T> value);
}

internal readonly struct SumReduction<T> : IReduction<T>
    where T : unmanaged, INumberBase<T>
{
    public static T Identity => T.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Combine(T left, T right) => unchecked(left + right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Combine(Vector<T> left, Vector<T> right) => left + right;
}

internal readonly struct ProductReduction<T> : IReduction<T>
    where T : unmanaged, INumberBase<T>
{
    public static T Identity => T.One;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Combine(T left, T right) => unchecked(left * right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Combine(Vector<T> left, Vector<T> right) => left * right;
}

/// <summary>The largest; a NaN among the elements makes the result NaN, and +0 is above -0.</summary>
internal readonly struct MaximumReduction<T> : IReduction<T>
    where T : unmanaged, INumber<T>, IMinMaxValue<T>
{
    // Twice the lowest number is -infinity for the types that have one; for integers it wraps.
    public static T Identity
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => T.IsNegativeInfinity(unchecked(T.MinValue + T.MinValue)) ? unchecked(T.MinValue + T.MinValue) : T.MinValue;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Combine(T left, T right) => T.Max(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Combine(Vector<T> left, Vector<T> right) => Vector.Max(left, right);

    public static bool IsFasterForNumbers => typeof(T) == typeof(float) || typeof(T) == typeof(double);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> CombineNumbers(Vector<T> left, Vector<T> right) => Vector.MaxNative(left, right);
}

/// <summary>The smallest; a NaN among the elements makes the result NaN, and -0 is below +0.</summary>
internal readonly struct MinimumReduction<T> : IReduction<T>
    where T : unmanaged, INumber<T>, IMinMaxValue<T>
{
    public static T Identity
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => T.IsPositiveInfinity(unchecked(T.MaxValue + T.MaxValue)) ? unchecked(T.MaxValue + T.MaxValue) : T.MaxValue;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Combine(T left, T right) => T.Min(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Combine(Vector<T> left, Vector<T> right) => Vector.Min(left, right);

    public static bool IsFasterForNumbers => typeof(T) == typeof(float) || typeof(T) == typeof(double);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> CombineNumbers(Vector<T> left, Vector<T> right) => Vector.MinNative(left, right);
}

/// <summary>Logical and, over bools as bytes 0 and 1.</summary>
internal readonly struct AllReduction : IReduction<byte>
{
    public static byte Identity => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte Combine(byte left, byte right) => (byte)(left & right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<byte> Combine(Vector<byte> left, Vector<byte> right) => left & right;
}

/// <summary>Logical or, over bools as bytes 0 and 1.</summary>
internal readonly struct AnyReduction : IReduction<byte>
{
    public static byte Identity => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte Combine(byte left, byte right) => (byte)(left | right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<byte> Combine(Vector<byte> left, Vector<byte> right) => left | right;
}

internal readonly struct Unmapped<T> : IReductionMap<T>
    where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Map(T value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Map(Vector<T> value) => value;
}

internal readonly struct Squared<T> : IReductionMap<T>
    where T : unmanaged, INumberBase<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Map(T value) => unchecked(value * value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Map(Vector<T> value) => value * value;
}
