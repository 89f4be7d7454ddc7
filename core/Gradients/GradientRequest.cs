using GraphRun.Graphs;

namespace GraphRun.Gradients;

/// <summary>
/// What <see cref="Backpropagation"/> is asked for: the gradients of the sum of <see cref="Ys"/> with respect to each of
/// <see cref="Xs"/>.
/// </summary>
public sealed record GradientRequest
{
    public required IReadOnlyList<Output> Ys { get; init; }

    public required IReadOnlyList<Output> Xs { get; init; }

    /// <summary>What arrives at each y, of its dtype and shape; null for ones. Empty: ones for all.</summary>
    public IReadOnlyList<Output?> YGradients { get; init; } = [];

    /// <summary>Outputs that count as constants: no gradient flows past them, though they may get one themselves.</summary>
    public IReadOnlyList<Output> Stops { get; init; } = [];
}
