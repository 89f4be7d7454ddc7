using System.Buffers.Binary;
using GraphRun.Errors;

namespace GraphRun.Formats.Stores;

/// <summary>
/// The rollback journal beside a store. SQLite plays back whichever journal it finds there; one of another store, or of an earlier
/// commit, would put that one's pages into this file. The journal holds the first page as it was before its commit, and its counter
/// of changes tells which commit that is: the next one, or the last one if that died before the journal was deleted. The version of
/// the schema, which begins at a random number, tells the stores apart.
/// (Layout: SQLite's "Database File Format", sections 1.3 and 3.)
/// </summary>
internal static class JournalFile
{
    private const int HeaderLength = 28;
    private const int ChangeCounter = 24;
    private const int PageCount = 28;
    private const int SchemaVersion = 40;

    /// <summary>Refuses a store whose journal is not its own, before SQLite looks at either.</summary>
    /// <param name="readHeader">Reads the first bytes of the store.</param>
    /// <exception cref="GraphRunException">The journal is of another store or of another commit.</exception>
    public static void Verify(string path, Func<byte[]> readHeader)
    {
        var journal = $"{path}-journal";
        // A writer may commit, and another begin, while both files are looked at.
        for (var store = readHeader(); File.Exists(journal);)
        {
            var belongs = Belongs(store, journal);
            var now = readHeader();
            if (belongs)
                return;
            if (now.AsSpan().SequenceEqual(store))
                throw Foreign(path, journal);
            store = now;
        }
    }

    private static bool Belongs(ReadOnlySpan<byte> store, string journal)
    {
        try
        {
            using var file = new FileStream(journal, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
            Span<byte> header = stackalloc byte[HeaderLength];
            if (!ReadHeader(file, 0, header))
                return true;
            if (Field(header, 24) != PageLength(store))
                return false;
            Span<byte> first = stackalloc byte[StoreSchema.HeaderLength];
            // A first page that was not saved was not changed, and says how many pages the store has.
            return FindFirstPage(file, header, first) ? IsBefore(first, store) : Field(header, 16) == Field(store, PageCount);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Gone meanwhile, or not to be read by us; SQLite will say so if it needs it.
            return true;
        }
    }

    /// <summary>False where no journal begins, or one that was not flushed to the disk yet: there is nothing to play back.</summary>
    private static bool ReadHeader(FileStream file, long position, Span<byte> header)
    {
        file.Position = position;
        return file.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false) == HeaderLength
            && header.StartsWith((ReadOnlySpan<byte>)[0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7])
            && Field(header, 8) != 0 && Field(header, 20) >= HeaderLength;
    }

    /// <summary>
    /// Finds the record of the first page. A record is a number, a page and a checksum; so many follow each header as it says, and
    /// the next header begins with a sector.
    /// </summary>
    private static bool FindFirstPage(FileStream file, Span<byte> header, Span<byte> start)
    {
        Span<byte> number = stackalloc byte[sizeof(int)];
        var position = 0L;
        do
        {
            long sector = Field(header, 20);
            position += sector;
            for (var left = (uint)Field(header, 8); left > 0; left--, position += Field(header, 24) + 8L)
            {
                file.Position = position;
                if (file.ReadAtLeast(number, number.Length, throwOnEndOfStream: false) < number.Length)
                    return false;
                if (Field(number, 0) == 1)
                    return file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length;
            }

            position = (position + sector - 1) / sector * sector;
        }
        while (ReadHeader(file, position, header));
        return false;
    }

    /// <summary>Whether a first page is the one that the store has, or the one that it had before its last commit.</summary>
    private static bool IsBefore(ReadOnlySpan<byte> first, ReadOnlySpan<byte> store)
    {
        var (then, now) = ((uint)Field(first, ChangeCounter), (uint)Field(store, ChangeCounter));
        if (!first.StartsWith("SQLite format 3\0"u8))
            return false;
        // VACUUM counts the version of the schema up.
        return then == now ? first.SequenceEqual(store[..first.Length])
            : then + 1 == now && Field(store, SchemaVersion) - Field(first, SchemaVersion) is 0 or 1;
    }

    private static int PageLength(ReadOnlySpan<byte> store) =>
        BinaryPrimitives.ReadUInt16BigEndian(store[16..]) is var length && length == 1 ? 1 << 16 : length;

    private static int Field(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadInt32BigEndian(bytes[offset..]);

    private static GraphRunException Foreign(string path, string journal) => new(
        ErrorCode.InvalidStore,
        $"the store {path} is refused: the journal {journal} is of another store, or of another commit than its last, and would overwrite it",
        help: $"if a copied or restored file left it there, move {journal} away; otherwise go on from a backup");
}
