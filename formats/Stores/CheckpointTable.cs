namespace GraphRun.Formats.Stores;

/// <summary>The rows of table <c>checkpoints</c>.</summary>
internal static class CheckpointTable
{
    private const string Columns =
        "session, number, parent, superseded, kind, source, time, command, graph, fetches, targets, feeds, seed, options, program, "
        + "variables, digest, seal, changed";

    /// <summary>The newest checkpoint of a session; null when the session has none, which no whole store knows.</summary>
    public static Checkpoint? Head(Database database, long session)
    {
        var query = database.Prepare($"SELECT {Columns} FROM checkpoints WHERE session = ?1 ORDER BY number DESC LIMIT 1").Bind(1, session);
        var head = query.Step() ? Read(query, database.Path) : null;
        query.Reset();
        var hidden = head is not null && (head.Superseded || head.Session != session);
        return hidden ? throw StoreError.Damaged(database.Path, $"the checkpoint after {head!.Number} cannot be found") : head;
    }

    public static Checkpoint? Find(Database database, long session, long number)
    {
        var query = database.Prepare($"SELECT {Columns} FROM checkpoints WHERE session = ?1 AND number = ?2")
            .Bind(1, session).Bind(2, number);
        var found = query.Step() ? Read(query, database.Path) : null;
        query.Reset();
        return found;
    }

    /// <summary>All checkpoints that a session still has, oldest first.</summary>
    public static IReadOnlyList<Checkpoint> All(Database database, long session)
    {
        var query = database.Prepare($"SELECT {Columns} FROM checkpoints WHERE session = ?1 ORDER BY number").Bind(1, session);
        var all = new List<Checkpoint>();
        while (query.Step())
            all.Add(Read(query, database.Path));
        return all;
    }

    /// <summary>Reads every row of every session: one whose key was altered is in none of them, or in another.</summary>
    /// <exception cref="Errors.GraphRunException">A row does not match its checksum.</exception>
    public static void VerifyAll(Database database)
    {
        using var query = new Statement(database, $"SELECT {Columns} FROM checkpoints");
        while (query.Step())
            _ = Read(query, database.Path);
    }

    public static void Insert(Database database, Checkpoint checkpoint)
    {
        database.Prepare(
            $"INSERT INTO checkpoints ({Columns}) "
            + "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)")
            .Bind(1, checkpoint.Session).Bind(2, checkpoint.Number).Bind(3, checkpoint.Parent).Bind(4, checkpoint.Superseded ? 1 : 0)
            .Bind(5, checkpoint.Kind.Word()).Bind(6, checkpoint.Source).Bind(7, checkpoint.Time.ToUnixTimeMilliseconds())
            .Bind(8, checkpoint.Command).Bind(9, checkpoint.Graph).Bind(10, Checkpoint.Lines(checkpoint.Fetches))
            .Bind(11, Checkpoint.Lines(checkpoint.Targets)).Bind(12, checkpoint.Feeds).Bind(13, checkpoint.Seed)
            .Bind(14, checkpoint.Options).Bind(15, checkpoint.Program).Bind(16, checkpoint.TensorCount)
            .Bind(17, (long)checkpoint.Digest).Bind(18, checkpoint.Seal()).Bind(19, checkpoint.ChangedText()).Run();
    }

    /// <summary>Marks that a later checkpoint exists, so that its loss would be seen.</summary>
    public static void Supersede(Database database, Checkpoint checkpoint) =>
        database.Prepare("UPDATE checkpoints SET superseded = 1, seal = ?3 WHERE session = ?1 AND number = ?2")
            .Bind(1, checkpoint.Session).Bind(2, checkpoint.Number).Bind(3, (checkpoint with { Superseded = true }).Seal()).Run();

    public static void Delete(Database database, long session, long number) =>
        database.Prepare("DELETE FROM checkpoints WHERE session = ?1 AND number = ?2").Bind(1, session).Bind(2, number).Run();

    private static Checkpoint Read(Statement query, string path)
    {
        var known = CheckpointKinds.TryParse(query.Text(4), out var kind);
        var milliseconds = Math.Clamp(
            query.Int64(6), DateTimeOffset.MinValue.ToUnixTimeMilliseconds(), DateTimeOffset.MaxValue.ToUnixTimeMilliseconds());
        var checkpoint = new Checkpoint
        {
            Session = query.Int64(0),
            Number = query.Int64(1),
            Parent = query.Int64(2),
            Superseded = query.Int64(3) != 0,
            Kind = known ? kind : CheckpointKind.Run,
            Source = query.NullableText(5),
            Time = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds),
            Command = query.Text(7),
            Graph = query.Text(8),
            Fetches = Checkpoint.ParseLines(query.Text(9)),
            Targets = Checkpoint.ParseLines(query.Text(10)),
            Feeds = query.Text(11),
            Seed = query.NullableInt64(12),
            Options = query.Text(13),
            Program = query.Text(14),
            TensorCount = query.Int64(15),
            Digest = (ulong)query.Int64(16),
            Changed = Checkpoint.ParseChanged(query.Text(18)),
        };
        if (known && query.Int64(17) == checkpoint.Seal())
            return checkpoint;
        query.Reset();
        throw StoreError.Damaged(path, $"the record of checkpoint {checkpoint.Number} does not match its checksum");
    }
}
