using GraphRun.Cli.Printing;
using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Formats.Feeds;
using GraphRun.Formats.Files;
using GraphRun.Formats.Sessions;
using GraphRun.Formats.Stores;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Cli.Commands;

/// <summary>One call of <c>run</c>, from the graph file to the printed result.</summary>
internal sealed class RunExecution
{
    private readonly RunOptions options;
    private readonly Invocation invocation;
    private readonly Interruption interruption;
    private readonly StandardInput input;
    private readonly Graph graph;
    private readonly IReadOnlyList<(string Name, Fetch Fetch)> fetches;
    private readonly IReadOnlyList<Node> targets;

    /// <summary>Reads the graph and finds in it what is asked for.</summary>
    /// <exception cref="GraphRunException">The graph is no graph, a name is none, or the results do not go into the format.</exception>
    public RunExecution(RunOptions options, Invocation invocation, Interruption interruption)
    {
        (this.options, this.invocation, this.interruption) = (options, invocation, interruption);
        input = new StandardInput(invocation.Surroundings.Input, invocation.Surroundings.InputIsTerminal());
        if (options.At is not null && options.IsEphemeral)
            throw new GraphRunException(ErrorCode.Usage, "--at reads a stored state, and --ephemeral touches no store", help: "leave --ephemeral out");
        graph = GraphSource.Load(options.Graph, input);
        (fetches, targets) = RequestedNames.Find(graph, options);
        var isTerminal = options.Format.IsBinary() && options.OutputPath is null && invocation.Surroundings.OutputIsTerminal();
        ResultCheck.Request(options.Format, FetchNames, options.Every is not null, isTerminal);
    }

    private string[] FetchNames => [.. fetches.Select(fetch => fetch.Name)];

    /// <summary>Runs, commits, and prints.</summary>
    public void Execute()
    {
        var feeds = GraphFeeds.Read(graph, options.Feeds, options.FeedFiles, input);
        using var file = options.OutputPath is null ? null : new OutputFile(options.OutputPath);
        using var session = new OpenSession(graph, Settings());
        var writer = new ResultWriter(file?.Stream ?? invocation.Output, options.Format, FetchNames);
        var results = Compute(session, feeds, writer);
        interruption.PassPointOfNoReturn();
        Commit(session);
        if (results is not null && (options.Every is null || options.Repeat % options.Every == 0))
            writer.Write(results, Origin(session, options.Every is null ? null : options.Repeat));
        file?.Complete();
    }

    private SessionSettings Settings() => new()
    {
        Address = options.IsEphemeral ? null : () => new SessionAddress(options.StorePath, SessionAddress.SessionOf(options.Session, graph.Name, options.Graph)),
        At = options.At,
        LockTimeout = options.LockTimeout,
        Command = invocation.CommandLine,
        Seed = options.Seed,
        ReplacesUnfit = options.Initializes,
        Warn = invocation.Report.Write,
        Print = invocation.Report.Note,
    };

    /// <summary>Initializes and runs as often as asked; the results of the last run, or null when nothing is fetched or run.</summary>
    private Tensor[]? Compute(OpenSession session, IReadOnlyList<(Output Output, Tensor Value)> feeds, ResultWriter writer)
    {
        try
        {
            invocation.IsComputing = true;
            if (options.Initializes)
            {
                session.Take();
                session.Session.Initialize(graph, interruption.Token);
            }

            return fetches.Count + targets.Count > 0 || !options.Initializes ? Repeat(session, feeds, writer) : null;
        }
        catch (GraphRunException error) when (error.Code == ErrorCode.Uninitialized)
        {
            throw InitializationHelp.AddTo(error, graph, options, session.Address);
        }
        finally
        {
            invocation.IsComputing = false;
        }
    }

    private Tensor[] Repeat(OpenSession session, IReadOnlyList<(Output Output, Tensor Value)> feeds, ResultWriter writer)
    {
        var plan = Planner.Plan(graph, session.Session, new RunRequest
        {
            Feeds = [.. feeds.Select(feed => feed.Output)],
            Fetches = [.. fetches.Select(fetch => fetch.Fetch)],
            Targets = targets,
            Cancellation = interruption.Token,
        });
        if (plan.HasWriters)
            session.Take();
        session.Read();
        var values = feeds.Select(feed => feed.Value).ToArray();
        for (var run = 1L; ; run++)
        {
            var results = plan.Run(values);
            ResultCheck.Values(options.Format, FetchNames, results);
            if (run == options.Repeat)
                return results;
            if (options.Every is { } every && run % every == 0)
                PrintOnTheWay(session, writer, results, run);
        }
    }

    private void PrintOnTheWay(OpenSession session, ResultWriter writer, Tensor[] results, long run)
    {
        writer.Write(results, Origin(session, run));
        if (options.OutputPath is null)
            invocation.Output.Flush();
    }

    private void Commit(OpenSession session)
    {
        var checkpoint = session.Commit(new CheckpointRecord
        {
            Command = invocation.CommandLine,
            Fetches = FetchNames,
            Targets = [.. targets.Select(target => target.Name)],
            Seed = options.Seed,
            Program = VersionCommand.Program,
        });
        if (checkpoint is not null)
            invocation.Report.Note($"session {session.Address!.Session}: checkpoint {checkpoint.Number} ({session.Address.Store})");
    }

    private ResultOrigin Origin(OpenSession session, long? run) => new(options.Graph, session.Address, session.Checkpoint, run);
}
