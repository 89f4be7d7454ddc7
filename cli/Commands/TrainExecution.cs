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

/// <summary>
/// One call of <c>train</c>: what it reads, where it commits and what it prints. The steps are <see cref="TrainLoop"/>'s.
/// </summary>
internal sealed class TrainExecution : IDisposable
{
    private const long DefaultBatchSize = 32;

    private readonly TrainOptions options;
    private readonly Invocation invocation;
    private readonly Interruption interruption;
    private readonly Graph graph;
    private readonly TrainRecording? recording;
    private readonly TrainPlans plans;
    private readonly BatchOrder? order;
    private readonly BatchOrder? validation;
    private readonly TrainProgress progress;

    /// <exception cref="GraphRunException">The graph, a name, a feed or a data file is wrong, or nothing says when to stop.</exception>
    public TrainExecution(TrainOptions options, Invocation invocation, Interruption interruption)
        : this(options, invocation, interruption, null)
    {
    }

    /// <param name="repeated">The graph of a training that is repeated; null to read the one that the options name.</param>
    private TrainExecution(TrainOptions options, Invocation invocation, Interruption interruption, Graph? repeated)
    {
        (this.options, this.invocation, this.interruption) = (options, invocation, interruption);
        CheckEnd();
        var input = new StandardInput(invocation.Surroundings.Input, invocation.Surroundings.InputIsTerminal());
        var source = repeated is null ? GraphSource.Load(options.Graph, input, [], []) : null;
        graph = repeated ?? source!.Graph;
        plans = new TrainPlans(graph, options, input);
        recording = source is null ? null : new TrainRecording(options, source, plans);
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
            var loop = Loop(session, reports, () => Commit(session));
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

    /// <summary>Trains again what a checkpoint recorded, from where the session is to where the checkpoint's state is.</summary>
    /// <exception cref="GraphRunException">The training fails, or a feed is not what it was.</exception>
    public static void Repeat(RunRecipe recipe, Graph graph, OpenSession session, SessionState after, Invocation invocation)
    {
        var options = TrainCommand.Read(recipe.Training, invocation) with
        {
            MetricsPath = null,
            EventFolder = null,
            CheckpointEvery = null,
        };
        using var interruption = new Interruption(null, invocation.Report);
        using var execution = new TrainExecution(options, invocation, interruption, graph);
        TrainRecording.Verify(execution.plans, after.Checkpoint);
        using var reports = new TrainReports(options, invocation, execution.progress) { IsSilent = true };
        var last = (long)(after.RandomCounter(TrainLoop.StepsOf(options.Target)) ?? 0);
        var loop = execution.Loop(session, reports, () => { }, last);
        loop.Run();
        interruption.PassPointOfNoReturn();
        loop.Keep();
        execution.progress.Clear();
    }

    public void Dispose() => plans.Dispose();

    private TrainLoop Loop(OpenSession session, TrainReports reports, Action commit, long? last = null) =>
        new(options, plans, order, validation, session.Session, reports, interruption, commit) { Last = last };

    private void CheckEnd()
    {
        if (options is { Epochs: null, Steps: null, Until: null, Patience: null, Timeout: null })
        {
            throw new GraphRunException(
                ErrorCode.Usage, "nothing says when to stop", help: "add --epochs E, --steps N or --until CONDITION");
        }

        if (options.Until is not { } until)
            return;
        var validated = options.Validation.Count > 0 ? options.Metrics.Select(metric => $"validation/{metric}") : [];
        List<string> watched = [.. options.Metrics, .. validated];
        if (!watched.Contains(until.Metric))
        {
            throw new GraphRunException(
                ErrorCode.Usage, $"'{until.Metric}' is not watched", help: $"it is one of {string.Join(", ", watched)}");
        }
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
            ErrorCode.Usage,
            $"{examples.Count} examples do not fill a batch of {BatchSize(examples)}",
            help: "choose a smaller --batch-size");
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

    private Checkpoint? Commit(OpenSession session) => session.Commit(recording!.Make(invocation.CommandLine));

    private void Print(IReadOnlyList<(string Name, double Value)> metrics)
    {
        var writer = new ResultWriter(invocation.Output, OutputFormat.Text, [.. metrics.Select(metric => metric.Name)]);
        writer.Write([.. metrics.Select(metric => Tensor.Scalar((float)metric.Value))], ResultOrigin.None);
    }
}
