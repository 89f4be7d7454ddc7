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

    /// <summary>Where to write down what takes how long; null to run without.</summary>
    public Recording? Recording { get; init; }

    /// <summary>The plan that <see cref="Recording"/> is about; null before there is one.</summary>
    public PlanDescription? Description { get; private set; }

    /// <summary>Something is to be computed.</summary>
    public bool IsAskedFor => Fetches.Count + Targets.Count + Guards.Count > 0;

    /// <summary>Plans for these feeds, and reads what the plan needs of the session.</summary>
    /// <param name="session">The session.</param>
    /// <param name="feeds">What is going to be fed.</param>
    /// <param name="shapes">The shapes of the values, if all runs have the same.</param>
    /// <returns>Runs once and gives the values of the fetches.</returns>
    public Func<Tensor[], Tensor[]> Prepare(OpenSession session, IReadOnlyList<Output> feeds, IReadOnlyList<Shape>? shapes = null)
    {
        var request = new RunRequest
        {
            Feeds = feeds,
            FeedShapes = shapes ?? [],
            Fetches = [.. Fetches, .. Guards.Select(guard => guard.Fetch)],
            Targets = Targets,
            // Node by node as the graph has them, or a chain would be named where one of its nodes is meant.
            Passes = ChecksFinite ? PlanPasses.None : PlanPasses.All,
            ChecksFinite = ChecksFinite,
            Cancellation = Cancellation,
        };
        Description = Recording is null ? null : Planner.Explain(Graph, session.Session, request);
        var plan = Description?.Plan ?? Planner.Plan(Graph, session.Session, request);
        if (plan.HasWriters)
            session.Take();
        session.Read();
        return values => Checked(plan.Run(values, Recording));
    }

    /// <summary>Runs so many times with the same feeds; the results of the last run.</summary>
    /// <param name="each">Takes the results of every run and its number, from 1.</param>
    /// <exception cref="GraphRunException">A run failed, or a condition does not hold after it.</exception>
    public Tensor[] Repeat(
        OpenSession session, IReadOnlyList<(Output Output, Tensor Value)> feeds, long times, Action<long, Tensor[]>? each = null)
    {
        var values = feeds.Select(feed => feed.Value).ToArray();
        var run = Prepare(session, [.. feeds.Select(feed => feed.Output)], [.. values.Select(value => value.Shape)]);
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
