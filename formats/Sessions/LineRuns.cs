using GraphRun.Errors;
using GraphRun.Formats.Feeds;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Formats.Sessions;

/// <summary>
/// The runs of <c>--each</c>: one for each line of feeds, one line of JSON for each. Lines that feed the same outputs share a plan.
/// </summary>
/// <param name="lines">The feeds of each run.</param>
/// <param name="plan">Makes a plan, once, for outputs that lines feed.</param>
/// <param name="write">Takes what a run gave, with the number of its line.</param>
public sealed class LineRuns(FeedLines lines, Func<IReadOnlyList<Output>, Func<Tensor[], Tensor[]>> plan, Action<long, Tensor[]> write)
{
    /// <summary>Plans hold memory, so when lines feed ever other outputs they are made anew.</summary>
    private const int MaxPlans = 64;

    private readonly Dictionary<string, (Output[] Fed, Func<Tensor[], Tensor[]> Run)> plans = [];

    /// <summary>Takes the error of a line, and its number, and lets the next line run; null ends with the first error.</summary>
    public Action<long, GraphRunException>? Skip { get; init; }

    /// <summary>Runs to the last line.</summary>
    /// <exception cref="GraphRunException">The first error, with its line; none when errors are skipped.</exception>
    public void Run()
    {
        for (var isOver = false; !isOver;)
        {
            try
            {
                isOver = !RunNext();
            }
            catch (GraphRunException error) when (Skip is not null && error.Code is not (ErrorCode.Cancelled or ErrorCode.Timeout))
            {
                Skip(lines.Number, error);
            }
        }
    }

    private bool RunNext()
    {
        if (lines.Next() is not { } feeds)
            return false;
        try
        {
            var (fed, run) = PlanFor(feeds);
            write(lines.Number, run(Ordered(fed, feeds)));
            return true;
        }
        catch (GraphRunException error)
        {
            throw lines.InPlace(error);
        }
    }

    private (Output[] Fed, Func<Tensor[], Tensor[]> Run) PlanFor(IReadOnlyList<(Output Output, Tensor Value)> feeds)
    {
        var key = string.Join('\n', feeds.Select(feed => feed.Output.ToString()).Order(StringComparer.Ordinal));
        if (plans.TryGetValue(key, out var known))
            return known;
        if (plans.Count == MaxPlans)
            plans.Clear();
        Output[] fed = [.. feeds.Select(feed => feed.Output)];
        return plans[key] = (fed, plan(fed));
    }

    /// <summary>The values in the order of the plan.</summary>
    private static Tensor[] Ordered(Output[] fed, IReadOnlyList<(Output Output, Tensor Value)> feeds)
    {
        var values = new Tensor[fed.Length];
        foreach (var (output, value) in feeds)
            values[Array.IndexOf(fed, output)] = value;
        return values;
    }
}
