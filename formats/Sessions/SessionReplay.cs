using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Formats.Binding;
using GraphRun.Formats.Feeds;
using GraphRun.Formats.Stores;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Formats.Sessions;

/// <summary>Repeats the runs of a session from the states that they started from. Nothing is written.</summary>
public sealed class SessionReplay(StoredSession session)
{
    /// <summary>The name under which lines of feeds are recorded.</summary>
    public const string LinesName = "--each";

    /// <summary>The graph's file, where it is not to be what was recorded.</summary>
    public string? GraphPath { get; init; }

    /// <summary>Feeds that were not recorded, as the command line spells them.</summary>
    public IReadOnlyList<string> Feeds { get; init; } = [];

    /// <summary>Receives what Print ops say.</summary>
    public Action<string> Print { get; init; } = _ => { };

    /// <summary>Trains as a checkpoint's recipe says, as far as its state is; null where nobody can.</summary>
    public Action<RunRecipe, Graph, OpenSession, SessionState>? Train { get; init; }

    public CancellationToken Cancellation { get; init; }

    /// <summary>Whether a checkpoint was made by a run that was recorded.</summary>
    public static bool IsRecorded(Checkpoint checkpoint) =>
        checkpoint.Kind == CheckpointKind.Run && RunRecipe.Parse(checkpoint.Options) is not null;

    /// <summary>Whether a checkpoint was made by a run that was recorded, and the state that it started from is still there.</summary>
    public bool CanRepeat(Checkpoint checkpoint) => IsRecorded(checkpoint) && (checkpoint.Parent == 0 || session.Has(checkpoint.Parent));

    /// <summary>Why a training cannot be repeated: a file with examples is gone or another; null for a training that can, and for a run.</summary>
    public static string? Obstacle(Checkpoint checkpoint) =>
        RunRecipe.Parse(checkpoint.Options)?.Examples.Select(FileDigest.Obstacle).FirstOrDefault(obstacle => obstacle is not null);

    /// <summary>Repeats the run that made a checkpoint, and compares what it leaves with what the checkpoint has.</summary>
    /// <exception cref="GraphRunException">The checkpoint is of no run, or what the run needs is not there; or the run fails.</exception>
    public ReplayedRun Repeat(Checkpoint checkpoint)
    {
        var recipe = RunRecipe.Parse(checkpoint.Options);
        if (checkpoint.Kind != CheckpointKind.Run || recipe is null)
            throw Missing(checkpoint, "was made by a command that records no run");
        var after = session.At(checkpoint.Number);
        var past = new PastState(checkpoint.Parent == 0 ? null : session.At(checkpoint.Parent));
        string[] requested = [.. checkpoint.Fetches, .. checkpoint.Targets];
        var graph = RecordedGraph.Load(after, GraphPath, AddedExpression.Of(Guard.Option, recipe.Asserts), requested);
        using var open = new OpenSession(graph, Settings(checkpoint, recipe, past));
        if (recipe.Initializes)
            open.Session.Initialize(graph, recipe.Training.Count == 0 ? FeedsOf(graph, after) : [], Cancellation);
        var results = recipe.Training.Count == 0 ? Run(open, graph, recipe, after) : Repeat(recipe, graph, open, after);
        return new ReplayedRun([.. checkpoint.Fetches.Zip(results)], StateComparison.Differences(past.State, open, after));
    }

    private Tensor[] Repeat(RunRecipe recipe, Graph graph, OpenSession open, SessionState after)
    {
        if (Obstacle(after.Checkpoint) is { } obstacle)
            throw Missing(after.Checkpoint, $"learnt from files, and {obstacle}", "repeat it in the folder where it was trained, with its files");
        if (Train is null)
            throw Missing(after.Checkpoint, "is a training");
        Train(recipe, graph, open, after);
        return [];
    }

    private SessionSettings Settings(Checkpoint checkpoint, RunRecipe recipe, PastState past) => new()
    {
        Replays = past,
        Seed = checkpoint.Seed,
        ReplacesUnfit = recipe.Initializes,
        Renames = [.. recipe.Renames.Select(VariableRename.Parse)],
        DropsGone = recipe.DropsGone,
        Print = Print,
    };

    private Tensor[] Run(OpenSession open, Graph graph, RunRecipe recipe, SessionState after)
    {
        var run = new SessionRun
        {
            Graph = graph,
            Fetches = [.. after.Checkpoint.Fetches.Select(name => Fetch.Parse(graph, name))],
            Targets = [.. after.Checkpoint.Targets.Select(name => OutputNames.FindNode(graph, name))],
            Guards = Guard.Find(graph, recipe.Asserts),
            Cancellation = Cancellation,
        };
        var feeds = FeedsOf(graph, after);
        if (!run.IsAskedFor)
        {
            // What it did may be no more than a renaming, which shows when the state is entered.
            _ = open.Session.Variable("").Value;
            return [];
        }

        if (recipe.Each is null)
            return run.Repeat(open, feeds, recipe.Repeat);
        RunLines(open, run, feeds, recipe, after);
        return [];
    }

    private static void RunLines(
        OpenSession open, SessionRun run, IReadOnlyList<(Output Output, Tensor Value)> feeds, RunRecipe recipe, SessionState after)
    {
        var text = after.Feeds().FirstOrDefault(feed => feed.Name == LinesName).Value
            ?? throw Missing(after.Checkpoint, $"was fed by the lines of {recipe.Each}, which were not recorded");
        var folder = recipe.Each == "-" ? Directory.GetCurrentDirectory() : Path.GetDirectoryName(Path.GetFullPath(recipe.Each!))!;
        var lines = new FeedLines(run.Graph, new MemoryStream(text.Value<byte[]>()), recipe.Each!, folder);
        Func<Tensor[], Tensor[]> Plan(IReadOnlyList<Output> fed)
        {
            var once = run.Prepare(open, [.. feeds.Select(feed => feed.Output), .. fed]);
            return values => once([.. feeds.Select(feed => feed.Value), .. values]);
        }

        new LineRuns(lines, Plan, (_, _) => { }) { Skip = recipe.KeepsGoing ? (_, _) => { } : null }.Run();
    }

    /// <summary>The values that were fed, recorded or given again, each proved to be the same.</summary>
    private List<(Output Output, Tensor Value)> FeedsOf(Graph graph, SessionState after)
    {
        var checkpoint = after.Checkpoint;
        var recorded = after.Feeds().ToDictionary(feed => feed.Name, feed => feed.Value);
        var nowhere = new StandardInput(() => Stream.Null, isTerminal: false);
        var given = GraphFeeds.Read(graph, Feeds, [], nowhere).ToDictionary(feed => feed.Output.ToString(), feed => feed.Value);
        var feeds = new List<(Output Output, Tensor Value)>();
        foreach (var name in FeedDigest.NamesIn(checkpoint.Feeds))
        {
            var value = recorded.GetValueOrDefault(name) ?? given.GetValueOrDefault(name)
                ?? throw Missing(checkpoint, $"was fed '{name}', which was not recorded", $"give it again: --feed {name}=VALUE");
            if (!checkpoint.Feeds.Split('\n').Contains(FeedDigest.Line(name, value)))
                throw Missing(checkpoint, $"was fed another value for '{name}' than is given now");
            feeds.Add((OutputNames.Find(graph, name), value));
        }

        return feeds;
    }

    private static GraphRunException Missing(Checkpoint checkpoint, string what, string? help = null) =>
        new(ErrorCode.UnknownSession, $"checkpoint {checkpoint.Number} cannot be repeated: it {what}", help: help);
}
