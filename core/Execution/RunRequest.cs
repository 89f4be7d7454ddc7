using GraphRun.Graphs;
using GraphRun.Passes;
using GraphRun.Tensors;

namespace GraphRun.Execution;

/// <summary>What a run is asked for.</summary>
public sealed class RunRequest
{
    /// <summary>Outputs whose values are given; their producers are cut off.</summary>
    public IReadOnlyList<Output> Feeds { get; init; } = [];

    /// <summary>Outputs whose values are returned, in order; one may stand twice.</summary>
    public IReadOnlyList<Fetch> Fetches { get; init; } = [];

    /// <summary>Nodes to run for their effect.</summary>
    public IReadOnlyList<Node> Targets { get; init; } = [];

    /// <summary>
    /// The shapes of the fed values, one per feed; a plan then runs with values of these shapes only, and is the better for it. Empty when
    /// they are not known yet.
    /// </summary>
    public IReadOnlyList<Shape> FeedShapes { get; init; } = [];

    /// <summary>The passes to apply. Default: all.</summary>
    public PlanPasses Passes { get; init; } = PlanPasses.All;

    /// <summary>The run fails at the first node that gives a NaN or an infinity. Default: it does not look.</summary>
    public bool ChecksFinite { get; init; }

    /// <summary>What becomes of the fetched values.</summary>
    internal ResultUse Results { get; init; }

    /// <summary>Asked between steps, and by kernels that take long.</summary>
    public CancellationToken Cancellation { get; init; }
}
