namespace GraphRun.Kernels;

/// <summary>
/// Numbers that some bits can tell apart between a minimum and a maximum, moved a little so that 0 is one of them
/// (<c>core/kernels/fake_quant_ops_functor.h</c>; Jacob et al., "Quantization and training of neural networks", 2018).
/// </summary>
internal readonly record struct QuantizedRange
{
    /// <param name="minimum">The least number, at most 0 if 0 is to be kept.</param>
    /// <param name="maximum">The greatest.</param>
    /// <param name="bits">How many bits, 2 to 16.</param>
    /// <param name="isNarrow">Whether the lowest of the codes is not used.</param>
    public QuantizedRange(float minimum, float maximum, long bits, bool isNarrow)
    {
        var (lowest, highest) = (isNarrow ? 1f : 0f, (float)((1 << (int)bits) - 1));
        Scale = (maximum - minimum) / (highest - lowest);
        var zero = lowest - (minimum / Scale);
        zero = zero < lowest ? lowest : zero > highest ? highest : MathF.Round(zero, MidpointRounding.AwayFromZero);
        (Minimum, Maximum) = ((lowest - zero) * Scale, (highest - zero) * Scale);
    }

    /// <summary>The distance of neighbours.</summary>
    public float Scale { get; }

    public float Minimum { get; }

    public float Maximum { get; }

    /// <summary>The nearest number of the range.</summary>
    public float Round(float value)
    {
        var inside = value < Minimum ? Minimum : value > Maximum ? Maximum : value;
        return (MathF.Floor(((inside - Minimum) * (1f / Scale)) + 0.5f) * Scale) + Minimum;
    }

    /// <summary>Whether a number is inside, so that its gradient passes.</summary>
    public bool Contains(float value) => value >= Minimum && value <= Maximum;
}
