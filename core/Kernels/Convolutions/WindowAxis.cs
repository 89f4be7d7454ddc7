namespace GraphRun.Kernels;

/// <summary>One dim of space under a sliding window: convolutions and pooling see it alike.</summary>
/// <param name="Input">Size of the dim.</param>
/// <param name="Window">Taps of the window.</param>
/// <param name="Stride">From one place of the window to the next, at least 1.</param>
/// <param name="Dilation">From one tap to the next, at least 1.</param>
/// <param name="Before">Padding in front of the dim; negative when the windows begin inside.</param>
/// <param name="Output">Places of the window.</param>
internal readonly record struct WindowAxis(long Input, long Window, long Stride, long Dilation, long Before, long Output)
{
    /// <summary>A dim that is not there.</summary>
    public static WindowAxis None => new(1, 1, 1, 1, 0, 1);

    /// <summary>Where the first tap stands; it may be outside.</summary>
    public long First(long output) => (output * Stride) - Before;

    /// <summary>All taps stand inside if the first one stands here.</summary>
    public bool IsInside(long first) => first >= 0 && first + ((Window - 1) * Dilation) < Input;

    /// <summary>The taps that stand inside, from the first up to, not including, the last.</summary>
    public (long Begin, long End) Taps(long output)
    {
        var first = First(output);
        if (IsInside(first))
            return (0, Window);
        var begin = first >= 0 ? 0 : (-first + Dilation - 1) / Dilation;
        var end = first >= Input ? 0 : Math.Min(Window, (Input - first + Dilation - 1) / Dilation);
        return (begin, Math.Max(begin, end));
    }

    /// <summary>The places at which all taps stand inside, from the first up to, not including, the last.</summary>
    public (long Begin, long End) Inside()
    {
        var begin = Math.Clamp((Before + Stride - 1) / Stride, 0, Output);
        var last = Input + Before - ((Window - 1) * Dilation) - 1;
        var end = last < 0 ? 0 : Math.Min(Output, (last / Stride) + 1);
        return (begin, Math.Max(begin, end));
    }
}
