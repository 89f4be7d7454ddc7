using System.Numerics;
using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>What is done to a folded element before it is stored.</summary>
internal interface IReductionResult<T>
    where T : unmanaged
{
    /// <summary>Whether the folded element is stored as it is.</summary>
    static abstract bool IsIdentity { get; }

    /// <param name="folded">What <paramref name="count"/> elements were folded into.</param>
    /// <param name="count">How many elements; 0 or more.</param>
    static abstract T Finish(T folded, long count);
}

internal readonly struct AsIs<T> : IReductionResult<T>
    where T : unmanaged
{
    public static bool IsIdentity => true;

    public static T Finish(T folded, long count) => folded;
}

/// <summary>Divided by the number of elements. Integers round toward zero; the mean of nothing is NaN, of no integers 0.</summary>
internal readonly struct Averaged<T> : IReductionResult<T>
    where T : unmanaged, INumber<T>
{
    public static bool IsIdentity => false;

    private static bool IsInteger => T.IsZero(T.One / (T.One + T.One));

    public static T Finish(T folded, long count) => count == 0 && IsInteger ? T.Zero : folded / T.CreateTruncating(count);
}

/// <summary>
/// The square root. In double, which rounds to float32 as float32's own square root does; integers are rounded toward zero.
/// </summary>
internal readonly struct Rooted<T> : IReductionResult<T>
    where T : unmanaged, INumber<T>
{
    public static bool IsIdentity => false;

    public static T Finish(T folded, long count) => T.CreateTruncating(Math.Sqrt(double.CreateTruncating(folded)));
}
