using GraphRun.Errors;

namespace GraphRun.Formats.Stores;

/// <summary>A named session in a store, as it was when it was looked up.</summary>
public sealed class StoredSession
{
    private readonly Database database;
    private readonly SessionRow row;

    internal StoredSession(Database database, SessionRow row)
    {
        (this.database, this.row) = (database, row);
        Head = CheckpointTable.Head(database, row.Id)
            ?? throw StoreError.Damaged(database.Path, $"session '{row.Name}' has lost its checkpoints");
        Latest = new SessionState(database, row.Name, Head);
    }

    public string Name => row.Name;

    public DateTimeOffset Created => row.Created;

    /// <summary>How many of the newest checkpoints are kept.</summary>
    public int Keep => (int)Math.Min(row.Keep, int.MaxValue);

    /// <summary>The newest checkpoint.</summary>
    public Checkpoint Head { get; }

    /// <summary>The state at the newest checkpoint.</summary>
    public SessionState Latest { get; }

    internal long Id => row.Id;

    internal SessionRow Row => row;

    /// <summary>The checkpoints that are still there, oldest first.</summary>
    public IReadOnlyList<Checkpoint> Checkpoints() => CheckpointTable.All(database, row.Id);

    /// <summary>The tags in the order of their names, each with the number of its checkpoint.</summary>
    public IReadOnlyList<(string Name, long Number)> Tags() => [.. TagTable.All(database, row.Id).Select(tag => (tag.Name, tag.Number))];

    /// <summary>Whether a checkpoint is still there.</summary>
    public bool Has(long number) => CheckpointTable.Find(database, row.Id, number) is not null;

    /// <summary>The state at an earlier checkpoint.</summary>
    /// <exception cref="GraphRunException">There is no such checkpoint, or it was not kept.</exception>
    public SessionState At(long number)
    {
        if (number == Head.Number)
            return Latest;
        var checkpoint = number < Head.Number ? CheckpointTable.Find(database, row.Id, number) : null;
        return checkpoint is null ? throw NoCheckpoint(number.ToString()) : new SessionState(database, Name, checkpoint);
    }

    /// <summary>The state at a checkpoint given by number or tag.</summary>
    /// <exception cref="GraphRunException">There is no such checkpoint, or it was not kept.</exception>
    public SessionState At(string numberOrTag)
    {
        if (long.TryParse(numberOrTag, System.Globalization.NumberStyles.None, null, out var number))
            return At(number);
        var tag = TagTable.Find(database, row.Id, numberOrTag) ?? throw NoCheckpoint($"tagged '{numberOrTag}'");
        return At(tag.Number);
    }

    /// <summary>The checkpoints that go when only the newest <paramref name="keep"/> and the tagged ones are kept, oldest first.</summary>
    public IReadOnlyList<long> OlderThan(int keep)
    {
        var tagged = Tags().Select(tag => tag.Number).ToHashSet();
        return [.. Retention.Numbers(database, row.Id).Where(number => number <= Head.Number - keep && !tagged.Contains(number))];
    }

    /// <summary>
    /// The state that a checkpoint's changes are counted from: the one numbered before it; null when that is not there any more.
    /// </summary>
    internal SessionState? Before(Checkpoint checkpoint) =>
        CheckpointTable.Find(database, row.Id, checkpoint.Number - 1) is { } found ? new SessionState(database, Name, found) : null;

    private GraphRunException NoCheckpoint(string which)
    {
        // A damaged page can hide a row from the search for it.
        using var check = new Statement(database, "PRAGMA quick_check('checkpoints')");
        if (check.Step() && check.Text(0) is not "ok" and var problem)
            return StoreError.Damaged(database.Path, problem.ReplaceLineEndings(" "));
        CheckpointTable.VerifyAll(database);
        var numbers = Checkpoints().Select(checkpoint => checkpoint.Number).ToList();
        var tags = Tags().Select(tag => $", {tag.Name} (= {tag.Number})");
        return new GraphRunException(
            ErrorCode.UnknownSession,
            $"session '{Name}' has no checkpoint {which}",
            help: $"it has {NumberRanges.Describe(numbers)}{string.Concat(tags)}");
    }
}
