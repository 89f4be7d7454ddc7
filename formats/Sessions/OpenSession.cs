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
    private SessionMigration? migration;
    private bool isEntered;
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

    /// <summary>Variables are renamed or removed even when the run writes nothing.</summary>
    public bool ChangesNames => settings.Renames.Count > 0 || settings.DropsGone;

    /// <summary>Waits for the session and keeps all others from changing it; to be called before a run that changes it reads it.</summary>
    /// <exception cref="GraphRunException">The store is damaged or not one, or others hold the session for too long.</exception>
    public void Take()
    {
        if (settings.Replays is not null || settings.Address is null || transaction is not null)
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

    /// <summary>
    /// Makes everything that changed a checkpoint of the session; null when nothing did, or when the session lives in memory.
    /// </summary>
    /// <param name="record">What is written down about the run; the graph's fingerprint is added.</param>
    /// <exception cref="GraphRunException">The store cannot be written; the session is as it was.</exception>
    public Stores.Checkpoint? Commit(CheckpointRecord record)
    {
        if ((!Session.IsChanged && migration?.ChangesSession != true) || settings.At is not null || settings.Replays is not null)
            return null;
        Stores.Checkpoint? checkpoint = null;
        if (settings.Address is not null)
        {
            if (transaction is null)
                throw new UnreachableException("a session that changes is taken");
            checkpoint = transaction.Commit(
                record with { Graph = Fingerprint }, VariableChanges(), CounterChanges(), migration?.ForgottenCounters);
        }

        Session.MarkCommitted();
        state = transaction?.Session?.Latest;
        Checkpoint = checkpoint?.Number ?? 0;
        return checkpoint;
    }

    /// <summary>
    /// Every variable that has another value than when the session was entered, as far as anything wrote it; null for a dropped one.
    /// </summary>
    public IReadOnlyDictionary<string, Tensor?> VariableChanges()
    {
        var changes = new SortedDictionary<string, Tensor?>(StringComparer.Ordinal);
        foreach (var (name, value) in migration?.VariableChanges() ?? [])
            changes[name] = value;
        foreach (var variable in Session.ChangedVariables)
            changes[variable.Name] = variable.Value;
        return changes;
    }

    /// <summary>Every random op that has moved, or has another name.</summary>
    public IReadOnlyDictionary<string, UInt128> CounterChanges()
    {
        var changes = new SortedDictionary<string, UInt128>(StringComparer.Ordinal);
        foreach (var (name, position) in migration?.CounterChanges() ?? [])
            changes[name] = position;
        foreach (var counter in Session.ChangedCounters)
            changes[counter.Name] = counter.Next;
        return changes;
    }

    /// <summary>A random op whose position is now kept under another name.</summary>
    internal bool HasForgotten(string counter) => migration?.ForgottenCounters.Contains(counter) == true;

    public void Dispose()
    {
        transaction?.Dispose();
        store?.Dispose();
    }

    /// <summary>The fingerprint of the graph.</summary>
    public string Fingerprint => fingerprint ??= GraphFingerprint.Of(graph);

    private void Enter(StoredSession? session)
    {
        if (session is not null)
            Enter(settings.At is { } at ? session.At(at) : session.Latest);
    }

    private void Enter(SessionState entered)
    {
        state = entered;
        Checkpoint = entered.Checkpoint.Number;
        if (entered.Checkpoint.Graph == Fingerprint && !ChangesNames)
            return;
        migration = SessionMigration.Of(entered, graph, settings.Renames, settings.DropsGone);
        if (GraphChanges.Describe(migration.Moves, entered.Session, settings.ReplacesUnfit) is { Count: > 0 } changes)
            settings.Warn(changes);
    }

    private SessionState? State()
    {
        if (settings.Replays is { } past)
        {
            if (!isEntered && past.State is not null)
                Enter(past.State);
            isEntered = true;
            return state;
        }

        if (Address is not null || settings.Address is null)
            return state;
        var address = Address = settings.Address();
        store = Store.OpenForReading(address.Store, settings.LockTimeout);
        if (settings.At is not null && store is null)
            throw new GraphRunException(ErrorCode.UnknownSession, $"there is no store {address.Store}, and so no checkpoint {settings.At}");
        Enter(settings.At is null ? store?.Session(address.Session) : store!.RequiredSession(address.Session));
        return state;
    }

    /// <summary>A session that has no value of its own starts from the one in the model.</summary>
    private Tensor? LoadVariable(string name) => LoadStored(name) ?? graph.VariableValues?.Invoke(name);

    private Tensor? LoadStored(string name)
    {
        if (State() is not { } current)
            return null;
        var replaces = settings.ReplacesUnfit && declared.TryGetValue(name, out var declaration)
            && Stored(current, name) is { } stored && !GraphChanges.Fits(declaration, stored);
        return replaces ? null : migration is null ? current.Read(name) : migration.Read(name);
    }

    private StoredVariable? Stored(SessionState current, string name) =>
        migration is null ? current.Variable(name) : migration.Variable(name);

    /// <summary>Whoever asks for a counter will move it; in a past state it moves in memory only.</summary>
    private UInt128? LoadCounter(string name)
    {
        if (settings.At is null)
            Take();
        return State() is not { } current ? null : migration is null ? current.RandomCounter(name) : migration.RandomCounter(name);
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
