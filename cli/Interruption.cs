using System.Runtime.InteropServices;
using GraphRun.Cli.Diagnostics;
using GraphRun.Errors;

namespace GraphRun.Cli;

/// <summary>
/// What can stop a run from outside: Ctrl-C, SIGTERM and <c>--timeout</c>. The first asks the run to stop; a second signal ends the
/// process at once, and so does a run that has not stopped two seconds later. Nothing has been committed then.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private static readonly TimeSpan grace = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource source = new();
    private readonly List<IDisposable> registrations = [];
    private readonly Lock gate = new();
    private readonly Report report;
    private readonly TimeSpan? timeout;
    private readonly bool finishes;
    private (int ExitCode, Diagnostic Diagnostic)? cause;
    private bool isOver;

    /// <param name="finishes">The run ends by itself soon after it was asked to, with what it did committed; nothing hurries it.</param>
    public Interruption(TimeSpan? timeout, Report report, bool finishes = false)
    {
        this.finishes = finishes;
        this.timeout = timeout;
        this.report = report;
        registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal));
        registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal));
        if (timeout is { } span)
            registrations.Add(new Timer(_ => Stop(ExitCodes.Timeout, TimedOut()), null, span, Timeout.InfiniteTimeSpan));
    }

    /// <summary>Cancelled when the run is to stop.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>What stopped the run and the exit code for it; null when nothing did.</summary>
    public (int ExitCode, Diagnostic Diagnostic)? Cause
    {
        get
        {
            lock (gate)
                return cause;
        }
    }

    /// <summary>From here on nothing stops the run: what it did is about to be committed.</summary>
    /// <exception cref="OperationCanceledException">It was stopped before.</exception>
    public void PassPointOfNoReturn()
    {
        lock (gate)
        {
            source.Token.ThrowIfCancellationRequested();
            isOver = true;
        }
    }

    public void Dispose()
    {
        lock (gate)
            isOver = true;
        foreach (var registration in registrations)
            registration.Dispose();
        source.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        var (code, name) = context.Signal == PosixSignal.SIGINT ? (ExitCodes.Interrupted, "interrupted") : (ExitCodes.Terminated, "terminated");
        context.Cancel = Stop(code, new Diagnostic(ErrorCode.Cancelled, $"{name}; the session is as it was before"));
    }

    private Diagnostic TimedOut() =>
        new(ErrorCode.Timeout, $"the run took longer than {timeout!.Value.TotalSeconds:0.###} s; the session is as it was before");

    /// <summary>Asks the run to stop; false when it has been asked already or cannot be stopped any more.</summary>
    private bool Stop(int code, Diagnostic diagnostic)
    {
        lock (gate)
        {
            if (isOver || cause is not null)
                return false;
            cause = (code, diagnostic);
            if (!finishes)
                registrations.Add(new Timer(_ => End(), null, grace, Timeout.InfiniteTimeSpan));
        }

        source.Cancel();
        return true;
    }

    private void End()
    {
        lock (gate)
        {
            if (isOver)
                return;
            report.Write([cause!.Value.Diagnostic]);
            Environment.Exit(cause.Value.ExitCode);
        }
    }
}
