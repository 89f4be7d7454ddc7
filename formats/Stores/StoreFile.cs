using GraphRun.Errors;
using GraphRun.Formats.Files;

namespace GraphRun.Formats.Stores;

/// <summary>The store's file on the host: what may be opened, and how a new one comes to be.</summary>
internal static class StoreFile
{
    /// <summary>Whether there is a file that may be opened as a store.</summary>
    /// <exception cref="GraphRunException">Something stands at the path that is no plain file of one name, or is empty.</exception>
    public static bool Exists(string path)
    {
        if (FileIdentity.Of(path) is not { } identity)
            return false;
        switch (identity.Kind)
        {
            case FileKind.Directory:
                throw NotAStore(path, "a directory");
            case FileKind.SymbolicLink:
                throw NotAStore(path, "a symbolic link, and a store has one name so that its journal is found; give the path it leads to");
            case FileKind.Other:
                throw NotAStore(path, "a pipe or device");
        }

        if (identity.Links > 1)
            throw NotAStore(path, $"a file with {identity.Links} names (hard links), and a store has one so that its journal is found");
        return identity.Length > 0 ? true : throw NotAStore(path, "empty");
    }

    /// <summary>Opens an existing store, verified, before anything of it was changed.</summary>
    public static Database Open(string path, TimeSpan wait)
    {
        var database = Database.Open(path, wait);
        try
        {
            Span<byte> start = stackalloc byte[StoreSchema.HeaderLength];
            StoreSchema.VerifyHeader(start[..database.ReadStart(start)], path);
            JournalFile.Verify(path, () => Header(database));
            StoreSchema.Prepare(database);
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Makes a store and fills it, unless something has that path meanwhile; false then. It is made under another name and renamed,
    /// so that a process killed on the way leaves no half-made store, and of two processes only one makes it.
    /// </summary>
    /// <param name="fill">What it holds beside empty tables; null for nothing.</param>
    public static bool Create(string path, Action<Database>? fill = null)
    {
        var unfinished = $"{path}.{Guid.NewGuid():n}.new";
        try
        {
            using (var database = Database.Create(path, unfinished))
            {
                StoreSchema.Create(database);
                fill?.Invoke(database);
            }

            return Rename(unfinished, path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw StoreError.NotWritable(path, exception);
        }
        finally
        {
            DeleteIfPossible(unfinished);
        }
    }

    /// <summary>Makes a new file that is a whole store, as a copy of something.</summary>
    /// <exception cref="GraphRunException">Something has that path, or it cannot be written.</exception>
    public static void CreateNew(string path, Action<Database> fill)
    {
        if (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path))))
            throw new GraphRunException(ErrorCode.FileNotWritable, $"cannot write '{path}': there is no such folder");
        if (FileIdentity.Of(path) is not null || !Create(path, fill))
            throw new GraphRunException(ErrorCode.FileNotWritable, $"{path} exists already", help: "remove it, or choose another name");
    }

    /// <summary>The refusal of a file that is something else.</summary>
    /// <param name="what">What it is, after "it is".</param>
    public static GraphRunException NotAStore(string path, string what) => new(
        ErrorCode.InvalidStore,
        $"{path} is not a GraphRun store: it is {what}",
        help: "name the store with --store FILE or GRAPHRUN_STORE; a file that does not exist yet is created by the first run that writes");

    /// <summary>Deletes a file that harms nobody when it stays, so that the result of the work before does not depend on it.</summary>
    public static void DeleteIfPossible(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It stays, then.
        }
    }

    private static byte[] Header(Database database)
    {
        var header = new byte[StoreSchema.HeaderLength];
        _ = database.ReadStart(header);
        return header;
    }

    private static bool Rename(string from, string to)
    {
        if (OperatingSystem.IsLinux() && LinuxFile.RenameWithoutReplacing(from, to) is { } renamed)
            return renamed;
        if (File.Exists(to))
            return false;
        File.Move(from, to, overwrite: false);
        return true;
    }
}
