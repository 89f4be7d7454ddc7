using System.Buffers.Binary;
using GraphRun.Formats.Checkpoints;

namespace GraphRun.Formats.Protobuf;

/// <summary>The numbers of a repeated field that stand in one run of bytes.</summary>
internal ref struct PackedNumbers(ReadOnlySpan<byte> bytes, WireType type)
{
    private ReadOnlySpan<byte> bytes = bytes;

    /// <summary>The number that <see cref="Next"/> has read.</summary>
    public ulong Number { get; private set; }

    /// <summary>Reads the next number; false at the end.</summary>
    public bool Next()
    {
        if (bytes.IsEmpty)
            return false;
        if (type == WireType.Varint)
        {
            var isWhole = Varint.TryRead(ref bytes, out var varint);
            Number = varint;
            return isWhole;
        }

        var size = type == WireType.Fixed32 ? 4 : 8;
        Number = size == 4 ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        bytes = bytes[size..];
        return true;
    }
}
