using System.Buffers.Binary;

namespace GraphRun.Formats.Checkpoints;

/// <summary>
/// Reads LevelDB's table files, in which TensorFlow keeps the index of a checkpoint: blocks of sorted keys with values, an index of the
/// blocks, and a footer. LevelDB's document <c>table_format.md</c>.
/// </summary>
internal static class SortedTable
{
    private const int FooterLength = 48;
    private const ulong Magic = 0xdb4775248b80fb57;
    private const int TrailerLength = 5;
    private const int MaxBlockBytes = 1 << 28;

    /// <summary>All keys and values in the order of the file.</summary>
    /// <exception cref="GraphRun.Errors.GraphRunException">No table, or a damaged one.</exception>
    public static IEnumerable<(byte[] Key, byte[] Value)> Read(byte[] file, string name)
    {
        foreach (var (_, handle) in Entries(Block(file, IndexOf(file, name), name), name))
        {
            foreach (var entry in Entries(Block(file, Handle(handle, name), name), name))
                yield return entry;
        }
    }

    private static (ulong Offset, ulong Length) IndexOf(byte[] file, string name)
    {
        if (file.Length < FooterLength || BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(file.Length - 8)) != Magic)
            throw CheckpointErrors.Invalid(name, "it is no index of a checkpoint, or its end is missing: there is no table footer");
        ReadOnlySpan<byte> footer = file.AsSpan(file.Length - FooterLength);
        if (Varint.TryRead(ref footer, out _) && Varint.TryRead(ref footer, out _)
            && Varint.TryRead(ref footer, out var offset) && Varint.TryRead(ref footer, out var length))
            return (offset, length);
        throw CheckpointErrors.Invalid(name, "the table footer is damaged");
    }

    private static (ulong Offset, ulong Length) Handle(ReadOnlySpan<byte> bytes, string name) =>
        Varint.TryRead(ref bytes, out var offset) && Varint.TryRead(ref bytes, out var length)
            ? (offset, length)
            : throw CheckpointErrors.Invalid(name, "the position of a block is damaged");

    /// <summary>The content of a block, its checksum checked.</summary>
    private static ReadOnlyMemory<byte> Block(byte[] file, (ulong Offset, ulong Length) handle, string name)
    {
        var (offset, length) = handle;
        if (length > MaxBlockBytes || offset > (ulong)file.Length || length + TrailerLength > (ulong)file.Length - offset)
            throw CheckpointErrors.Invalid(name,
                $"a block of {length} bytes at byte {offset} does not lie in the file, which has {file.Length} bytes");
        var block = file.AsSpan((int)offset, (int)length + 1);
        if (MaskedChecksum.Of(block) != BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan((int)offset + block.Length)))
            throw CheckpointErrors.Checksum(name, $"the block at byte {offset}");
        return block[^1] switch
        {
            0 => file.AsMemory((int)offset, (int)length),
            1 => Snappy.Decompress(block[..^1], MaxBlockBytes)
                ?? throw CheckpointErrors.Invalid(name, $"the block at byte {offset} cannot be decompressed"),
            _ => throw CheckpointErrors.Invalid(name, $"the block at byte {offset} is compressed in an unknown way, {block[^1]}"),
        };
    }

    /// <summary>Keys are written without the part that they share with the one before.</summary>
    private static IEnumerable<(byte[] Key, byte[] Value)> Entries(ReadOnlyMemory<byte> block, string name)
    {
        var end = EntriesEnd(block.Span, name);
        byte[] key = [];
        for (var position = 0; position < end;)
        {
            var (next, value) = Entry(block.Span[position..end], ref key, name);
            position += next;
            yield return (key, value);
        }
    }

    private static int EntriesEnd(ReadOnlySpan<byte> block, string name)
    {
        var restarts = block.Length < 4 ? uint.MaxValue : BinaryPrimitives.ReadUInt32LittleEndian(block[^4..]);
        return restarts <= (block.Length - 4) / 4
            ? block.Length - 4 - 4 * (int)restarts
            : throw CheckpointErrors.Invalid(name, "a block of the table is damaged");
    }

    private static (int Length, byte[] Value) Entry(ReadOnlySpan<byte> bytes, ref byte[] key, string name)
    {
        var rest = bytes;
        if (!Varint.TryRead(ref rest, out var shared) || !Varint.TryRead(ref rest, out var own) || !Varint.TryRead(ref rest, out var length)
            || shared > (ulong)key.Length || own > (ulong)rest.Length || length > (ulong)rest.Length - own)
            throw CheckpointErrors.Invalid(name, "an entry of the table is damaged");
        key = [.. key.AsSpan(0, (int)shared), .. rest[..(int)own]];
        var value = rest.Slice((int)own, (int)length).ToArray();
        return (bytes.Length - rest.Length + (int)own + (int)length, value);
    }
}
