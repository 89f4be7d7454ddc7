using GraphRun.Cli.Printing;
using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Formats.Feeds;
using GraphRun.Formats.Sessions;
using GraphRun.Formats.Stores;
using GraphRun.Formats.Training;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Cli.Commands;

/// <summary>
/// One call of <c>train</c>. How many examples and steps the session has seen are counters of the session beside those of its random
/// ops, so they are committed with what was learnt from them.
/// </summary>
internal sealed class TrainExecution
{
    private const long DefaultBatchSize = 32;

    private readonly TrainOptions options;
    private readonly Invocation invocation;
    private readonly Interruption interruption;
    private readonly Graph graph;
    private readonly TrainPlans plans;
    private readonly BatchOrder? order;
    private readonly MetricMeans means;
    private double best = double.PositiveInfinity;
    private long withoutImprovement;
    private string? reason;

    /// <exception cref="GraphRunException">The graph, a name, a feed or a data file is wrong, or nothing says when to stop.</exception>
    public TrainExecution(TrainOptions options, Invocation invocation, Interruption interruption)
    {
        (this.options, this.invocation, this.interruption) = (options, invocation, interruption);
        if (options is { Epochs: null, Steps: null, Until: null, Patience: null, Timeout: null })
            throw new GraphRunException(ErrorCode.Usage, "nothing says when to stop", help: "add --epochs E, --steps N or --until CONDITION");
        var input = new StandardInput(invocation.Surroundings.Input, invocation.Surroundings.InputIsTerminal());
        graph = GraphSource.Load(options.Graph, input);
        plans = new TrainPlans(graph, options, input);
        means = new MetricMeans(options.Metrics);
        order = plans.Examples is { } examples ? Order(examples) : null;
    }

    private bool IsStopped => reason is not null || interruption.Token.IsCancellationRequested;

    /// <summary>Trains, commits, and prints the last report.</summary>
    public int Execute()
    {
        using var reports = new TrainReports(options, invocation);
        using var session = new OpenSession(graph, Settings());
        session.Take();
        try
        {
            invocation.IsComputing = true;
            session.Session.Initialize(graph);
            var last = Train(session, reports);
            Commit(session);
            if (last.Count > 0)
                Print(last);
        }
        finally
        {
            invocation.IsComputing = false;
        }

        return interruption.Cause?.ExitCode ?? ExitCodes.Done;
    }

    private IReadOnlyList<(string Name, double Value)> Train(OpenSession session, TrainReports reports)
    {
        var (steps, examples) = (session.Session.Counter($"_train/{options.Target}/steps"), session.Session.Counter($"_train/{options.Target}/examples"));
        var (first, last) = (examples.Next, (IReadOnlyList<(string Name, double Value)>)[]);
        IsDone(steps, examples);
        if (IsStopped)
            return last;
        var step = plans.Step(session.Session);
        var evaluation = plans.Validation is null ? null : plans.Evaluation(session.Session);
        while (!IsStopped)
        {
            var rows = order is null ? default : order.Next(examples.Next);
            Step(step, rows, (long)steps.Next + 1);
            steps.Reserve(1);
            examples.Reserve((ulong)rows.Length);
            IsDone(steps, examples);
            if (IsReported(steps, examples))
            {
                last = [.. means.Take(), .. evaluation is null ? [] : Evaluate(evaluation)];
                reports.Write((long)steps.Next, Epoch(examples), last, (long)(examples.Next - first));
                reports.WriteVariables((long)steps.Next, graph, session.Session);
                Judge(last);
            }

            if (options.CheckpointEvery is { } every && (long)steps.Next % every == 0)
                Commit(session);
        }

        if (reason is null && interruption.Cause is { } cause)
            invocation.Report.Note($"{cause.Diagnostic.Message.Split(';')[0]} after step {steps.Next}, which is committed");
        return last;
    }

    private void Step(Func<Tensor[], Tensor[]> step, ReadOnlySpan<int> rows, long number)
    {
        try
        {
            means.Add(step(order is null ? [] : plans.Examples!.Batch(rows)), Math.Max(rows.Length, 1));
        }
        catch (GraphRunException error) when (error.Code == ErrorCode.NotFinite)
        {
            throw new GraphRunException(
                [.. error.Diagnostics.Select(diagnostic => diagnostic with { Message = $"step {number}: {diagnostic.Message}" })]);
        }
    }

    /// <summary>Reports come after every so many steps, or after each epoch; and when the training ends.</summary>
    private bool IsReported(RandomCounter steps, RandomCounter examples) => !means.IsEmpty && (IsStopped
        || (options.Every is { } every ? (long)steps.Next % every == 0 : order is not null && examples.Next % (ulong)order.Length == 0));

    private double Epoch(RandomCounter examples) => order is null ? 0 : (double)examples.Next / order.Length;

    private void IsDone(RandomCounter steps, RandomCounter examples)
    {
        if (options.Steps is { } most && (long)steps.Next >= most)
            reason = $"the session has made {steps.Next} steps";
        else if (options.Epochs is { } epochs && order is not null && examples.Next >= (UInt128)(ulong)epochs * (ulong)order.Length)
            reason = $"the session has seen its examples {epochs} times";
    }

    private List<(string Name, double Value)> Evaluate(Func<Tensor[], Tensor[]> evaluation)
    {
        var data = plans.Validation!;
        var batches = new BatchOrder(data.Count, BatchSize(data), dropsRest: data.FixedBatch is not null, seed: null);
        var validation = new MetricMeans(options.Metrics);
        for (var used = 0L; used < batches.Length;)
        {
            var rows = batches.Next((UInt128)(ulong)used);
            validation.Add(evaluation(data.Batch(rows)), rows.Length);
            used += rows.Length;
        }

        return validation.IsEmpty ? [] : [.. validation.Take("validation/")];
    }

    /// <summary>Looks whether the metrics say that it is enough: those of the validation, where there is one.</summary>
    private void Judge(IReadOnlyList<(string Name, double Value)> metrics)
    {
        if (options.Until is { } until)
        {
            var value = metrics.Where(metric => metric.Name == until.Metric).Select(metric => (double?)metric.Value).FirstOrDefault()
                ?? throw new GraphRunException(
                    ErrorCode.Usage,
                    $"'{until.Metric}' is not watched",
                    help: $"it is one of {string.Join(", ", metrics.Select(metric => metric.Name))}");
            if (until.Holds(value))
                reason ??= $"{until.Metric} {until.Comparison} {until.Limit}";
        }

        var judged = metrics[plans.Validation is null || metrics.Count == options.Metrics.Count ? 0 : options.Metrics.Count].Value;
        withoutImprovement = judged < best ? 0 : withoutImprovement + 1;
        best = Math.Min(best, judged);
        if (options.Patience is { } patience && withoutImprovement >= patience)
            reason ??= $"{patience} reports without improvement";
    }

    private BatchOrder Order(TrainingData examples)
    {
        var seed = options.Seed ?? graph.Seed;
        var key = OpSeed.Resolve(seed, null, options.Target).Seed;
        var isFixed = examples.FixedBatch is not null;
        var order = new BatchOrder(examples.Count, BatchSize(examples), options.DropsRest || isFixed, options.Shuffles ? key : null);
        return order.Length > 0 ? order : throw new GraphRunException(
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
        Warn = invocation.Report.Write,
        Print = invocation.Report.Note,
    };

    private void Commit(OpenSession session)
    {
        var checkpoint = session.Commit(new CheckpointRecord
        {
            Command = invocation.CommandLine,
            Fetches = options.Metrics,
            Targets = [options.Target],
            Seed = options.Seed,
            Program = VersionCommand.Program,
        });
        if (checkpoint is not null)
            invocation.Report.Note($"session {session.Address!.Session}: checkpoint {checkpoint.Number} ({session.Address.Store})");
    }

    private void Print(IReadOnlyList<(string Name, double Value)> metrics)
    {
        var writer = new ResultWriter(invocation.Output, OutputFormat.Text, [.. metrics.Select(metric => metric.Name)]);
        writer.Write([.. metrics.Select(metric => Tensor.Scalar((float)metric.Value))], ResultOrigin.None);
    }
}
