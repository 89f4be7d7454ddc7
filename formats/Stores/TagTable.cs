namespace GraphRun.Formats.Stores;

/// <summary>A name for a checkpoint; the checkpoint is kept as long as it has one.</summary>
internal sealed record TagRow(long Session, string Name, long Number, DateTimeOffset Time)
{
    /// <summary>The checksum of the row.</summary>
    public uint Seal()
    {
        var seal = default(Checksum);
        seal.Append(Session);
        seal.Append(Name);
        seal.Append(Number);
        seal.Append(Time.ToUnixTimeMilliseconds());
        return seal.Value;
    }
}

/// <summary>The rows of table <c>tags</c>.</summary>
internal static class TagTable
{
    private const string Columns = "session, name, number, time, seal";

    public static TagRow? Find(Database database, long session, string name) =>
        All(database, session).FirstOrDefault(tag => tag.Name == name);

    /// <summary>The tags of a session in the order of their names.</summary>
    public static IReadOnlyList<TagRow> All(Database database, long session)
    {
        var query = database.Prepare($"SELECT {Columns} FROM tags WHERE session = ?1 ORDER BY name").Bind(1, session);
        var all = new List<TagRow>();
        while (query.Step())
            all.Add(Read(query, database.Path));
        return all;
    }

    /// <summary>Gives a checkpoint a name; the name leaves the checkpoint that had it.</summary>
    public static void Set(Database database, TagRow row) =>
        database.Prepare($"REPLACE INTO tags ({Columns}) VALUES (?1, ?2, ?3, ?4, ?5)").Bind(1, row.Session).Bind(2, row.Name)
            .Bind(3, row.Number).Bind(4, row.Time.ToUnixTimeMilliseconds()).Bind(5, row.Seal()).Run();

    public static void Delete(Database database, TagRow row) =>
        database.Prepare("DELETE FROM tags WHERE session = ?1 AND name = ?2").Bind(1, row.Session).Bind(2, row.Name).Run();

    private static TagRow Read(Statement query, string path)
    {
        var milliseconds = Math.Clamp(query.Int64(3), 0, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds());
        var row = new TagRow(query.Int64(0), query.Text(1), query.Int64(2), DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));
        if (query.Int64(4) == row.Seal())
            return row;
        query.Reset();
        throw StoreError.Damaged(path, $"the record of tag '{row.Name}' does not match its checksum");
    }
}
