using GraphRun.Errors;

namespace GraphRun.Formats.Stores;

/// <summary>Goes back in a session's history, branches off it, and marks points in it. Nothing that was committed is altered.</summary>
public static class SessionHistory
{
    /// <summary>Makes a new session whose first checkpoint is a state of another. Values are shared, not copied.</summary>
    /// <param name="at">The checkpoint, by number or tag; null for the newest.</param>
    /// <exception cref="GraphRunException">There is no such session or checkpoint, or the new name is taken.</exception>
    public static Checkpoint Fork(Store store, string from, string to, string? at = null, CheckpointRecord? record = null)
    {
        using var held = store.Lock(StoredName.Check("session", to));
        return store.Write(database =>
        {
            var source = State(store.RequiredSession(from), at);
            if (to == from)
                throw SameName($"session '{from}' cannot be forked onto itself", $"graphrun session fork {from} NEW");
            RequireFree(store, to);
            var session = new SessionRow(SessionTable.NextId(database), to, record?.Time ?? DateTimeOffset.UtcNow, Retention.DefaultKeep);
            SessionTable.Insert(database, session);
            var writer = new StateWriter(database, session, null);
            TakeOver(database, writer, source);
            return writer.Finish(Describe(record, CheckpointKind.Fork, $"{from}@{source.Checkpoint.Number}", source));
        });
    }

    /// <summary>Makes an earlier state the newest checkpoint; those between stay in the history.</summary>
    /// <param name="to">The checkpoint, by number or tag.</param>
    /// <exception cref="GraphRunException">There is no such session or checkpoint.</exception>
    public static Checkpoint Rollback(Store store, string session, string to, CheckpointRecord? record = null)
    {
        using var held = store.Lock(StoredName.Check("session", session));
        return store.Write(database =>
        {
            var stored = store.RequiredSession(session);
            var source = State(stored, to);
            var writer = new StateWriter(database, stored.Row, stored.Head);
            var kept = TakeOver(database, writer, source);
            foreach (var row in StateAudit.Verify(database, stored.Head).Where(row => !kept.Contains((row.Kind, row.Name))))
                writer.Drop(row.Kind, row.Name);
            if (!kept.Contains((TensorKind.Graph, "")))
                writer.Drop(TensorKind.Graph, "");
            var number = source.Checkpoint.Number;
            return writer.Finish(Describe(record, CheckpointKind.Rollback, $"@{number}", source), parent: number);
        });
    }

    /// <summary>Names a checkpoint, which is then kept as long as it has the name. A name moves from the checkpoint that had it.</summary>
    /// <param name="at">The checkpoint, by number or another tag; null for the newest.</param>
    /// <exception cref="GraphRunException">There is no such session or checkpoint, or the tag looks like a number.</exception>
    public static long Tag(Store store, string session, string tag, string? at = null)
    {
        if (StoredName.Check("tag", tag).All(char.IsAsciiDigit))
            throw new GraphRunException(ErrorCode.Usage, $"tag '{tag}' could be taken for a checkpoint's number", help: "begin it with a letter");
        if (tag.Contains('@'))
        {
            throw new GraphRunException(
                ErrorCode.Usage, $"tag '{tag}' holds an '@', which stands between a session and its checkpoint", help: "leave it out");
        }

        return store.Write(database =>
        {
            var stored = store.RequiredSession(session);
            var number = State(stored, at).Checkpoint.Number;
            TagTable.Set(database, new TagRow(stored.Id, tag, number, DateTimeOffset.UtcNow));
            return number;
        });
    }

    /// <summary>Takes a tag away; its checkpoint goes with the next commit unless it is among the newest.</summary>
    /// <exception cref="GraphRunException">There is no such session or tag.</exception>
    public static void Untag(Store store, string session, string tag) => store.Write(database =>
    {
        var stored = store.RequiredSession(session);
        var found = TagTable.Find(database, stored.Id, tag)
            ?? throw new GraphRunException(
                ErrorCode.UnknownSession,
                $"session '{session}' has no tag '{tag}'",
                help: Suggestion.For(tag, stored.Tags().Select(known => known.Name)));
        TagTable.Delete(database, found);
    });

    /// <summary>The refusal of one name where two are meant.</summary>
    internal static GraphRunException SameName(string message, string command) =>
        new(ErrorCode.SessionExists, message, help: $"choose another name: {command}");

    internal static void RequireFree(Store store, string name)
    {
        if (store.Session(name) is not null)
        {
            throw new GraphRunException(
                ErrorCode.SessionExists,
                $"the store {store.Path} already has a session '{name}'",
                help: $"choose another name, or remove it first: graphrun session rm {name}");
        }
    }

    private static SessionState State(StoredSession session, string? at) => at is null ? session.Latest : session.At(at);

    private static HashSet<(TensorKind Kind, string Name)> TakeOver(Database database, StateWriter writer, SessionState source)
    {
        var rows = StateAudit.Verify(database, source.Checkpoint).ToList();
        if (source.Find(TensorKind.Graph, "") is { } graph)
            rows.Add(graph);
        rows.ForEach(writer.Share);
        return [.. rows.Select(row => (row.Kind, row.Name))];
    }

    private static CheckpointRecord Describe(CheckpointRecord? record, CheckpointKind kind, string origin, SessionState source) =>
        (record ?? new CheckpointRecord()) with
        {
            Kind = kind,
            Source = origin,
            Graph = source.Checkpoint.Graph,
            Options = source.Checkpoint.Options,
        };
}
