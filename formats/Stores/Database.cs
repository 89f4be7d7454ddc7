using System.Runtime.InteropServices;
using System.Text;
using GraphRun.Errors;

namespace GraphRun.Formats.Stores;

/// <summary>One connection to one SQLite file. Used by one thread at a time. Every error is a <see cref="GraphRunException"/>.</summary>
internal sealed unsafe class Database : IDisposable
{
    private readonly Dictionary<string, Statement> statements = [];
    private nint handle;

    private Database(nint handle, string path, string file)
    {
        this.handle = handle;
        Path = path;
        EarlyWriting = new EarlyWriting(file);
    }

    public string Path { get; }

    public nint Handle => handle;

    public EarlyWriting EarlyWriting { get; }

    /// <summary>Whether <see cref="Begin"/> was called and neither committed nor rolled back.</summary>
    public bool InTransaction => Sqlite3.GetAutocommit(handle) == 0;

    /// <summary>Opens without reading a byte: neither locks are taken nor is a journal looked at before the first statement.</summary>
    /// <param name="path">The store as the user named it, for messages.</param>
    /// <param name="wait">How long a statement waits for other processes' locks.</param>
    public static Database Open(string path, TimeSpan wait) => Open(path, System.IO.Path.GetFullPath(path), wait, 0);

    /// <summary>Creates a file that does not exist.</summary>
    /// <param name="path">The store that it is to become, for messages.</param>
    public static Database Create(string path, string file) =>
        Open(path, System.IO.Path.GetFullPath(file), TimeSpan.Zero, Sqlite3.OpenCreate);

    private static Database Open(string path, string file, TimeSpan wait, int create)
    {
        var flags = Sqlite3.OpenReadWrite | Sqlite3.OpenNoMutex | Sqlite3.OpenExtendedResultCodes | create;
        var code = Sqlite3.Open(file, out var handle, flags, 0);
        if (code != Sqlite3.Ok)
        {
            _ = Sqlite3.Close(handle);
            throw StoreError.From(code, Text(Sqlite3.ErrorString(code)), path);
        }

        _ = Sqlite3.BusyTimeout(handle, (int)Math.Min(wait.TotalMilliseconds, int.MaxValue));
        _ = Sqlite3.Configure(handle, Sqlite3.ConfigDefensive, 1);
        _ = Sqlite3.Configure(handle, Sqlite3.ConfigTrustedSchema, 0);
        _ = Sqlite3.Configure(handle, Sqlite3.ConfigEnableTrigger, 0);
        _ = Sqlite3.Configure(handle, Sqlite3.ConfigEnableView, 0);
        return new Database(handle, path, file);
    }

    /// <summary>
    /// The first bytes of the file, read past SQLite's locks and journal; the number of bytes read. They are read through SQLite's own
    /// handle because closing another one would drop the locks that this process holds on the file (POSIX).
    /// </summary>
    public int ReadStart(Span<byte> start)
    {
        void* file;
        Check(Sqlite3.FileControl(handle, "main", Sqlite3.FileControlFilePointer, &file));
        var methods = *(nint**)file;
        var read = (delegate* unmanaged<void*, byte*, int, long, int>)methods[2];
        start.Clear();
        fixed (byte* first = start)
        {
            // A short read is an error code with the rest zeroed; a foreign file may well be that short.
            return read(file, first, start.Length, 0) == Sqlite3.Ok ? start.Length : start.TrimEnd((byte)0).Length;
        }
    }

    /// <summary>The statement for a text, prepared once and ready to be bound. One text must not run inside itself.</summary>
    public Statement Prepare(string sql)
    {
        if (!statements.TryGetValue(sql, out var statement))
            statements.Add(sql, statement = new Statement(this, sql));
        return statement;
    }

    /// <summary>Runs a statement once, ignoring its rows.</summary>
    public void Execute(string sql)
    {
        using var statement = new Statement(this, sql);
        statement.Run();
    }

    /// <summary>Sets the number that SQLite keeps in the header and counts up when the tables change; a connection on guard may not.</summary>
    public void SetSchemaVersion(int version)
    {
        _ = Sqlite3.Configure(handle, Sqlite3.ConfigDefensive, 0);
        Execute($"PRAGMA schema_version = {version}");
        _ = Sqlite3.Configure(handle, Sqlite3.ConfigDefensive, 1);
    }

    public void Begin() => Prepare("BEGIN IMMEDIATE").Run();

    public void Commit() => Prepare("COMMIT").Run();

    /// <summary>Ends the transaction, if one is open, without a trace.</summary>
    public void Rollback()
    {
        if (InTransaction)
            Prepare("ROLLBACK").Run();
    }

    /// <summary>Replaces everything in this database by a copy of another, as one transaction of that one sees it.</summary>
    public void CopyFrom(Database source)
    {
        var backup = Sqlite3.BackupInit(handle, "main", source.handle, "main");
        if (backup == 0)
            Check(Sqlite3.ErrorCode(handle));
        var step = Sqlite3.BackupStep(backup, -1);
        var finish = Sqlite3.BackupFinish(backup);
        Check(step == Sqlite3.Done ? finish : step);
    }

    public void Check(int code)
    {
        if (code is not (Sqlite3.Ok or Sqlite3.Row or Sqlite3.Done))
            throw StoreError.From(code, Text(Sqlite3.ErrorMessage(handle)), Path);
    }

    public void Dispose()
    {
        foreach (var statement in statements.Values)
            statement.Dispose();
        statements.Clear();
        _ = Sqlite3.Close(handle);
        handle = 0;
    }

    private static string Text(byte* text) =>
        text == null ? "" : Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text));
}
