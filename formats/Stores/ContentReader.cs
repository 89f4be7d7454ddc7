using GraphRun.Errors;

namespace GraphRun.Formats.Stores;

/// <summary>Reads the content of one stored tensor from its beginning to its end, adding up its checksum on the way.</summary>
internal sealed unsafe class ContentReader : IDisposable
{
    // Small enough that the checksum finds the bytes in the processor's cache.
    private const int PieceLength = 1 << 20;

    private readonly Database database;
    private readonly TensorRow row;
    private readonly byte[]? inline;
    private Checksum checksum;
    private long position;
    private nint blob;

    public ContentReader(Database database, TensorRow row)
    {
        (this.database, this.row) = (database, row);
        checksum = TensorContent.ChecksumOf(row.DType, row.Shape);
        if (row.Chunk is not null && row.Bytes > FileLength())
            throw Missing();
        if (row.Chunk is null)
            inline = TensorTable.Inline(database, row) is { } content && content.Length == row.Bytes ? content : throw Missing();
    }

    /// <summary>Reads a content for its checksum alone.</summary>
    public static void Verify(Database database, TensorRow row)
    {
        using var reader = new ContentReader(database, row);
        var buffer = new byte[Math.Min(PieceLength, row.Bytes)];
        while (reader.position < row.Bytes)
            reader.Read(buffer.AsSpan(0, (int)Math.Min(buffer.Length, row.Bytes - reader.position)));
        reader.Verify();
    }

    /// <summary>Compares two contents of one length byte by byte, and each with its checksum.</summary>
    public static bool HaveSameContent(Database leftDatabase, TensorRow leftRow, Database rightDatabase, TensorRow rightRow)
    {
        using var left = new ContentReader(leftDatabase, leftRow);
        using var right = new ContentReader(rightDatabase, rightRow);
        var (one, other) = (new byte[PieceLength], new byte[PieceLength]);
        var equal = true;
        for (var rest = leftRow.Bytes; rest > 0; rest -= PieceLength)
        {
            var length = (int)Math.Min(PieceLength, rest);
            left.Read(one.AsSpan(0, length));
            right.Read(other.AsSpan(0, length));
            equal &= one.AsSpan(0, length).SequenceEqual(other.AsSpan(0, length));
        }

        left.Verify();
        right.Verify();
        return equal;
    }

    /// <summary>Reads the next bytes of the content, exactly as many as fit.</summary>
    public void Read(Span<byte> destination)
    {
        _ = Fitting(destination.Length);
        while (!destination.IsEmpty)
        {
            var piece = destination[..Math.Min(destination.Length, PieceLength)];
            if (inline is not null)
                inline.AsSpan((int)position, piece.Length).CopyTo(piece);
            else
                piece = ReadChunk(piece);
            checksum.Append(piece);
            position += piece.Length;
            destination = destination[piece.Length..];
        }
    }

    /// <summary>A length within the content, if the rest is as long as that.</summary>
    public long Fitting(long length) => length >= 0 && length <= row.Bytes - position ? length : throw Mismatch();

    /// <summary>Compares the checksum once everything was read.</summary>
    public void Verify()
    {
        if (position != row.Bytes || checksum.Value != row.Crc)
            throw Mismatch();
    }

    public void Dispose()
    {
        if (blob != 0)
            _ = Sqlite3.BlobClose(blob);
        blob = 0;
    }

    private Span<byte> ReadChunk(Span<byte> destination)
    {
        var offset = (int)(position % ChunkTable.ChunkLength);
        if (offset == 0)
            OpenChunk(row.Chunk!.Value + (position / ChunkTable.ChunkLength));
        var piece = destination[..Math.Min(destination.Length, ChunkTable.ChunkLength - offset)];
        fixed (byte* first = piece)
            Check(Sqlite3.BlobRead(blob, first, piece.Length, offset));
        return piece;
    }

    private void OpenChunk(long id)
    {
        Check(blob == 0
            ? Sqlite3.BlobOpen(database.Handle, "main", "chunks", "data", id, 0, out blob)
            : Sqlite3.BlobReopen(blob, id));
        if (Sqlite3.BlobBytes(blob) != Math.Min(ChunkTable.ChunkLength, row.Bytes - position))
            throw Missing();
    }

    private void Check(int code)
    {
        const int generalError = 1;
        const int corrupt = 11;
        const int notADatabase = 26;
        if ((code & 0xff) is generalError or corrupt or notADatabase)
            throw Missing();
        database.Check(code);
    }

    private long FileLength() =>
        (database.Prepare("PRAGMA page_count").Number() * database.Prepare("PRAGMA page_size").Number()) ?? 0;

    private GraphRunException Missing() =>
        StoreError.Damaged(database.Path, $"a part of {row.Describe()}, written at checkpoint {row.Since}, cannot be found");

    private GraphRunException Mismatch() => new(
        ErrorCode.ChecksumMismatch,
        $"{row.Describe()}, written at checkpoint {row.Since} in the store {database.Path}, "
        + "does not match its checksum: the file was damaged",
        help: "'graphrun session check --deep' lists what is damaged; an earlier checkpoint or a backup may hold a whole value");
}
