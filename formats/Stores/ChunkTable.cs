using GraphRun.Tensors;

namespace GraphRun.Formats.Stores;

/// <summary>
/// The rows of table <c>chunks</c>: the contents of large tensors in consecutive rows of 4 MiB, the last one shorter. Rows are
/// only inserted and deleted, never overwritten: a value goes into free pages, which need no copy in the journal.
/// </summary>
internal static class ChunkTable
{
    public const int ChunkLength = 4 << 20;

    /// <summary>Contents up to this length stand in the row of their tensor.</summary>
    public const int LargestInline = 1 << 10;

    /// <summary>The number of rows that a content of so many bytes takes.</summary>
    public static long Count(long bytes) => (bytes + ChunkLength - 1) / ChunkLength;

    /// <summary>The first id that no row has.</summary>
    public static long NextId(Database database) => (database.Prepare("SELECT max(id) FROM chunks").Number() ?? 0) + 1;

    /// <summary>Writes a tensor's content to rows from <paramref name="first"/> on.</summary>
    public static void Insert(Database database, long first, Tensor tensor)
    {
        var id = first;
        TensorContent.ForEachPiece(tensor, ChunkLength, piece => Insert(database, id++, piece));
    }

    public static void Insert(Database database, long id, ReadOnlySpan<byte> piece)
    {
        database.Prepare("INSERT INTO chunks (id, data) VALUES (?1, ?2)").Bind(1, id).RunWith(2, piece);
        database.EarlyWriting.Add(piece.Length);
    }

    /// <summary>How many rows are there of the content that begins at <paramref name="first"/>.</summary>
    public static long Present(Database database, long first, long bytes) =>
        database.Prepare("SELECT count(*) FROM chunks WHERE id BETWEEN ?1 AND ?2")
            .Bind(1, first).Bind(2, first + Count(bytes) - 1).Number() ?? 0;

    /// <summary>Deletes the content that begins at <paramref name="first"/>, unless a tensor still has it.</summary>
    public static void Free(Database database, long first, long bytes)
    {
        if (TensorTable.Uses(database, first))
            return;
        database.Prepare("DELETE FROM chunks WHERE id BETWEEN ?1 AND ?2").Bind(1, first).Bind(2, first + Count(bytes) - 1).Run();
    }
}
