using System.Numerics;

namespace GraphRun.Kernels;

/// <summary>
/// Floats scaled to integers of some bits, rounded, and scaled back, with 0 kept (<c>core/kernels/quantize_and_dequantize_op.h</c>).
/// </summary>
internal readonly record struct RoundTrip<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T scale;
    private readonly T inverse;
    private readonly T minimum;
    private readonly T maximum;
    private readonly bool isHalfUp;
    private readonly bool clamps;

    /// <param name="minimum">The least number of the range.</param>
    /// <param name="maximum">The greatest; the scale is the largest that keeps both inside the integers.</param>
    /// <param name="bits">How many bits an integer has.</param>
    /// <param name="isSigned">Whether integers have a sign.</param>
    /// <param name="isNarrow">Whether the least signed integer is not used.</param>
    /// <param name="isHalfUp">Halves are rounded up rather than to even.</param>
    /// <param name="clamps">Numbers outside the range become its ends; otherwise none is outside.</param>
    public RoundTrip(T minimum, T maximum, int bits, bool isSigned, bool isNarrow, bool isHalfUp, bool clamps)
    {
        var lowest = T.CreateChecked(isSigned ? -(1L << (bits - 1)) + (isNarrow ? 1 : 0) : 0);
        var highest = T.CreateChecked(isSigned ? (1L << (bits - 1)) - 1 : (1L << bits) - 1);
        var greatest = T.CreateSaturating(double.MaxValue);
        var fromMinimum = lowest * minimum > T.Zero ? lowest / minimum : greatest;
        var fromMaximum = highest * maximum > T.Zero ? highest / maximum : greatest;
        var isByMinimum = fromMinimum < fromMaximum;
        scale = isByMinimum ? fromMinimum : fromMaximum;
        inverse = isByMinimum ? minimum / lowest : maximum / highest;
        this.minimum = isByMinimum ? minimum : lowest * inverse;
        this.maximum = isByMinimum ? highest * inverse : maximum;
        (this.isHalfUp, this.clamps) = (isHalfUp, clamps);
    }

    /// <summary>The number after the round trip.</summary>
    public T Round(T value)
    {
        if (clamps)
            value = T.Max(T.Min(value, maximum), minimum);
        var scaled = value * scale;
        return (isHalfUp ? T.Floor(scaled + T.CreateChecked(0.5)) : T.Round(scaled, MidpointRounding.ToEven)) * inverse;
    }
}
