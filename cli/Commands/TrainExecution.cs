using GraphRun.Cli.Printing;
using GraphRun.Errors;
using GraphRun.Formats.Feeds;
using GraphRun.Formats.Sessions;
using GraphRun.Formats.Stores;
using GraphRun.Formats.Training;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Cli.Commands;

/// <summary>One call of <c>train</c>: what it reads, where it commits and what it prints. The steps are <see cref="TrainLoop"/>'s.</summary>
internal sealed class TrainExecution : IDisposable
{
    private const long DefaultBatchSize = 32;

    private readonly TrainOptions options;
    private readonly Invocation invocation;
    private readonly Interruption interruption;
    private readonly Graph graph;
    private readonly TrainPlans plans;
    private readonly BatchOrder? order;
    private readonly BatchOrder? validation;
    private readonly TrainProgress progress;

    /// <exception cref="GraphRunException">The graph, a name, a feed or a data file is wrong, or nothing says when to stop.</exception>
    public TrainExecution(TrainOptions options, Invocation invocation, Interruption interruption)
    {
        (this.options, this.invocation, this.interruption) = (options, invocation, interruption);
        CheckEnd();
        var input = new StandardInput(invocation.Surroundings.Input, invocation.Surroundings.InputIsTerminal());
        graph = GraphSource.Load(options.Graph, input);
        plans = new TrainPlans(graph, options, input);
        order = plans.Examples is { } examples ? Order(examples) : null;
        validation = plans.Validation is { } data
            ? new BatchOrder(data.Count, BatchSize(data), dropsRest: data.FixedBatch is not null, seed: null)
            : null;
        progress = new TrainProgress(invocation);
    }

    /// <summary>Trains, commits, and prints the last report.</summary>
    public int Execute()
    {
        using var reports = new TrainReports(options, invocation, progress);
        using var session = new OpenSession(graph, Settings());
        session.Take();
        try
        {
            invocation.IsComputing = true;
            session.Session.Initialize(graph);
            var loop = new TrainLoop(options, plans, order, validation, session.Session, reports, interruption, () => Commit(session));
            loop.Run();
            Finish(session, loop);
        }
        finally
        {
            progress.Clear();
            invocation.IsComputing = false;
        }

        return interruption.Cause?.ExitCode ?? ExitCodes.Done;
    }

    public void Dispose() => plans.Dispose();

    private void CheckEnd()
    {
        if (options is { Epochs: null, Steps: null, Until: null, Patience: null, Timeout: null })
            throw new GraphRunException(ErrorCode.Usage, "nothing says when to stop", help: "add --epochs E, --steps N or --until CONDITION");
        if (options.Until is not { } until)
            return;
        var watched = options.Metrics.Concat(options.Validation.Count > 0 ? options.Metrics.Select(metric => $"validation/{metric}") : []).ToList();
        if (!watched.Contains(until.Metric))
            throw new GraphRunException(ErrorCode.Usage, $"'{until.Metric}' is not watched", help: $"it is one of {string.Join(", ", watched)}");
    }

    private void Finish(OpenSession session, TrainLoop loop)
    {
        progress.Clear();
        if (!loop.IsComplete && interruption.Cause is { } cause)
            invocation.Report.Note($"{cause.Diagnostic.Message.Split(';')[0]} after step {loop.Steps}, which is committed");
        if (loop.IsComplete && loop.StepsOfThisRun == 0)
            invocation.Report.Note($"nothing is left to do: the session has made {loop.Steps} steps; ask for more with --epochs or --steps");
        loop.Keep();
        if (Commit(session) is { } checkpoint)
            invocation.Report.Note($"session {session.Address!.Session}: checkpoint {checkpoint.Number} ({session.Address.Store})");
        if (loop.LastReport.Count > 0)
            Print(loop.LastReport);
    }

    private BatchOrder Order(TrainingData examples)
    {
        var seed = options.Seed ?? graph.Seed;
        var key = OpSeed.Resolve(seed, null, options.Target).Seed;
        var isFixed = examples.FixedBatch is not null;
        var batches = new BatchOrder(examples.Count, BatchSize(examples), options.DropsRest || isFixed, options.Shuffles ? key : null);
        return batches.Length > 0 ? batches : throw new GraphRunException(
            ErrorCode.Usage, $"{examples.Count} examples do not fill a batch of {BatchSize(examples)}", help: "choose a smaller --batch-size");
    }

    private long BatchSize(TrainingData data)
    {
        if (data.FixedBatch is { } size && options.BatchSize != 0 && options.BatchSize != size)
            throw new GraphRunException(ErrorCode.Usage, $"the graph takes batches of {size} examples, not {options.BatchSize}");
        return data.FixedBatch ?? (options.BatchSize > 0 ? options.BatchSize : Math.Min(DefaultBatchSize, data.Count));
    }

    private SessionSettings Settings() => new()
    {
        Address = options.IsEphemeral
            ? null
            : () => new SessionAddress(options.StorePath, SessionAddress.SessionOf(options.Session, graph.Name, options.Graph)),
        LockTimeout = options.LockTimeout,
        Command = invocation.CommandLine,
        Seed = options.Seed,
        Warn = warnings =>
        {
            progress.Clear();
            invocation.Report.Write(warnings);
        },
        Print = text =>
        {
            progress.Clear();
            invocation.Report.Note(text);
        },
    };

    private Checkpoint? Commit(OpenSession session) => session.Commit(new CheckpointRecord
    {
        Command = invocation.CommandLine,
        Fetches = options.Metrics,
        Targets = [options.Target],
        Seed = options.Seed,
        Program = VersionCommand.Program,
    });

    private void Print(IReadOnlyList<(string Name, double Value)> metrics)
    {
        var writer = new ResultWriter(invocation.Output, OutputFormat.Text, [.. metrics.Select(metric => metric.Name)]);
        writer.Write([.. metrics.Select(metric => Tensor.Scalar((float)metric.Value))], ResultOrigin.None);
    }
}
