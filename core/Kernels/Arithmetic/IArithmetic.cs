namespace GraphRun.Kernels;

/// <summary>
/// Scalar arithmetic on elements of one dtype, for kernels that visit elements in an order of their own (scatter, segments,
/// ranges). Integers wrap; 16-bit floats compute in float32 and round after every operation.
/// </summary>
internal interface IArithmetic<T>
{
    static abstract T Zero { get; }

    static abstract T One { get; }

    /// <summary>The least finite value. Not for complex numbers.</summary>
    static abstract T Lowest { get; }

    /// <summary>The greatest finite value. Not for complex numbers.</summary>
    static abstract T Highest { get; }

    static abstract T Add(T x, T y);

    static abstract T Subtract(T x, T y);

    static abstract T Multiply(T x, T y);

    /// <summary>The quotient, of integers towards zero.</summary>
    /// <exception cref="Errors.GraphRunException"><c>Integer division by zero</c></exception>
    static abstract T Divide(T x, T y);

    /// <summary>The greater one; NaN where either is NaN. Not for complex numbers.</summary>
    static abstract T Maximum(T x, T y);

    /// <summary>The lesser one; NaN where either is NaN. Not for complex numbers.</summary>
    static abstract T Minimum(T x, T y);

    /// <summary>Whether x is below y; false where either is NaN. Not for complex numbers.</summary>
    static abstract bool IsLess(T x, T y);

    /// <summary>Whether two elements are the same number: zeros of both signs are, NaNs are not.</summary>
    static abstract bool AreEqual(T x, T y);

    static abstract T FromInteger(long value);

    /// <summary>The square root, of an integer rounded down. Not for complex numbers.</summary>
    static abstract T SquareRoot(T value);

    /// <summary>The value as a float64. Not for complex numbers.</summary>
    static abstract double ToDouble(T value);
}
