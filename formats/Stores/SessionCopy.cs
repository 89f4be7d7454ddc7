namespace GraphRun.Formats.Stores;

/// <summary>Copies a session with its history from one store to another. Every value is verified on the way.</summary>
internal static class SessionCopy
{
    /// <param name="target">The session as it is to be there, with an id that is free there.</param>
    public static void Copy(Database from, SessionRow session, Database to, SessionRow target)
    {
        SessionTable.Insert(to, target);
        foreach (var checkpoint in CheckpointTable.All(from, session.Id))
            CheckpointTable.Insert(to, checkpoint with { Session = target.Id });
        foreach (var tag in TagTable.All(from, session.Id))
            TagTable.Set(to, tag with { Session = target.Id });

        var copied = new Dictionary<long, long>();
        var next = ChunkTable.NextId(to);
        foreach (var row in TensorTable.All(from, session.Id))
        {
            var copy = row with { Session = target.Id };
            if (row.Chunk is { } chunk && !copied.TryGetValue(chunk, out var first))
            {
                copied.Add(chunk, next);
                CopyContent(from, row, to, next);
                next += ChunkTable.Count(row.Bytes);
            }

            if (row.Chunk is { } shared)
                copy = copy with { Chunk = copied[shared] };
            TensorTable.Insert(to, copy, row.Chunk is null && !row.IsTombstone ? Inline(from, row) : null);
        }
    }

    private static byte[] Inline(Database from, TensorRow row)
    {
        using var reader = new ContentReader(from, row);
        var content = new byte[row.Bytes];
        reader.Read(content);
        reader.Verify();
        return content;
    }

    private static void CopyContent(Database from, TensorRow row, Database to, long first)
    {
        using var reader = new ContentReader(from, row);
        var buffer = new byte[Math.Min(ChunkTable.ChunkLength, row.Bytes)];
        for (var (id, left) = (first, row.Bytes); left > 0; left -= buffer.Length, id++)
        {
            var piece = buffer.AsSpan(0, (int)Math.Min(buffer.Length, left));
            reader.Read(piece);
            ChunkTable.Insert(to, id, piece);
        }

        reader.Verify();
    }
}
