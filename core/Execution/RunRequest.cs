using GraphRun.Graphs;

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

    /// <summary>Asked between steps, and by kernels that take long.</summary>
    public CancellationToken Cancellation { get; init; }
}
