using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Passes;
using GraphRun.Tensors;

namespace GraphRun.Formats.Sessions;

/// <summary>What is run in a session, once or again and again, and what must hold after each time.</summary>
public sealed class SessionRun
{
    public required Graph Graph { get; init; }

    public required IReadOnlyList<Fetch> Fetches { get; init; }

    public required IReadOnlyList<Node> Targets { get; init; }

    public IReadOnlyList<Guard> Guards { get; init; } = [];

    /// <summary>A NaN or an infinity anywhere in the computation fails.</summary>
    public bool ChecksFinite { get; init; }

    public CancellationToken Cancellation { get; init; }

    /// <summary>Something is to be computed.</summary>
    public bool IsAskedFor => Fetches.Count + Targets.Count + Guards.Count > 0;

    /// <summary>Plans for these feeds, and reads what the plan needs of the session.</summary>
    /// <returns>Runs once and gives the values of the fetches.</returns>
    public Func<Tensor[], Tensor[]> Prepare(OpenSession session, IReadOnlyList<Output> feeds)
    {
        var plan = Planner.Plan(Graph, session.Session, new RunRequest
        {
            Feeds = feeds,
            Fetches = [.. Fetches, .. Guards.Select(guard => guard.Fetch)],
            Targets = Targets,
            // Node by node as the graph has them, or a chain would be named where one of its nodes is meant.
            Passes = ChecksFinite ? PlanPasses.None : PlanPasses.All,
            Cancellation = Cancellation,
        });
        if (ChecksFinite)
            plan.CheckFinite();
        if (plan.HasWriters)
            session.Take();
        session.Read();
        return values => Checked(plan.Run(values));
    }

    /// <summary>Runs so many times with the same feeds; the results of the last run.</summary>
    /// <param name="each">Takes the results of every run and its number, from 1.</param>
    /// <exception cref="GraphRunException">A run failed, or a condition does not hold after it.</exception>
    public Tensor[] Repeat(
        OpenSession session, IReadOnlyList<(Output Output, Tensor Value)> feeds, long times, Action<long, Tensor[]>? each = null)
    {
        var run = Prepare(session, [.. feeds.Select(feed => feed.Output)]);
        var values = feeds.Select(feed => feed.Value).ToArray();
        for (var number = 1L; ; number++)
        {
            var results = run(values);
            each?.Invoke(number, results);
            if (number == times)
                return results;
        }
    }

    private Tensor[] Checked(Tensor[] results)
    {
        for (var i = 0; i < Guards.Count; i++)
            Guards[i].Check(results[Fetches.Count + i]);
        return Guards.Count == 0 ? results : results[..Fetches.Count];
    }
}
