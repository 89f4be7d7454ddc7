using System.Buffers.Binary;
using GraphRun.Errors;

namespace GraphRun.Formats.Stores;

/// <summary>The tables of a store, and the proof that a file has exactly these and nothing planted beside them.</summary>
internal static class StoreSchema
{
    /// <summary>The bytes of a header that <see cref="VerifyHeader"/> looks at.</summary>
    public const int HeaderLength = 100;

    /// <summary>The version of the tables, in the header's <c>user_version</c>.</summary>
    public const int Version = 1;

    /// <summary><c>GRun</c>, in the header's <c>application_id</c>.</summary>
    private const int ApplicationId = 0x4752756E;

    // Tables before indexes: VACUUM writes them in this order too, so that the root pages stay 2, 3, 4, ...
    private static readonly (string Type, string Name, string Table, string Sql)[] objects =
    [
        ("table", "sessions", "sessions", """
            CREATE TABLE sessions (
              name TEXT NOT NULL PRIMARY KEY,
              id INTEGER NOT NULL,
              created INTEGER NOT NULL,
              keep INTEGER NOT NULL,
              seal INTEGER NOT NULL
            ) STRICT, WITHOUT ROWID
            """),
        ("table", "checkpoints", "checkpoints", """
            CREATE TABLE checkpoints (
              session INTEGER NOT NULL,
              number INTEGER NOT NULL,
              parent INTEGER NOT NULL,
              superseded INTEGER NOT NULL,
              kind TEXT NOT NULL,
              source TEXT,
              time INTEGER NOT NULL,
              command TEXT NOT NULL,
              graph TEXT NOT NULL,
              fetches TEXT NOT NULL,
              targets TEXT NOT NULL,
              feeds TEXT NOT NULL,
              seed INTEGER,
              options TEXT NOT NULL,
              program TEXT NOT NULL,
              variables INTEGER NOT NULL,
              digest INTEGER NOT NULL,
              seal INTEGER NOT NULL,
              changed TEXT NOT NULL,
              PRIMARY KEY (session, number)
            ) STRICT, WITHOUT ROWID
            """),
        ("table", "tensors", "tensors", """
            CREATE TABLE tensors (
              session INTEGER NOT NULL,
              kind INTEGER NOT NULL,
              name TEXT NOT NULL,
              since INTEGER NOT NULL,
              until INTEGER,
              dtype TEXT,
              shape TEXT NOT NULL,
              bytes INTEGER NOT NULL,
              crc INTEGER NOT NULL,
              chunk INTEGER,
              seal INTEGER NOT NULL,
              data BLOB,
              PRIMARY KEY (session, kind, name, since)
            ) STRICT, WITHOUT ROWID
            """),
        ("table", "chunks", "chunks", """
            CREATE TABLE chunks (
              id INTEGER PRIMARY KEY,
              data BLOB NOT NULL
            ) STRICT
            """),
        ("table", "tags", "tags", """
            CREATE TABLE tags (
              session INTEGER NOT NULL,
              name TEXT NOT NULL,
              number INTEGER NOT NULL,
              time INTEGER NOT NULL,
              seal INTEGER NOT NULL,
              PRIMARY KEY (session, name)
            ) STRICT, WITHOUT ROWID
            """),
        ("index", "tensors_by_chunk", "tensors", "CREATE INDEX tensors_by_chunk ON tensors (chunk) WHERE chunk IS NOT NULL"),
    ];

    /// <summary>Makes the tables in an empty database.</summary>
    public static void Create(Database database)
    {
        // Large pages: values are written twice as fast as with pages of 4 KiB, and a tiny commit loses little.
        database.Execute("PRAGMA page_size = 65536");
        database.Execute("PRAGMA journal_mode = MEMORY");
        database.Begin();
        database.Execute($"PRAGMA application_id = {ApplicationId}");
        database.Execute($"PRAGMA user_version = {Version}");
        foreach (var (_, _, _, sql) in objects)
            database.Execute(sql);
        database.Commit();
        // By this number in its first page a journal is known to be of this store.
        database.SetSchemaVersion(Random.Shared.Next(1 << 16, int.MaxValue));
    }

    /// <summary>Sets what a connection must hold to: every commit survives a power cut, and a hostile file cannot act.</summary>
    public static void Prepare(Database database)
    {
        database.Execute("PRAGMA synchronous = EXTRA");
        database.Execute("PRAGMA cell_size_check = ON");
        database.Execute("PRAGMA mmap_size = 0");
        // Deleted rows are zeroed where that costs no further page, so that a damaged pointer cannot bring them back.
        database.Execute("PRAGMA secure_delete = FAST");
    }

    /// <summary>Refuses a file that is no store, a newer one, or one whose fixed header fields were altered.</summary>
    /// <param name="start">The first <see cref="HeaderLength"/> bytes of the file, or all of them if there are fewer.</param>
    public static void VerifyHeader(ReadOnlySpan<byte> start, string path)
    {
        if (!start.StartsWith("SQLite format 3\0"u8))
            throw StoreFile.NotAStore(path, ForeignFile.Describe(start));
        if (start.Length < HeaderLength)
            throw StoreError.Damaged(path, "it is shorter than its header says");
        if (Field(start, 68) != ApplicationId)
            throw StoreFile.NotAStore(path, "an SQLite database of another program");
        var version = Field(start, 60);
        if (version > Version)
        {
            throw new GraphRunException(
                ErrorCode.NewerStore,
                $"the store {path} has format version {version}, and this program reads versions up to {Version}",
                help: "use the newer program that wrote it, or choose another file with --store");
        }

        if (version < Version)
        {
            throw new GraphRunException(
                ErrorCode.InvalidStore,
                $"the store {path} has format version {version}, which no released program has written; version {Version} is the oldest",
                help: "go on from a backup, or choose another file with --store");
        }

        // Write and read version 1 (rollback journal), no reserved bytes, the fixed payload fractions, UTF-8, no auto-vacuum.
        var intact = start[18..24].SequenceEqual((ReadOnlySpan<byte>)[1, 1, 0, 64, 32, 32])
            && Field(start, 44) == 4 && Field(start, 52) == 0 && Field(start, 56) == 1;
        if (!intact)
            throw StoreError.Damaged(path, "fields of its header that never change were altered");
    }

    /// <summary>Compares every table and index with what this version creates, byte for byte.</summary>
    public static void Verify(Database database)
    {
        var rows = database.Prepare("SELECT type, name, tbl_name, rootpage, sql FROM sqlite_schema ORDER BY rootpage");
        var count = 0;
        while (rows.Step())
        {
            var (type, name, table, root, sql) = (rows.Text(0), rows.Text(1), rows.Text(2), rows.Int64(3), rows.Text(4));
            if (count >= objects.Length || objects[count] != (type, name, table, sql) || root != count + 2)
            {
                rows.Reset();
                throw Foreign(database.Path, $"its {type} '{name}' is not what GraphRun creates there");
            }

            count++;
        }

        if (count < objects.Length)
            throw Foreign(database.Path, $"its {objects[count].Type} '{objects[count].Name}' is missing");
    }

    private static int Field(ReadOnlySpan<byte> header, int offset) => BinaryPrimitives.ReadInt32BigEndian(header[offset..]);

    private static GraphRunException Foreign(string path, string what) => new(
        ErrorCode.InvalidStore,
        $"the store {path} is refused: {what}",
        help: "it was damaged or altered by another program; go on from a backup, or choose another file with --store");
}
