using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>
/// What happens to each finished element of a product or convolution, in this order: a bias is added or the channel is normalised, a
/// residual is added, an activation is applied. Every part may be missing. The tensors are float32 or float64 as the product is.
/// </summary>
internal sealed record Finish
{
    /// <summary>Nothing happens.</summary>
    public static Finish Nothing { get; } = new();

    /// <summary>One number per channel, added: the bias, or the offset of a normalisation.</summary>
    public Tensor? Bias { get; init; }

    /// <summary>One number per channel, taken off before the scale; given if and only if <see cref="Scale"/> is.</summary>
    public Tensor? Mean { get; init; }

    /// <summary>One number per channel to multiply by: <c>(x - mean) * scale + bias</c>, the last two rounded once.</summary>
    public Tensor? Scale { get; init; }

    /// <summary>A tensor of the result's shape, added.</summary>
    public Tensor? Residual { get; init; }

    public FusedActivation Activation { get; init; }

    /// <summary>The slope below 0 of <see cref="FusedActivation.Leaky"/>: one for each channel, or just one.</summary>
    public Tensor? Slope { get; init; }

    /// <summary>What is done after all that, rectangle by rectangle.</summary>
    public FinishRectangle? Rest { get; init; }

    public bool IsNothing => HasNoParts && Rest is null;

    /// <summary>There is nothing but <see cref="Rest"/>.</summary>
    public bool HasNoParts => Bias is null && Scale is null && Residual is null && Activation == FusedActivation.None;
}

/// <summary>A <see cref="Finish"/> in memory; null for what is missing.</summary>
internal unsafe struct FinishArguments<T>
    where T : unmanaged
{
    public T* Bias;
    public T* Mean;
    public T* Scale;
    public T* Residual;
    public T* Slope;

    /// <summary>Channels of the residual: elements from a row of it to the next.</summary>
    public long Channels;

    /// <summary>The slope is one number for all channels.</summary>
    public bool HasOneSlope;
}
