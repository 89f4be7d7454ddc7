namespace GraphRun.Kernels;

/// <summary>
/// A distribution that turns one block of four random numbers into a fixed count of outputs. The count and the order decide
/// which random number ends where, so they are TensorFlow's.
/// </summary>
public interface IRandomDistribution<T>
{
    /// <summary>Outputs of one block: 4, or 2 where an output takes 64 bits.</summary>
    static abstract int GroupSize { get; }

    /// <summary>The outputs of one block into the first <see cref="GroupSize"/> places of <paramref name="group"/>.</summary>
    void Transform(in PhiloxBlock block, Span<T> group);
}
