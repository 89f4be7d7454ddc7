using GraphRun.Tensors;

namespace GraphRun.Formats.Stores;

/// <summary>The rows of table <c>tensors</c>: every version of every variable of every session.</summary>
internal static class TensorTable
{
    private const string Columns = "session, kind, name, since, until, dtype, shape, bytes, crc, chunk, seal";

    /// <summary>The latest version no later than a checkpoint; null when there is none.</summary>
    public static TensorRow? Find(Database database, long session, TensorKind kind, string name, long at)
    {
        var query = database.Prepare(
            $"SELECT {Columns} FROM tensors WHERE session = ?1 AND kind = ?2 AND name = ?3 AND since <= ?4 ORDER BY since DESC LIMIT 1");
        query.Bind(1, session).Bind(2, (long)kind).Bind(3, name).Bind(4, at);
        var row = query.Step() ? Read(query, database.Path) : null;
        query.Reset();
        var damaged = row is not null && (row.Session != session || row.Kind != kind || row.Name != name || row.Since > at);
        return damaged ? throw StoreError.Damaged(database.Path, $"the index of {TensorRow.Describe(kind, name)} leads elsewhere") : row;
    }

    /// <summary>Every version of every tensor of a session, ordered by kind, name and checkpoint.</summary>
    public static IEnumerable<TensorRow> All(Database database, long session)
    {
        using var query = new Statement(database, $"SELECT {Columns} FROM tensors WHERE session = ?1 ORDER BY kind, name, since");
        query.Bind(1, session);
        while (query.Step())
            yield return Read(query, database.Path);
    }

    /// <summary>The content that a row holds itself.</summary>
    public static byte[]? Inline(Database database, TensorRow row)
    {
        var query = database.Prepare("SELECT data FROM tensors WHERE session = ?1 AND kind = ?2 AND name = ?3 AND since = ?4");
        Key(query, row);
        var content = query.Step() && !query.IsNull(0) ? query.Bytes(0).ToArray() : null;
        query.Reset();
        return content;
    }

    /// <param name="content">The content, when the row itself holds it.</param>
    public static void Insert(Database database, TensorRow row, ReadOnlySpan<byte> content)
    {
        var insert = database.Prepare($"INSERT INTO tensors ({Columns}, data) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)");
        Key(insert, row).Bind(5, row.Until).Bind(6, row.IsTombstone ? null : row.DType.Name()).Bind(7, row.Shape.ToString())
            .Bind(8, row.Bytes).Bind(9, row.Crc).Bind(10, row.Chunk).Bind(11, row.Seal());
        if (row.Chunk is null && !row.IsTombstone)
            insert.Bind(12, content);
        else
            insert.BindNull(12);
        insert.Run();
    }

    /// <summary>Ends a version: the next one begins at checkpoint <paramref name="until"/>.</summary>
    public static void End(Database database, TensorRow row, long? until)
    {
        var ended = row with { Until = until };
        var update = database.Prepare(
            "UPDATE tensors SET until = ?5, seal = ?6 WHERE session = ?1 AND kind = ?2 AND name = ?3 AND since = ?4");
        Key(update, row).Bind(5, until).Bind(6, ended.Seal()).Run();
    }

    public static void Delete(Database database, TensorRow row)
    {
        var delete = database.Prepare("DELETE FROM tensors WHERE session = ?1 AND kind = ?2 AND name = ?3 AND since = ?4");
        Key(delete, row).Run();
    }

    /// <summary>Whether any session still needs the chunks that begin with this one.</summary>
    public static bool Uses(Database database, long chunk) =>
        database.Prepare("SELECT 1 FROM tensors WHERE chunk = ?1 LIMIT 1").Bind(1, chunk).Number() is not null;

    private static Statement Key(Statement statement, TensorRow row) =>
        statement.Bind(1, row.Session).Bind(2, (long)row.Kind).Bind(3, row.Name).Bind(4, row.Since);

    private static TensorRow Read(Statement query, string path)
    {
        var (kind, name, type) = ((TensorKind)query.Int64(1), query.Text(2), query.NullableText(5));
        var dtype = DType.None;
        var known = type is null || (DTypes.TryParse(type, out dtype) && dtype.Name() == type);
        if (known && StoredShape.Parse(query.Text(6)) is { } shape)
        {
            var row = new TensorRow(
                query.Int64(0), kind, name, query.Int64(3), query.NullableInt64(4),
                dtype, shape, query.Int64(7), (uint)query.Int64(8), query.NullableInt64(9));
            if (row.Seal() == query.Int64(10) && row.IsPossible())
                return row;
        }

        query.Reset();
        throw StoreError.Damaged(path, $"the record of {TensorRow.Describe(kind, name)} does not match its checksum");
    }
}
