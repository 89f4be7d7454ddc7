using GraphRun.Cli.Measurements;
using GraphRun.Cli.Printing;
using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Formats.Binding;
using GraphRun.Formats.Feeds;
using GraphRun.Formats.Files;
using GraphRun.Formats.Sessions;
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
    private readonly SessionRun run;
    private readonly RunRecording recording;
    private readonly IReadOnlyList<(string Name, Fetch Fetch)> fetches;
    private readonly IReadOnlyList<Node> targets;
    private GraphRunException? failure;

    /// <summary>Reads the graph and finds in it what is asked for.</summary>
    /// <exception cref="GraphRunException">The graph is no graph, a name is none, or the results do not go into the format.</exception>
    public RunExecution(RunOptions options, Invocation invocation, Interruption interruption)
    {
        (this.options, this.invocation, this.interruption) = (options, invocation, interruption);
        input = new StandardInput(invocation.Surroundings.Input, invocation.Surroundings.InputIsTerminal());
        if (options.At is not null && options.IsEphemeral)
            throw new GraphRunException(ErrorCode.Usage, "--at reads a stored state, and --ephemeral touches no store", help: "leave --ephemeral out");
        if (options.TracePath is not null && options.Each is not null)
            throw new GraphRunException(ErrorCode.Usage, "--trace goes with one plan, and --each may make several", help: "leave --each out");
        var source = GraphSource.Load(
            options.Graph, input, AddedExpression.Of(Guard.Option, options.Asserts), [.. options.Fetches, .. options.Targets], options.Model);
        graph = source.Graph;
        (fetches, targets) = RequestedNames.Find(graph, options);
        recording = new RunRecording(options, source);
        run = new SessionRun
        {
            Graph = graph,
            Fetches = [.. fetches.Select(fetch => fetch.Fetch)],
            Targets = targets,
            Guards = Guard.Find(graph, options.Asserts),
            ChecksFinite = options.ChecksFinite,
            Cancellation = interruption.Token,
            Recording = options.TracePath is null ? null : new Recording(),
        };
        ResultCheck.Request(options);
        if (options.SaveFolder is not null)
            return;
        var isTerminal = options.Format.IsBinary() && options.OutputPath is null && invocation.Surroundings.OutputIsTerminal();
        ResultCheck.Request(options.Format, FetchNames, options.Every is not null, isTerminal);
    }

    private string[] FetchNames => [.. fetches.Select(fetch => fetch.Name)];

    /// <summary>Runs, commits, and prints.</summary>
    /// <returns>The exit code: that of the first line that was passed over, if any was.</returns>
    public int Execute()
    {
        var feeds = recording.Feeds = GraphFeeds.Read(graph, options.Feeds, options.FeedFiles, input);
        using var file = options.OutputPath is null ? null : new OutputFile(options.OutputPath);
        var folder = options.SaveFolder is null ? null : new ResultFolder(options.SaveFolder, options.Format, FetchNames);
        folder?.Prepare();
        using var session = new OpenSession(graph, Settings());
        var output = file?.Stream ?? invocation.Output;
        var writer = new ResultWriter(output, options.Format, FetchNames);
        var results = Compute(session, feeds, () => options.Each is null ? Repeat(session, feeds, writer) : RunEach(session, feeds, output, folder));
        interruption.PassPointOfNoReturn();
        Commit(session);
        if (results is not null && folder is not null)
            Tell(folder.Save(results));
        else if (results is not null && (options.Every is null || options.Repeat % options.Every == 0))
            writer.Write(results, Origin(session, options.Every is null ? null : options.Repeat));
        file?.Complete();
        if (run is { Recording: { } recorded, Description: { } description })
            TraceFile.Write(options.TracePath!, description, recorded);
        return failure is null ? ExitCodes.Done : ExitCodes.Of(failure.Code, computing: true);
    }

    private SessionSettings Settings() => new()
    {
        Address = options.IsEphemeral ? null : () => new SessionAddress(options.StorePath, SessionAddress.SessionOf(options.Session, graph.Name, options.Graph)),
        At = options.At,
        Renames = options.Renames,
        DropsGone = options.DropsGone,
        LockTimeout = options.LockTimeout,
        Command = invocation.CommandLine,
        Seed = options.Seed,
        ReplacesUnfit = options.Initializes,
        Warn = invocation.Report.Write,
        Print = invocation.Report.Note,
    };

    /// <summary>Initializes and runs; the results of the last run, or null when nothing is fetched or run, or all is printed.</summary>
    private Tensor[]? Compute(
        OpenSession session, IReadOnlyList<(Output Output, Tensor Value)> feeds, Func<Tensor[]?> compute)
    {
        try
        {
            invocation.IsComputing = true;
            if (options.Initializes || session.ChangesNames)
                session.Take();
            if (options.Initializes)
                session.Session.Initialize(graph, feeds, interruption.Token);
            return run.IsAskedFor ? compute() : null;
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

    private Tensor[] Repeat(OpenSession session, IReadOnlyList<(Output Output, Tensor Value)> feeds, ResultWriter writer) =>
        run.Repeat(session, feeds, options.Repeat, (number, results) =>
        {
            ResultCheck.Values(options.Format, FetchNames, results);
            if (number < options.Repeat && options.Every is { } every && number % every == 0)
                PrintOnTheWay(session, writer, results, number);
        });

    /// <summary>Runs for each line of feeds and prints what each gave; nothing is left to print.</summary>
    private Tensor[]? RunEach(
        OpenSession session, IReadOnlyList<(Output Output, Tensor Value)> feeds, Stream output, ResultFolder? folder)
    {
        using var stream = options.Each == "-" ? input.Claim("--each") : InputFile.Open(options.Each!);
        var place = options.Each == "-" ? Directory.GetCurrentDirectory() : Path.GetDirectoryName(Path.GetFullPath(options.Each!))!;
        var lines = new FeedLines(graph, recording.Record(stream), options.Each!, place);
        var writer = new LineWriter(output, FetchNames);
        new LineRuns(lines, Plan, Write) { Skip = options.KeepsGoing ? Skip : null }.Run();
        return null;

        Func<Tensor[], Tensor[]> Plan(IReadOnlyList<Output> fed)
        {
            var once = run.Prepare(session, [.. feeds.Select(feed => feed.Output), .. fed]);
            return values => once([.. feeds.Select(feed => feed.Value), .. values]);
        }

        void Write(long line, Tensor[] results)
        {
            ResultCheck.Values(options.Format, FetchNames, results);
            if (folder is null)
                writer.WriteValues(line, results);
            else
                writer.WriteFiles(line, folder.Save(results, line));
            Flush();
        }

        void Skip(long line, GraphRunException error)
        {
            failure ??= error;
            invocation.Report.Write(error.Diagnostics);
            writer.WriteError(line, error.Diagnostics[0]);
            Flush();
        }
    }

    private void Tell(IReadOnlyList<string> files)
    {
        foreach (var file in files)
            invocation.Report.Note($"saved {file}");
    }

    private void Flush()
    {
        if (options.OutputPath is null)
            invocation.Output.Flush();
    }

    private void PrintOnTheWay(OpenSession session, ResultWriter writer, Tensor[] results, long run)
    {
        writer.Write(results, Origin(session, run));
        Flush();
    }

    private void Commit(OpenSession session)
    {
        var checkpoint = session.Commit(
            recording.Make(invocation.CommandLine, FetchNames, [.. targets.Select(target => target.Name)]));
        if (checkpoint is not null)
            invocation.Report.Note($"session {session.Address!.Session}: checkpoint {checkpoint.Number} ({session.Address.Store})");
    }

    private ResultOrigin Origin(OpenSession session, long? run) => new(options.Graph, session.Address, session.Checkpoint, run);
}
