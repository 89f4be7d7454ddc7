using GraphRun.Errors;
using GraphRun.Execution;

namespace GraphRun.Cli.Commands;

/// <summary>Says when a training has reached what it is for, or gets nowhere any more.</summary>
internal sealed class TrainJudge(TrainOptions options)
{
    /// <summary>Infinity is where the best begins, and a counter begins at 0: its bits are kept turned round.</summary>
    private static readonly ulong start = BitConverter.DoubleToUInt64Bits(double.PositiveInfinity);

    private double best = double.PositiveInfinity;
    private ulong withoutImprovement;

    /// <summary>Takes up what <see cref="Keep"/> left in a session.</summary>
    public void Resume(Session session, string prefix)
    {
        best = BitConverter.UInt64BitsToDouble((ulong)session.Counter(prefix + "best").Next ^ start);
        withoutImprovement = (ulong)session.Counter(prefix + "patience").Next;
    }

    /// <summary>Leaves in a session how long nothing has improved, so that a stop does not make the training more patient.</summary>
    public void Keep(Session session, string prefix)
    {
        session.Counter(prefix + "best").MoveTo(BitConverter.DoubleToUInt64Bits(best) ^ start);
        session.Counter(prefix + "patience").MoveTo(withoutImprovement);
    }

    /// <summary>Looks at a report; returns why the training is over, or null when it is not.</summary>
    /// <param name="metrics">The metrics of the report, those of the validation behind the others.</param>
    /// <exception cref="GraphRunException">The condition is about a metric that is not among them.</exception>
    public string? Look(IReadOnlyList<(string Name, double Value)> metrics)
    {
        if (options.Until is { } until && until.Holds(Find(metrics, until.Metric)))
            return $"{until.Metric} {until.Comparison} {until.Limit}";
        var judged = metrics[metrics.Count == options.Metrics.Count ? 0 : options.Metrics.Count].Value;
        (best, withoutImprovement) = judged < best ? (judged, 0) : (best, withoutImprovement + 1);
        return options.Patience is { } patience && withoutImprovement >= (ulong)patience ? $"{patience} reports without improvement" : null;
    }

    private static double Find(IReadOnlyList<(string Name, double Value)> metrics, string name)
    {
        foreach (var (metric, value) in metrics)
        {
            if (metric == name)
                return value;
        }

        throw new GraphRunException(
            ErrorCode.Usage, $"'{name}' is not watched", help: $"it is one of {string.Join(", ", metrics.Select(metric => metric.Name))}");
    }
}
