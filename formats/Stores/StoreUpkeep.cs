using GraphRun.Errors;

namespace GraphRun.Formats.Stores;

/// <summary>Work on a store as a whole: names, removal, room, copies.</summary>
public static class StoreUpkeep
{
    /// <exception cref="GraphRunException">There is no such session, the new name is taken, or one of them is in use.</exception>
    public static void Rename(Store store, string from, string to)
    {
        // Always in the same order, so that two processes cannot wait for each other.
        var ordered = (string[])[StoredName.Check("session", from), StoredName.Check("session", to)];
        Array.Sort(ordered, string.CompareOrdinal);
        using var first = store.Lock(ordered[0]);
        using var second = from == to ? null : store.Lock(ordered[1]);
        store.Write(database =>
        {
            var row = store.RequiredSession(from).Row;
            if (from == to)
                throw SessionHistory.SameName($"session '{from}' has that name already", $"graphrun session rename {from} NEW");
            SessionHistory.RequireFree(store, to);
            SessionTable.Delete(database, from);
            SessionTable.Insert(database, row with { Name = to });
        });
    }

    /// <summary>Deletes a session with its whole history; values that other sessions share stay.</summary>
    /// <exception cref="GraphRunException">There is no such session, or it is in use.</exception>
    public static void Remove(Store store, string session)
    {
        using var held = store.Lock(StoredName.Check("session", session));
        store.Write(database =>
        {
            var stored = store.RequiredSession(session);
            foreach (var row in TensorTable.All(database, stored.Id).ToList())
                Retention.Delete(database, row);
            foreach (var tag in TagTable.All(database, stored.Id))
                TagTable.Delete(database, tag);
            foreach (var number in Retention.Numbers(database, stored.Id))
                CheckpointTable.Delete(database, stored.Id, number);
            SessionTable.Delete(database, session);
        });
    }

    /// <summary>Lets go of checkpoints that are no longer to be kept and gives unused room back to the file system.</summary>
    /// <param name="keep">How many of the newest checkpoints every session keeps from now on; null for what each has.</param>
    /// <returns>How many checkpoints went, and how many bytes the file is shorter.</returns>
    public static (int Checkpoints, long Bytes) Collect(Store store, int? keep = null)
    {
        var length = store.FileLength;
        var removed = store.Write(database =>
        {
            var before = store.Sessions().Sum(session => Retention.Numbers(database, session.Id).Count);
            foreach (var session in store.Sessions())
            {
                var row = session.Row with { Keep = keep ?? session.Row.Keep };
                SessionTable.Delete(database, row.Name);
                SessionTable.Insert(database, row);
                Retention.Apply(database, row, session.Head.Number);
            }

            return before - store.Sessions().Sum(session => Retention.Numbers(database, session.Id).Count);
        });
        store.Database.Execute("VACUUM");
        return (removed, length - store.FileLength);
    }

    /// <summary>Copies the whole store, as one moment has it, to a new file.</summary>
    /// <exception cref="GraphRunException">The file exists or cannot be written.</exception>
    public static void Backup(Store store, string path) => StoreFile.CreateNew(path, copy => copy.CopyFrom(store.Database));

    /// <summary>Copies one session with its history to a new store.</summary>
    /// <exception cref="GraphRunException">There is no such session, or the file exists or cannot be written.</exception>
    public static void Export(Store store, string session, string path)
    {
        var stored = store.RequiredSession(session);
        StoreFile.CreateNew(path, copy =>
        {
            copy.Begin();
            SessionCopy.Copy(store.Database, stored.Row, copy, stored.Row);
            copy.Commit();
        });
    }

    /// <summary>Copies a session with its history from another store.</summary>
    /// <param name="to">Its name here; null for the same.</param>
    /// <exception cref="GraphRunException">There is no such session, or the name is taken.</exception>
    public static void Import(Store store, Store from, string session, string? to = null)
    {
        var source = from.RequiredSession(session).Row;
        var name = StoredName.Check("session", to ?? session);
        using var held = store.Lock(name);
        store.CreateIfMissing();
        store.Write(database =>
        {
            SessionHistory.RequireFree(store, name);
            SessionCopy.Copy(from.Database, source, database, source with { Id = SessionTable.NextId(database), Name = name });
        });
    }
}
