using System.Diagnostics;
using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Formats.Training;
using GraphRun.Tensors;

namespace GraphRun.Cli.Commands;

/// <summary>
/// The steps of a training. How many examples and steps the session has seen, and what the next report is going to tell, are counters of
/// the session beside those of its random ops, so they are committed with what was learnt.
/// </summary>
internal sealed class TrainLoop
{
    private readonly TrainOptions options;
    private readonly TrainPlans plans;
    private readonly BatchOrder? order;
    private readonly BatchOrder? validation;
    private readonly Session session;
    private readonly TrainReports reports;
    private readonly Interruption interruption;
    private readonly Action commit;
    private readonly MetricMeans means;
    private readonly TrainJudge judge;
    private readonly RandomCounter steps;
    private readonly RandomCounter examples;
    private readonly string prefix;
    private readonly (ulong Steps, ulong Examples, long Time) start;

    /// <param name="order">The order of the examples; null when there are none.</param>
    /// <param name="validation">The order of the examples for validation; null when there are none.</param>
    /// <param name="commit">Makes a checkpoint.</param>
    public TrainLoop(
        TrainOptions options,
        TrainPlans plans,
        BatchOrder? order,
        BatchOrder? validation,
        Session session,
        TrainReports reports,
        Interruption interruption,
        Action commit)
    {
        (this.options, this.plans, this.order, this.validation, this.session) = (options, plans, order, validation, session);
        (this.reports, this.interruption, this.commit) = (reports, interruption, commit);
        (means, judge) = (new MetricMeans(options.Metrics), new TrainJudge(options));
        (steps, examples) = (session.Counter(StepsOf(options.Target)), session.Counter($"_train/{options.Target}/examples"));
        prefix = $"_train/{options.Target}/report/";
        means.Resume(session, prefix);
        judge.Resume(session, prefix);
        start = ((ulong)steps.Next, (ulong)examples.Next, Stopwatch.GetTimestamp());
    }

    /// <summary>Stop when the session has made so many steps, as if something came between; null for no such number.</summary>
    public long? Last { get; init; }

    /// <summary>The steps that the session has made.</summary>
    public long Steps => (long)steps.Next;

    /// <summary>Those of them that were made here.</summary>
    public long StepsOfThisRun => (long)(steps.Next - start.Steps);

    /// <summary>What was to be done is done; nothing came between.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>The metrics of the last report; none when there was none.</summary>
    public IReadOnlyList<(string Name, double Value)> LastReport { get; private set; } = [];

    private bool IsStopped => IsComplete || Steps >= Last || interruption.Token.IsCancellationRequested;

    private double Epoch => order is null ? 0 : (double)examples.Next / order.Length;

    /// <summary>The steps after which the training ends; null when a report decides.</summary>
    private long? Total
    {
        get
        {
            var most = options.Steps ?? long.MaxValue;
            if (order is not null && options.Epochs is { } epochs)
                most = (long)Int128.Min(most, Steps + Batches((Int128)epochs * order.Length - (Int128)examples.Next));
            return most == long.MaxValue ? null : most;
        }
    }

    /// <summary>The counter of the steps that were made of a target.</summary>
    public static string StepsOf(string target) => $"_train/{target}/steps";

    /// <summary>Makes steps until the end, or until something comes between.</summary>
    public void Run()
    {
        Judge();
        if (IsStopped)
            return;
        using var batches = order is null ? null : new BatchReader(plans.Examples!, order, examples.Next);
        var step = plans.Step(session);
        var evaluation = plans.Validation is null ? null : plans.Evaluation(session);
        while (!IsStopped)
        {
            Step(step, batches);
            Judge();
            if (IsReported())
                Report(evaluation);
            if (options.CheckpointEvery is { } every && Steps % every == 0)
                Checkpoint();
            if (reports.Progress.IsDue)
                reports.Progress.Draw(State());
        }
    }

    /// <summary>Leaves in the session what the next report needs, to be committed.</summary>
    public void Keep()
    {
        means.Keep(session, prefix);
        judge.Keep(session, prefix);
    }

    private void Checkpoint()
    {
        Keep();
        commit();
    }

    private void Step(Func<Tensor[], Tensor[]> step, BatchReader? batches)
    {
        var (batch, count) = batches?.Next() ?? ([], 0);
        try
        {
            means.Add(step(batch), Math.Max(count, 1));
        }
        catch (GraphRunException error) when (error.Code == ErrorCode.NotFinite)
        {
            throw new GraphRunException(
                [.. error.Diagnostics.Select(diagnostic => diagnostic with { Message = $"step {Steps + 1}: {diagnostic.Message}" })]);
        }

        steps.Reserve(1);
        examples.Reserve((ulong)count);
    }

    private void Judge() => IsComplete |= (options.Steps is { } most && Steps >= most)
        || (options.Epochs is { } epochs && order is not null && examples.Next >= (UInt128)(ulong)epochs * (ulong)order.Length);

    /// <summary>Reports come after every so many steps, or after each epoch; and when the training ends.</summary>
    private bool IsReported() => !means.IsEmpty && (IsComplete
        || (options.Every is { } every ? Steps % every == 0 : order is not null && examples.Next % (ulong)order.Length == 0));

    private void Report(Func<Tensor[], Tensor[]>? evaluation)
    {
        LastReport = [.. means.Take(), .. evaluation is null ? [] : Evaluate(evaluation)];
        reports.Write(Steps, Epoch, LastReport, Rate(), order is not null);
        reports.WriteVariables(Steps, plans.Graph, session);
        IsComplete |= judge.Look(LastReport) is not null;
    }

    private IReadOnlyList<(string Name, double Value)> Evaluate(Func<Tensor[], Tensor[]> evaluation)
    {
        var metrics = new MetricMeans(options.Metrics);
        for (var used = 0L; used < validation!.Length;)
        {
            var rows = validation.Next((UInt128)(ulong)used);
            metrics.Add(evaluation(plans.Validation!.Batch(rows)), rows.Length);
            used += rows.Length;
        }

        return metrics.IsEmpty ? [] : metrics.Take("validation/");
    }

    /// <summary>Examples in a second since this call began, or steps where there are no examples.</summary>
    private double Rate()
    {
        var done = order is null ? steps.Next - start.Steps : examples.Next - start.Examples;
        return (double)done / Math.Max(Stopwatch.GetElapsedTime(start.Time).TotalSeconds, 1e-9);
    }

    private TrainState State()
    {
        var total = Total;
        var speed = (double)(steps.Next - start.Steps) / Stopwatch.GetElapsedTime(start.Time).TotalSeconds;
        TimeSpan? left = total is { } end && speed > 0 && (end - Steps) / speed < TimeSpan.MaxValue.TotalSeconds / 2
            ? TimeSpan.FromSeconds((end - Steps) / speed)
            : null;
        var value = means.IsEmpty ? LastReport[0].Value : means.First;
        return new TrainState(Steps, total, order is null ? null : Epoch, options.Metrics[0], value, Rate(), left);
    }

    /// <summary>The batches that so many more examples make: whole epochs, and a part of one.</summary>
    private Int128 Batches(Int128 count)
    {
        var part = count % order!.Length;
        return count / order.Length * order.Batches + (part + order.BatchSize - 1) / order.BatchSize;
    }
}
