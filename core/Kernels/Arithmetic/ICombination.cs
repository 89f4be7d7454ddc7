using System.Numerics;
using System.Runtime.CompilerServices;

namespace GraphRun.Kernels;

/// <summary>Two elements become one: what an update does to an element, or a segment to the elements that fall into it.</summary>
internal interface ICombination
{
    /// <summary>Whether <see cref="Invoke{T}(Vector{T}, Vector{T})"/> gives the same bits as the scalar form.</summary>
    static abstract bool HasVectors { get; }

    static abstract T Invoke<T, TArithmetic>(T x, T y)
        where TArithmetic : struct, IArithmetic<T>;

    static abstract Vector<T> Invoke<T>(Vector<T> x, Vector<T> y);
}

internal readonly struct Addition : ICombination
{
    public static bool HasVectors => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Invoke<T, TArithmetic>(T x, T y)
        where TArithmetic : struct, IArithmetic<T> => TArithmetic.Add(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke<T>(Vector<T> x, Vector<T> y) => x + y;
}

internal readonly struct Subtraction : ICombination
{
    public static bool HasVectors => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Invoke<T, TArithmetic>(T x, T y)
        where TArithmetic : struct, IArithmetic<T> => TArithmetic.Subtract(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke<T>(Vector<T> x, Vector<T> y) => x - y;
}

internal readonly struct Multiplication : ICombination
{
    public static bool HasVectors => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Invoke<T, TArithmetic>(T x, T y)
        where TArithmetic : struct, IArithmetic<T> => TArithmetic.Multiply(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke<T>(Vector<T> x, Vector<T> y) => x * y;
}

internal readonly struct Division : ICombination
{
    public static bool HasVectors => false;

    public static T Invoke<T, TArithmetic>(T x, T y)
        where TArithmetic : struct, IArithmetic<T> => TArithmetic.Divide(x, y);

    public static Vector<T> Invoke<T>(Vector<T> x, Vector<T> y) => x / y;
}

internal readonly struct Minimization : ICombination
{
    public static bool HasVectors => false;

    public static T Invoke<T, TArithmetic>(T x, T y)
        where TArithmetic : struct, IArithmetic<T> => TArithmetic.Minimum(x, y);

    public static Vector<T> Invoke<T>(Vector<T> x, Vector<T> y) => Vector.Min(x, y);
}

internal readonly struct Maximization : ICombination
{
    public static bool HasVectors => false;

    public static T Invoke<T, TArithmetic>(T x, T y)
        where TArithmetic : struct, IArithmetic<T> => TArithmetic.Maximum(x, y);

    public static Vector<T> Invoke<T>(Vector<T> x, Vector<T> y) => Vector.Max(x, y);
}

/// <summary>The second of two: a copy.</summary>
internal readonly struct Taking : ICombination
{
    public static bool HasVectors => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Invoke<T, TArithmetic>(T x, T y)
        where TArithmetic : struct, IArithmetic<T> => y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke<T>(Vector<T> x, Vector<T> y) => y;
}
