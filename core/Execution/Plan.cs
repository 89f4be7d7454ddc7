using GraphRun.Errors;
using GraphRun.Tensors;

namespace GraphRun.Execution;

/// <summary>
/// A run made ready: the steps in order, each bound to its kernel, its slots and its session. It can be run any number of times, by one
/// thread at a time; what is returned or kept by variables is never overwritten by a later run.
/// </summary>
public sealed class Plan
{
    private readonly Session session;
    private readonly Step[] steps;
    private readonly Step[] alternating;
    private readonly Tensor?[] slots;
    private readonly int[] feeds;
    private readonly int[] fetches;
    private readonly string scope;
    private readonly CancellationToken cancellation;

    internal Plan(Session session, Step[] steps, Tensor?[] slots, int[] feeds, int[] fetches, string scope, CancellationToken cancellation)
    {
        this.session = session;
        this.steps = steps;
        alternating = Array.FindAll(steps, step => step.Alternate is not null);
        this.slots = slots;
        this.feeds = feeds;
        this.fetches = fetches;
        this.scope = scope;
        this.cancellation = cancellation;
    }

    /// <summary>The shapes that fed values must have, as far as known.</summary>
    internal Shape[] FeedShapes { get; init; } = [];

    /// <summary>Per result whether its storage is used again by the run after the next one.</summary>
    internal bool[] ReusesResult { get; init; } = [];

    internal IReadOnlyList<Step> Steps => steps;

    /// <summary>The number of kernel calls of one run.</summary>
    public int StepCount => steps.Length;

    /// <summary>A run may write variables. (That it may move random counters shows when the plan is made: it asks the session for them.)</summary>
    public bool HasWriters => Array.Exists(steps, step => step.Node.IsWriter);

    /// <summary>Runs once and returns the fetched values in the order of the request.</summary>
    /// <param name="values">The fed values, in the order of the request's feeds.</param>
    /// <exception cref="GraphRunException">A step failed, or the run was cancelled; the session is as it was before the run.</exception>
    public Tensor[] Run(ReadOnlySpan<Tensor> values) => Run(values, null);

    /// <summary>The same, with a record of what took how long.</summary>
    public Tensor[] Run(ReadOnlySpan<Tensor> values, Recording? recording)
    {
        CheckFeeds(values);
        session.Begin();
        Kernels.Workers.BeginRun();
        try
        {
            var results = new Tensor[fetches.Length];
            Call(values, results, recording);
            return results;
        }
        catch
        {
            session.Rollback();
            throw;
        }
        finally
        {
            Kernels.Workers.EndRun();
        }
    }

    /// <summary>Runs once and takes back whatever changed: the session is as it was before.</summary>
    /// <param name="values">The fed values, in the order of the request's feeds.</param>
    public Tensor[] Evaluate(ReadOnlySpan<Tensor> values)
    {
        try
        {
            return Run(values);
        }
        finally
        {
            session.Rollback();
        }
    }

    /// <summary>Runs as part of a run that is under way: a function called by a step.</summary>
    internal void Call(ReadOnlySpan<Tensor> values, Span<Tensor> results, Recording? recording = null)
    {
        for (var i = 0; i < feeds.Length; i++)
            slots[feeds[i]] = values[i];
        foreach (var step in alternating)
            (step.Planned, step.Alternate) = (step.Alternate, step.Planned);
        Execute(recording);
        for (var i = 0; i < fetches.Length; i++)
            results[i] = slots[fetches[i]]!;
    }

    private void Execute(Recording? recording)
    {
        var next = 0;
        try
        {
            for (; next < steps.Length; next++)
            {
                var step = steps[next];
                cancellation.ThrowIfCancellationRequested();
                if (recording is null)
                    step.Kernel(step);
                else
                    recording.Run(next, step);
                if (step.Returned is not null)
                    Return(step.Returned);
                if (step.Released is not null)
                    Release(step.Released);
            }
        }
        catch (GraphRunException exception)
        {
            throw exception.Code == ErrorCode.Uninitialized ? AllUninitialized(exception, next) : exception.At(steps[next].Node.Span, scope + steps[next].Node.Name);
        }
        catch (OperationCanceledException)
        {
            throw new GraphRunException(ErrorCode.Cancelled, "Run call was cancelled", steps[next].Node.Span, node: scope + steps[next].Node.Name);
        }
    }

    private static void Return((Step Step, int Output)[] outputs)
    {
        foreach (var (step, output) in outputs)
            step.Return(output);
    }

    private void Release(int[] released)
    {
        foreach (var slot in released)
            slots[slot] = null;
    }

    private void CheckFeeds(ReadOnlySpan<Tensor> values)
    {
        for (var i = 0; i < FeedShapes.Length; i++)
        {
            if (!FeedShapes[i].Accepts(values[i].Shape))
            {
                throw new GraphRunException(
                    ErrorCode.FeedMismatch, $"Cannot feed value of shape {values[i].Shape} for a tensor which has shape {FeedShapes[i]}");
            }
        }
    }

    /// <summary>Adds the other variables that the rest of the run would miss, so that all are named at once.</summary>
    private GraphRunException AllUninitialized(GraphRunException first, int failed)
    {
        var diagnostics = new List<Diagnostic>(first.Diagnostics);
        foreach (var read in steps.Skip(failed + 1).Select(step => step.Kernel.Target).OfType<VariableRead>())
        {
            if (read.Missing() is { } diagnostic && diagnostics.TrueForAll(known => known.Message != diagnostic.Message))
                diagnostics.Add(diagnostic);
        }

        return new GraphRunException(diagnostics);
    }
}
