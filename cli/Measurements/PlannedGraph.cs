using GraphRun.Cli.Commands;
using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Formats.Feeds;
using GraphRun.Formats.Sessions;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Cli.Measurements;

/// <summary>A graph with its session, planned for what a command line asks for, to be looked at or measured; nothing is ever committed.</summary>
internal sealed class PlannedGraph : IDisposable
{
    private readonly OpenSession session;

    /// <summary>Reads the graph, its feeds and its session, and plans.</summary>
    /// <param name="options">What is asked for; placeholders that are not fed get made-up values.</param>
    /// <param name="invocation">Where to complain.</param>
    /// <param name="runs">Whether the plan is going to run: then variables are initialized if that is asked for.</param>
    public PlannedGraph(RunOptions options, Invocation invocation, bool runs)
    {
        var input = new StandardInput(invocation.Surroundings.Input, invocation.Surroundings.InputIsTerminal());
        var graph = GraphSource.Load(options.Graph, input);
        var (fetches, targets) = RequestedNames.Find(graph, options);
        var feeds = GraphFeeds.Read(graph, options.Feeds, options.FeedFiles, input);
        session = new OpenSession(graph, Settings(options, invocation, graph));
        try
        {
            Request = Complete(graph, new RunRequest { Fetches = [.. fetches.Select(fetch => fetch.Fetch)], Targets = targets }, feeds);
            if (runs && options.Initializes)
                session.Session.Initialize(graph, feeds);
            Description = Planner.Explain(graph, session.Session, Request);
            session.Read();
        }
        catch (GraphRunException)
        {
            session.Dispose();
            throw;
        }
    }

    public RunRequest Request { get; private set; }

    public PlanDescription Description { get; }

    /// <summary>The values of the request's feeds.</summary>
    public Tensor[] Values { get; private set; } = [];

    /// <summary>The placeholders whose values were made up.</summary>
    public IReadOnlyList<Output> MadeUp { get; private set; } = [];

    public void Dispose() => session.Dispose();

    /// <summary>Runs once.</summary>
    public Tensor[] Run(Recording? recording = null) => Description.Plan.Run(Values, recording);

    private static SessionSettings Settings(RunOptions options, Invocation invocation, Graph graph) => new()
    {
        Address = options.IsEphemeral
            ? null
            : () => new SessionAddress(options.StorePath, SessionAddress.SessionOf(options.Session, graph.Name, options.Graph)),
        At = options.At,
        LockTimeout = options.LockTimeout,
        Command = invocation.CommandLine,
        Seed = options.Seed,
        ReplacesUnfit = options.Initializes,
        Warn = invocation.Report.Write,
    };

    private RunRequest Complete(Graph graph, RunRequest request, IReadOnlyList<(Output Output, Tensor Value)> feeds)
    {
        if (request.Fetches.Count + request.Targets.Count == 0)
        {
            throw new GraphRunException(
                ErrorCode.NothingRequested, $"nothing of '{graph.Name ?? "the graph"}' is asked for", help: "add --fetch NAME or --target NAME");
        }

        var given = new RunRequest { Fetches = request.Fetches, Targets = request.Targets, Feeds = [.. feeds.Select(feed => feed.Output)] };
        MadeUp = Planner.MissingFeeds(given);
        Values = [.. feeds.Select(feed => feed.Value), .. MadeUp.Select(MadeUpValues.Of)];
        return new RunRequest
        {
            Fetches = request.Fetches,
            Targets = request.Targets,
            Feeds = [.. given.Feeds, .. MadeUp],
            FeedShapes = [.. Values.Select(value => value.Shape)],
        };
    }
}
