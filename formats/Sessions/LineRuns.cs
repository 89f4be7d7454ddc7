using GraphRun.Errors;
using GraphRun.Formats.Feeds;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Formats.Sessions;

/// <summary>The runs of <c>--each</c>: one for each line of feeds, with one plan, one line of JSON for each.</summary>
/// <param name="lines">The feeds of each run.</param>
/// <param name="plan">Makes the plan, once, for the outputs that the first line feeds.</param>
/// <param name="write">Takes what a run gave, with the number of its line.</param>
public sealed class LineRuns(FeedLines lines, Func<IReadOnlyList<Output>, Func<Tensor[], Tensor[]>> plan, Action<long, Tensor[]> write)
{
    private Output[] fed = [];
    private Func<Tensor[], Tensor[]>? run;

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
            run ??= plan(fed = [.. feeds.Select(feed => feed.Output)]);
            write(lines.Number, run(Ordered(feeds)));
            return true;
        }
        catch (GraphRunException error)
        {
            throw lines.InPlace(error);
        }
    }

    /// <summary>The values in the order of the first line.</summary>
    private Tensor[] Ordered(IReadOnlyList<(Output Output, Tensor Value)> feeds)
    {
        var values = new Tensor[fed.Length];
        foreach (var (output, value) in feeds)
        {
            var index = Array.IndexOf(fed, output);
            values[index >= 0 ? index : throw Differs(output, "feeds", "did not")] = value;
        }

        return Array.IndexOf(values, null) is >= 0 and var missing ? throw Differs(fed[missing], "does not feed", "did") : values;
    }

    private static GraphRunException Differs(Output output, string verb, string did) => new(
        ErrorCode.InvalidFeed,
        $"the line {verb} '{output}', and the first one {did}",
        help: "every line feeds the same outputs; what never changes is given by --feed");
}
