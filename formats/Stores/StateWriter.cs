using System.Text;
using GraphRun.Tensors;

namespace GraphRun.Formats.Stores;

/// <summary>Builds the next checkpoint of a session inside an open transaction. Only what differs from the head is written.</summary>
internal sealed class StateWriter
{
    private const int ComparedAtOnce = 256 << 10;

    private readonly Database database;
    private readonly SessionRow session;
    private readonly Checkpoint? head;
    private readonly SessionState? previous;
    private readonly SortedSet<(TensorKind Kind, string Name)> changed = new(ChangeOrder.Instance);
    private long nextChunk;
    private long count;
    private ulong digest;

    /// <param name="head">The newest checkpoint; null for a session without any.</param>
    public StateWriter(Database database, SessionRow session, Checkpoint? head)
    {
        (this.database, this.session, this.head) = (database, session, head);
        previous = head is null ? null : new SessionState(database, session.Name, head);
        (count, digest) = (head?.TensorCount ?? 0, head?.Digest ?? 0);
    }

    /// <summary>The number of the checkpoint that is being built.</summary>
    public long Number => (head?.Number ?? 0) + 1;

    /// <summary>Gives a tensor a value; nothing is written if it has that value already.</summary>
    public void Set(TensorKind kind, string name, Tensor value)
    {
        var row = Describe(kind, name, value);
        var before = previous?.FindRow(kind, name);
        if (before is not null && before.LooksLike(row) && HasContent(before, value))
            return;
        Replace(before, WriteContent(row, value), value);
    }

    /// <summary>Takes over a version from another checkpoint; a large content is shared, not copied.</summary>
    public void Share(TensorRow source)
    {
        var row = source with { Session = session.Id, Since = Number, Until = null };
        var before = previous?.FindRow(row.Kind, row.Name);
        if (before is not null && before.LooksLike(row) && before.Chunk == row.Chunk && SameInline(before, source))
            return;
        End(before);
        TensorTable.Insert(database, row, source.Chunk is null ? TensorTable.Inline(database, source) : null);
        Count(before, row);
    }

    /// <summary>Ends a tensor: from this checkpoint on the session has none of that name.</summary>
    public void Drop(TensorKind kind, string name)
    {
        var before = previous?.FindRow(kind, name);
        if (before is null || before.IsTombstone)
            return;
        var tombstone = new TensorRow(session.Id, kind, name, Number, null, DType.None, Shape.Scalar, 0, 0, null);
        Replace(before, tombstone, null);
    }

    /// <summary>Records a value that was fed to this run only.</summary>
    public void Record(string feed, Tensor value)
    {
        var row = Describe(TensorKind.Feed, feed, value) with { Until = Number + 1 };
        Replace(null, WriteContent(row, value), value);
    }

    /// <summary>Writes the checkpoint itself and lets go what retention no longer keeps.</summary>
    /// <param name="parent">The checkpoint that it builds on; null for the head.</param>
    public Checkpoint Finish(CheckpointRecord record, long? parent = null)
    {
        var checkpoint = new Checkpoint
        {
            Session = session.Id,
            Number = Number,
            Parent = parent ?? head?.Number ?? 0,
            Superseded = false,
            Kind = record.Kind,
            Source = record.Source,
            Time = DateTimeOffset.FromUnixTimeMilliseconds(record.Time.ToUnixTimeMilliseconds()),
            Command = record.Command,
            Graph = record.Graph,
            Fetches = record.Fetches,
            Targets = record.Targets,
            Feeds = record.Feeds,
            Seed = record.Seed,
            Options = record.Options,
            Program = record.Program,
            TensorCount = count,
            Digest = digest,
            Changed = [.. changed],
        };
        if (head is not null)
            CheckpointTable.Supersede(database, head);
        CheckpointTable.Insert(database, checkpoint);
        Retention.Apply(database, session, Number);
        return checkpoint;
    }

    private TensorRow Describe(TensorKind kind, string name, Tensor value)
    {
        var shape = value.Shape.WithoutNames();
        return new TensorRow(
            session.Id, kind, name, Number, null, value.DType, shape, TensorContent.Length(value), TensorContent.Crc(value), null);
    }

    private TensorRow WriteContent(TensorRow row, Tensor value)
    {
        if (row.Bytes <= ChunkTable.LargestInline)
            return row;
        if (nextChunk == 0)
            nextChunk = ChunkTable.NextId(database);
        row = row with { Chunk = nextChunk };
        ChunkTable.Insert(database, nextChunk, value);
        nextChunk += ChunkTable.Count(row.Bytes);
        return row;
    }

    private void Replace(TensorRow? before, TensorRow row, Tensor? value)
    {
        End(before);
        var inline = new List<byte>();
        if (value is not null && row.Chunk is null)
            TensorContent.ForEachPiece(value, ChunkTable.LargestInline, piece => inline.AddRange(piece));
        TensorTable.Insert(database, row, inline.ToArray());
        Count(before, row);
    }

    private void End(TensorRow? before)
    {
        if (before is not null)
            TensorTable.End(database, before, Number);
    }

    private void Count(TensorRow? before, TensorRow row)
    {
        changed.Add((row.Kind, row.Name));
        digest += row.Digest() - (before?.Digest() ?? 0);
        if (row.IsState)
            count += (row.IsTombstone ? 0 : 1) - (before is null || before.IsTombstone ? 0 : 1);
    }

    private bool HasContent(TensorRow stored, Tensor value)
    {
        using var reader = new ContentReader(database, stored);
        var (equal, buffer) = (true, new byte[Math.Min(stored.Bytes, ComparedAtOnce)]);
        TensorContent.ForEachPiece(value, ComparedAtOnce, piece =>
        {
            if (!equal)
                return;
            reader.Read(buffer.AsSpan(0, piece.Length));
            equal = piece.SequenceEqual(buffer.AsSpan(0, piece.Length));
        });
        return equal;
    }

    private bool SameInline(TensorRow left, TensorRow right) =>
        left.Chunk is not null || TensorTable.Inline(database, left).AsSpan().SequenceEqual(TensorTable.Inline(database, right));

    /// <summary>Kind, then the name unit by unit.</summary>
    private sealed class ChangeOrder : IComparer<(TensorKind Kind, string Name)>
    {
        public static readonly ChangeOrder Instance = new();

        public int Compare((TensorKind Kind, string Name) left, (TensorKind Kind, string Name) right) =>
            left.Kind != right.Kind ? left.Kind.CompareTo(right.Kind) : string.CompareOrdinal(left.Name, right.Name);
    }
}
