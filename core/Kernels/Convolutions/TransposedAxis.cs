using System.Numerics;

namespace GraphRun.Kernels;

/// <summary>
/// Every stride-th place of a dim that a convolution read, beginning with one of the first: they are reached by the same taps, so that
/// their sums are a convolution of stride 1 over what the convolution wrote.
/// </summary>
/// <param name="First">The first place.</param>
/// <param name="Tap">The last tap's place in the filter; the others follow backwards, from the end of it.</param>
/// <param name="TapStep">From a tap to the one before it in the filter.</param>
/// <param name="Axis">How the taps go over the written dim; no taps when nothing reaches these places.</param>
internal readonly record struct TransposedAxis(long First, long Tap, long TapStep, WindowAxis Axis)
{
    /// <summary>The groups of places of a dim.</summary>
    public static TransposedAxis[] Of(WindowAxis forward)
    {
        var phases = new TransposedAxis[Math.Min(forward.Stride, forward.Input)];
        for (var i = 0; i < phases.Length; i++)
            phases[i] = At(forward, i);
        return phases;
    }

    /// <summary>The tap of the filter that stands at a place of the window over the written dim.</summary>
    public long TapAt(long place) => Tap - (place * TapStep);

    private static TransposedAxis At(WindowAxis forward, long first)
    {
        var common = (long)BigInteger.GreatestCommonDivisor(forward.Stride, forward.Dilation);
        var (period, dilation) = (forward.Stride / common, forward.Dilation / common);
        var count = (forward.Input - first + forward.Stride - 1) / forward.Stride;
        var tap = 0L;
        while (tap < period && (first + forward.Before - (tap * forward.Dilation)) % forward.Stride != 0)
            tap++;
        var taps = tap == period || tap >= forward.Window ? 0 : (forward.Window - tap + period - 1) / period;
        var last = tap + ((taps - 1) * period);
        var before = -((first + forward.Before - (last * forward.Dilation)) / forward.Stride);
        return new TransposedAxis(first, last, period, new WindowAxis(forward.Output, taps, 1, dilation, before, count));
    }
}
