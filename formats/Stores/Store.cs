using GraphRun.Errors;

namespace GraphRun.Formats.Stores;

/// <summary>
/// The file that holds sessions. It is one SQLite database, opened by one connection, and refused untouched when it is anything
/// else than what this program wrote. Not for use by several threads at once; several stores on one file are.
/// </summary>
public sealed class Store : IDisposable
{
    private readonly TimeSpan wait;
    private readonly string command;
    private Database? database;
    private string? createdFolder;

    private Store(string path, TimeSpan wait, string command, Database? database)
    {
        Path = path;
        (this.wait, this.command, this.database) = (wait, command, database);
    }

    /// <summary>How long a lock is waited for when nothing else is said.</summary>
    public static TimeSpan DefaultWait { get; } = TimeSpan.FromSeconds(30);

    /// <summary>The file as it was named.</summary>
    public string Path { get; }

    /// <summary>The length of the file in bytes; 0 when there is none.</summary>
    public long FileLength => new FileInfo(Path) is { Exists: true } file ? file.Length : 0;

    internal Database Database => database ?? throw new InvalidOperationException("the store does not exist yet");

    /// <summary>
    /// Opens a store to look at. What is read is one consistent state, the one of this moment, until the store is disposed of; a
    /// writer cannot commit meanwhile, so read what is needed and dispose. Null when there is no such file.
    /// </summary>
    /// <exception cref="GraphRunException">The file is no store, damaged, newer, or locked by a commit for too long.</exception>
    public static Store? OpenForReading(string path, TimeSpan? wait = null)
    {
        if (!StoreFile.Exists(path))
            return null;
        var store = new Store(path, wait ?? DefaultWait, "", StoreFile.Open(path, wait ?? DefaultWait));
        try
        {
            store.Database.Execute("BEGIN");
            StoreSchema.Verify(store.Database);
            return store;
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <summary>Opens a store to write to. The file is created by the first commit, not before.</summary>
    /// <param name="lockTimeout">How long locks are waited for; zero tries once. Default: 30 s.</param>
    /// <param name="command">How the error of others who wait in vain names this process's work.</param>
    /// <exception cref="GraphRunException">The file is no store, damaged, newer, or locked by a commit for too long.</exception>
    public static Store OpenForWriting(string path, TimeSpan? lockTimeout = null, string command = "")
    {
        var store = new Store(path, lockTimeout ?? DefaultWait, command, null);
        if (StoreFile.Exists(path))
            store.Open();
        return store;
    }

    /// <summary>All sessions in the order of their names.</summary>
    public IReadOnlyList<StoredSession> Sessions() =>
        database is null ? [] : [.. SessionTable.All(database).Select(row => new StoredSession(database, row))];

    /// <summary>A session by name; null when the store has none.</summary>
    public StoredSession? Session(string name) =>
        database is not null && SessionTable.Find(database, name) is { } row ? new StoredSession(database, row) : null;

    /// <summary>A session by name.</summary>
    /// <exception cref="GraphRunException">The store has none of that name.</exception>
    public StoredSession RequiredSession(string name) => Session(name) ?? throw NoSession(name);

    /// <summary>Waits until nobody else works on the session and takes it, before its state is read.</summary>
    /// <exception cref="GraphRunException">Another process holds the session for too long; the error names it.</exception>
    public SessionTransaction Begin(string session)
    {
        var held = Lock(StoredName.Check("session", session));
        try
        {
            if (database is null && StoreFile.Exists(Path))
                Open();
            return new SessionTransaction(this, session, held);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Looks for damage in the whole store, opened for reading.</summary>
    /// <param name="deep">Also reads every value and compares its checksum.</param>
    public StoreReport Check(bool deep) => StoreCheck.Run(Database, deep);

    public void Dispose()
    {
        database?.Dispose();
        database = null;
        if (createdFolder is not null && !File.Exists(Path))
            RemoveFolder(createdFolder);
        createdFolder = null;
    }

    internal SessionLock Lock(string session)
    {
        CreateFolder();
        return SessionLock.Acquire(Path, session, wait, command);
    }

    /// <summary>Makes the store if there is none.</summary>
    internal void CreateIfMissing()
    {
        if (database is not null)
            return;
        if (!StoreFile.Exists(Path))
            _ = StoreFile.Create(Path);
        Open();
    }

    /// <summary>Runs an action inside a write transaction: all of it is committed or none.</summary>
    internal T Write<T>(Func<Database, T> action)
    {
        if (database is null)
            throw NoStore();
        Database.Begin();
        try
        {
            var result = action(Database);
            Database.Commit();
            return result;
        }
        catch
        {
            Undo();
            throw;
        }
    }

    internal void Write(Action<Database> action) => Write(database =>
    {
        action(database);
        return true;
    });

    private GraphRunException NoStore() => new(
        ErrorCode.UnknownSession, $"there is no store {Path}", help: "the first run that writes creates it; --store names another file");

    private GraphRunException NoSession(string name)
    {
        var names = database is null ? [] : SessionTable.All(database).Select(row => row.Name).ToList();
        return new GraphRunException(
            ErrorCode.UnknownSession,
            $"the store {Path} has no session '{name}'",
            help: Suggestion.For(name, names) ?? (names.Count > 0 ? $"it has {string.Join(", ", names.Take(20))}" : "it has none yet"));
    }

    private static void RemoveFolder(string folder)
    {
        try
        {
            Directory.Delete(folder);
        }
        catch (IOException)
        {
            // Somebody else has put something there meanwhile.
        }
    }

    private void Open()
    {
        database = StoreFile.Open(Path, wait);
        try
        {
            StoreSchema.Verify(database);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private void Undo()
    {
        try
        {
            Database.Rollback();
        }
        catch (GraphRunException)
        {
            // The first error is the one to report, and closing undoes what was begun, too.
            Dispose();
        }
    }

    private void CreateFolder()
    {
        var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!;
        if (Directory.Exists(folder))
            return;
        try
        {
            createdFolder = folder;
            Directory.CreateDirectory(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw StoreError.NotWritable(Path, exception);
        }
    }
}
