using GraphRun.Errors;

namespace GraphRun.Formats.Stores;

/// <summary>Goes through a whole store and lists everything that is damaged, where opening and reading stop at the first.</summary>
internal sealed class StoreCheck
{
    private const int MostProblems = 100;

    private readonly Database database;
    private readonly bool deep;
    private readonly List<Diagnostic> problems = [];
    private readonly Dictionary<long, long> contents = [];
    private readonly HashSet<long> sessions = [];
    private int checkpoints;
    private int tensors;
    private long bytes;

    private StoreCheck(Database database, bool deep) => (this.database, this.deep) = (database, deep);

    /// <param name="deep">Also reads every value and compares its checksum, and lets SQLite compare its indexes.</param>
    public static StoreReport Run(Database database, bool deep)
    {
        var check = new StoreCheck(database, deep);
        check.Guard(check.CheckPages);
        check.Guard(check.CheckSessions);
        check.Guard(check.CheckOwners);
        check.Guard(check.CheckChunks);
        var unused = 0L;
        check.Guard(() => unused = Pragma(database, "freelist_count") * Pragma(database, "page_size"));
        return new StoreReport(check.sessions.Count, check.checkpoints, check.tensors, check.bytes, unused, check.problems);
    }

    private static long Pragma(Database database, string name) => database.Prepare($"PRAGMA {name}").Number() ?? 0;

    private void CheckPages()
    {
        using var query = new Statement(database, deep ? $"PRAGMA integrity_check({MostProblems})" : $"PRAGMA quick_check({MostProblems})");
        while (query.Step())
        {
            if (query.Text(0) is not "ok" and var problem)
                Add(problem.ReplaceLineEndings(" "));
        }
    }

    private void CheckSessions()
    {
        foreach (var session in SessionTable.All(database))
        {
            sessions.Add(session.Id);
            Guard(() => CheckSession(session));
        }
    }

    private void CheckSession(SessionRow session)
    {
        var all = CheckpointTable.All(database, session.Id);
        checkpoints += all.Count;
        if (all.Count == 0)
            Add($"session '{session.Name}' has lost its checkpoints");
        foreach (var checkpoint in all)
        {
            if (checkpoint.Superseded == (checkpoint == all[^1]))
                Add($"session '{session.Name}' has lost the checkpoint after {checkpoint.Number}");
            Guard(() => StateAudit.Verify(database, checkpoint));
            Guard(() => CheckChanges(session, checkpoint));
        }

        TensorRow? before = null;
        foreach (var row in TensorTable.All(database, session.Id))
        {
            tensors++;
            if (before is not null && before.Kind == row.Kind && before.Name == row.Name && !(before.Until <= row.Since))
                Add($"{row.Describe()} of session '{session.Name}' has two values from checkpoint {row.Since} on");
            before = row;
            Guard(() => CheckContent(row));
        }

        var known = all.Select(checkpoint => checkpoint.Number).ToHashSet();
        foreach (var tag in TagTable.All(database, session.Id).Where(tag => !known.Contains(tag.Number)))
            Add($"tag '{tag.Name}' of session '{session.Name}' names checkpoint {tag.Number}, which is lost");
    }

    private void CheckChanges(SessionRow session, Checkpoint checkpoint)
    {
        foreach (var (kind, name) in checkpoint.Changed)
        {
            if (TensorTable.Find(database, session.Id, kind, name, checkpoint.Number)?.Since != checkpoint.Number)
                Add($"the value that checkpoint {checkpoint.Number} of session '{session.Name}' "
                    + $"gave to {TensorRow.Describe(kind, name)} is lost");
        }
    }

    private void CheckContent(TensorRow row)
    {
        if (row.IsTombstone || (row.Chunk is { } shared && !contents.TryAdd(shared, ChunkTable.Count(row.Bytes))))
            return;
        bytes += row.Bytes;
        if (deep)
            ContentReader.Verify(database, row);
        else if (row.Chunk is { } chunk && ChunkTable.Present(database, chunk, row.Bytes) != ChunkTable.Count(row.Bytes))
            Add($"a part of {row.Describe()}, written at checkpoint {row.Since}, is lost");
    }

    private void CheckOwners()
    {
        foreach (var table in (string[])["checkpoints", "tensors", "tags"])
        {
            var next = database.Prepare($"SELECT min(session) FROM {table} WHERE session > ?1");
            for (var id = next.Bind(1, long.MinValue).Number(); id is { } found; id = next.Bind(1, found).Number())
            {
                if (!sessions.Contains(found))
                    Add($"table {table} has rows of a session whose record is lost");
            }
        }
    }

    private void CheckChunks()
    {
        var present = database.Prepare("SELECT count(*) FROM chunks").Number() ?? 0;
        var used = contents.Values.Sum();
        if (present > used)
            Add($"{present - used} pieces of values belong to no variable");
    }

    /// <summary>Goes on after a part that cannot be checked to its end.</summary>
    private void Guard(Action part)
    {
        try
        {
            part();
        }
        catch (GraphRunException exception) when (exception.Code is ErrorCode.InvalidStore or ErrorCode.ChecksumMismatch)
        {
            if (problems.Count < MostProblems)
                problems.AddRange(exception.Diagnostics.Select(problem => problem with { Help = null }));
        }
    }

    private void Add(string what)
    {
        if (problems.Count < MostProblems)
            problems.Add(StoreError.Damaged(database.Path, what).Diagnostics[0] with { Help = null });
    }
}
