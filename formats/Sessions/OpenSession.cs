using System.Diagnostics;
using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Formats.Stores;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Formats.Sessions;

/// <summary>
/// A session at work on a graph. Its store is not opened before something of the session is read or <see cref="Take"/> is called, and
/// not written before <see cref="Commit"/>; then everything that changed becomes one checkpoint. Without an address it lives in memory.
/// </summary>
public sealed class OpenSession : IDisposable
{
    private readonly Graph graph;
    private readonly SessionSettings settings;
    private readonly Dictionary<string, VariableDeclaration> declared;
    private Store? store;
    private SessionTransaction? transaction;
    private SessionState? state;
    private string? fingerprint;

    public OpenSession(Graph graph, SessionSettings settings)
    {
        (this.graph, this.settings) = (graph, settings);
        declared = graph.Variables.DistinctBy(variable => variable.Name).ToDictionary(variable => variable.Name);
        Session = new Session { LoadVariable = LoadVariable, LoadCounter = LoadCounter, Seed = settings.Seed, Print = settings.Print };
    }

    public Session Session { get; }

    /// <summary>Where the session lives, once something of it was read or written; null before, and for one in memory.</summary>
    public SessionAddress? Address { get; private set; }

    /// <summary>The newest checkpoint; 0 when there is none.</summary>
    public long Checkpoint { get; private set; }

    /// <summary>Waits for the session and keeps all others from changing it; to be called before a run that changes it reads it.</summary>
    /// <exception cref="GraphRunException">The store is damaged or not one, or others hold the session for too long.</exception>
    public void Take()
    {
        if (settings.Address is null || transaction is not null)
            return;
        if (settings.At is not null)
            throw ReadOnly(settings.At);
        if (Address is not null)
            throw new UnreachableException("a session is taken before it is read");
        var address = Address = settings.Address();
        store = Store.OpenForWriting(address.Store, settings.LockTimeout, settings.Command);
        transaction = store.Begin(address.Session);
        Enter(transaction.Session);
    }

    /// <summary>
    /// Reads, for a run that changes nothing, all variables that it may read, and lets go of the store: however long the run takes,
    /// nobody waits for it.
    /// </summary>
    public void Read()
    {
        if (transaction is not null)
            return;
        Session.LoadAll();
        store?.Dispose();
        store = null;
    }

    /// <summary>Makes everything that changed a checkpoint of the session; null when nothing did, or when the session lives in memory.</summary>
    /// <param name="record">What is written down about the run; the graph's fingerprint is added.</param>
    /// <exception cref="GraphRunException">The store cannot be written; the session is as it was.</exception>
    public Stores.Checkpoint? Commit(CheckpointRecord record)
    {
        if (!Session.IsChanged || settings.At is not null)
            return null;
        Stores.Checkpoint? checkpoint = null;
        if (settings.Address is not null)
        {
            if (transaction is null)
                throw new UnreachableException("a session that changes is taken");
            checkpoint = transaction.Commit(
                record with { Graph = Fingerprint },
                Session.ChangedVariables.Select(variable => KeyValuePair.Create(variable.Name, variable.Value)),
                Session.ChangedCounters.Select(counter => KeyValuePair.Create(counter.Name, counter.Next)));
        }

        Session.MarkCommitted();
        Checkpoint = checkpoint?.Number ?? 0;
        return checkpoint;
    }

    public void Dispose()
    {
        transaction?.Dispose();
        store?.Dispose();
    }

    private string Fingerprint => fingerprint ??= GraphFingerprint.Of(graph);

    private void Enter(StoredSession? session)
    {
        if (session is null)
            return;
        state = settings.At is { } at ? session.At(at) : session.Latest;
        Checkpoint = state.Checkpoint.Number;
        if (state.Checkpoint.Graph != Fingerprint && GraphChanges.Between(state.Variables(), graph, session.Name) is { Count: > 0 } changes)
            settings.Warn(changes);
    }

    private SessionState? State()
    {
        if (Address is not null || settings.Address is null)
            return state;
        var address = Address = settings.Address();
        store = Store.OpenForReading(address.Store, settings.LockTimeout);
        if (settings.At is not null && store is null)
            throw new GraphRunException(ErrorCode.UnknownSession, $"there is no store {address.Store}, and so no checkpoint {settings.At}");
        Enter(settings.At is null ? store?.Session(address.Session) : store!.RequiredSession(address.Session));
        return state;
    }

    private Tensor? LoadVariable(string name)
    {
        if (State() is not { } current)
            return null;
        var replaces = settings.ReplacesUnfit && declared.TryGetValue(name, out var declaration)
            && current.Variable(name) is { } stored && !GraphChanges.Fits(declaration, stored);
        return replaces ? null : current.Read(name);
    }

    /// <summary>Whoever asks for a counter will move it; in a past state it moves in memory only.</summary>
    private UInt128? LoadCounter(string name)
    {
        if (settings.At is not null)
            return State()?.RandomCounter(name);
        Take();
        return state?.RandomCounter(name);
    }

    private GraphRunException ReadOnly(string at)
    {
        var session = settings.Address?.Invoke().Session;
        return new GraphRunException(
            ErrorCode.Usage,
            $"the state at checkpoint {at} is only read, and this run writes variables",
            help: $"go on from there in a session of its own: graphrun session fork {session} NEW --at {at}");
    }
}
