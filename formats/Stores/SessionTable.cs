namespace GraphRun.Formats.Stores;

/// <summary>The rows of table <c>sessions</c>.</summary>
internal static class SessionTable
{
    private const string Columns = "name, id, created, keep, seal";

    /// <summary>The session of that name; null only when it is certain that there is none.</summary>
    public static SessionRow? Find(Database database, string name)
    {
        var query = database.Prepare($"SELECT {Columns} FROM sessions WHERE name = ?1").Bind(1, name);
        var found = query.Step() ? Read(query, database.Path) : null;
        query.Reset();
        if (found is null)
            VerifyNoneIsHidden(database, name);
        return found is null || found.Name == name
            ? found
            : throw StoreError.Damaged(database.Path, $"the index of session '{name}' leads elsewhere");
    }

    /// <summary>All sessions in the order of their names.</summary>
    public static IReadOnlyList<SessionRow> All(Database database)
    {
        var query = database.Prepare($"SELECT {Columns} FROM sessions ORDER BY name");
        var all = new List<SessionRow>();
        while (query.Step())
            all.Add(Read(query, database.Path));
        return all;
    }

    /// <summary>An id that nothing in the store has.</summary>
    public static long NextId(Database database) =>
        Math.Max(
            database.Prepare("SELECT max(id) FROM sessions").Number() ?? 0,
            database.Prepare("SELECT max(session) FROM checkpoints").Number() ?? 0) + 1;

    public static void Insert(Database database, SessionRow row) =>
        database.Prepare($"INSERT INTO sessions ({Columns}) VALUES (?1, ?2, ?3, ?4, ?5)").Bind(1, row.Name).Bind(2, row.Id)
            .Bind(3, row.Created.ToUnixTimeMilliseconds()).Bind(4, row.Keep).Bind(5, row.Seal()).Run();

    public static void Delete(Database database, string name) =>
        database.Prepare("DELETE FROM sessions WHERE name = ?1").Bind(1, name).Run();

    /// <summary>Every checkpoint belongs to a session: one that does not shows that a session's record was lost.</summary>
    private static void VerifyNoneIsHidden(Database database, string name)
    {
        var all = All(database);
        if (all.Any(row => row.Name == name))
            throw StoreError.Damaged(database.Path, $"the index of session '{name}' leads elsewhere");
        var known = all.Select(row => row.Id).ToHashSet();
        var next = database.Prepare("SELECT min(session) FROM checkpoints WHERE session > ?1");
        for (var id = next.Bind(1, long.MinValue).Number(); id is { } found; id = next.Bind(1, found).Number())
        {
            if (!known.Contains(found))
                throw StoreError.Damaged(
                    database.Path, $"it holds the checkpoints of a session whose record is lost, which may be '{name}'");
        }
    }

    private static SessionRow Read(Statement query, string path)
    {
        var milliseconds = Math.Clamp(query.Int64(2), 0, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds());
        var row = new SessionRow(query.Int64(1), query.Text(0), DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), query.Int64(3));
        if (query.Int64(4) == row.Seal() && row.Keep > 0)
            return row;
        query.Reset();
        throw StoreError.Damaged(path, $"the record of session '{row.Name}' does not match its checksum");
    }
}
