using GraphRun.Tensors;

namespace GraphRun.Formats.Stores;

/// <summary>
/// The values of a session at one checkpoint. Reading one costs the same however many variables and checkpoints there are. What is
/// not found is only reported missing after the whole state was verified, so that damage never looks like an uninitialised variable.
/// </summary>
public sealed class SessionState
{
    private readonly Database database;
    private HashSet<(TensorKind Kind, string Name)>? changed;
    private HashSet<(TensorKind Kind, string Name)>? all;

    internal SessionState(Database database, string session, Checkpoint checkpoint)
    {
        this.database = database;
        Session = session;
        Checkpoint = checkpoint;
    }

    public string Session { get; }

    public Checkpoint Checkpoint { get; }

    /// <summary>All variables in the order of their names.</summary>
    public IReadOnlyList<StoredVariable> Variables() =>
        [.. StateAudit.Verify(database, Checkpoint).Where(row => row.Kind == TensorKind.Variable).Select(Describe)];

    /// <summary>A variable without its value; null when the state has none of that name.</summary>
    public StoredVariable? Variable(string name) => Find(TensorKind.Variable, name) is { } row ? Describe(row) : null;

    /// <summary>The value of a variable; null when the state has none of that name.</summary>
    /// <exception cref="Errors.GraphRunException">The value does not match its checksum.</exception>
    public Tensor? Read(string name) => Find(TensorKind.Variable, name) is { } row ? Read(row) : null;

    /// <summary>The position of a random op; null when it has not run yet.</summary>
    public UInt128? RandomCounter(string name) =>
        Find(TensorKind.RandomCounter, name) is { } row ? ToCounter(Read(row)) : null;

    /// <summary>The positions of all random ops that have run.</summary>
    public IReadOnlyDictionary<string, UInt128> RandomCounters() =>
        StateAudit.Verify(database, Checkpoint).Where(row => row.Kind == TensorKind.RandomCounter)
            .ToDictionary(row => row.Name, row => ToCounter(Read(row)));

    /// <summary>The values fed to the run of this checkpoint, as far as they were recorded, in the order of their names.</summary>
    public IReadOnlyList<(string Name, Tensor Value)> Feeds() =>
        [.. Checkpoint.Changed.Where(change => change.Kind == TensorKind.Feed)
            .Select(change => (change.Name, Read(Find(TensorKind.Feed, change.Name)!)))];

    /// <summary>The text of the graph that was run; null when it was not recorded.</summary>
    public string? GraphText() =>
        Find(TensorKind.Graph, "") is { } row ? System.Text.Encoding.UTF8.GetString(Read(row).Value<byte[]>()) : null;

    /// <summary>Whether both states have a variable of this name with the same dtype, shape and value, bit for bit.</summary>
    internal static bool HaveSameValue(SessionState left, SessionState right, string name)
    {
        if (left.Find(TensorKind.Variable, name) is not { } first
            || right.Find(TensorKind.Variable, name) is not { } second || !first.LooksLike(second))
            return false;
        return (left.database == right.database && first.Chunk is not null && first.Chunk == second.Chunk)
            || ContentReader.HaveSameContent(left.database, first, right.database, second);
    }

    /// <summary>The version of a tensor that this state has; null when there is certainly none.</summary>
    internal TensorRow? Find(TensorKind kind, string name) =>
        FindRow(kind, name) is { IsTombstone: false } row && row.IsAt(Checkpoint.Number) ? row : null;

    /// <summary>The same, or the tombstone of one that was dropped.</summary>
    internal TensorRow? FindRow(TensorKind kind, string name)
    {
        var row = TensorTable.Find(database, Checkpoint.Session, kind, name, Checkpoint.Number);
        changed ??= [.. Checkpoint.Changed];
        if (row is not null && !row.IsAt(Checkpoint.Number) && kind != TensorKind.Feed)
            throw Lost(kind, name, row.Until!.Value);
        if (changed.Contains((kind, name)) != (row?.Since == Checkpoint.Number))
            throw Lost(kind, name, Checkpoint.Number);
        if (row is null && kind is TensorKind.Variable or TensorKind.RandomCounter)
            VerifyMissing(kind, name);
        return row;
    }

    /// <summary>The value of a version of a tensor.</summary>
    internal Tensor Read(TensorRow row)
    {
        using var reader = new ContentReader(database, row);
        return TensorContent.Read(reader, row);
    }

    private void VerifyMissing(TensorKind kind, string name)
    {
        all ??= [.. StateAudit.Verify(database, Checkpoint).Select(row => (row.Kind, row.Name))];
        if (all.Contains((kind, name)))
            throw StoreError.Damaged(database.Path, $"the index of {TensorRow.Describe(kind, name)} leads elsewhere");
    }

    private static StoredVariable Describe(TensorRow row) => new(row.Name, row.DType, row.Shape, row.Bytes, row.Crc, row.Since);

    private static UInt128 ToCounter(Tensor words) => new(upper: words.Values<ulong>()[1], lower: words.Values<ulong>()[0]);

    private Errors.GraphRunException Lost(TensorKind kind, string name, long number) =>
        StoreError.Damaged(
            database.Path, $"checkpoint {number} of session '{Session}' changed {TensorRow.Describe(kind, name)}; the value is lost");
}
