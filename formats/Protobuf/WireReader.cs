using System.Buffers.Binary;

namespace GraphRun.Formats.Protobuf;

/// <summary>
/// Goes through the fields of a serialized message without knowing what they mean, and copies nothing. The encoding is described in
/// protobuf's document "Encoding".
/// </summary>
internal ref struct WireReader(ReadOnlySpan<byte> bytes)
{
    private const int MaxVarintBytes = 10;

    private readonly ReadOnlySpan<byte> bytes = bytes;
    private int position;

    /// <summary>The number of the field that <see cref="Next"/> has read.</summary>
    public int Field { get; private set; }

    public WireType Type { get; private set; }

    /// <summary>The value of a number.</summary>
    public ulong Number { get; private set; }

    /// <summary>Where the value of the field begins: for bytes behind their length.</summary>
    public int ValueStart { get; private set; }

    /// <summary>Where the next field begins.</summary>
    public readonly int Position => position;

    /// <summary>What is wrong with the bytes, in words; null when nothing is.</summary>
    public string? Fault { get; private set; }

    /// <summary>The value of a field of bytes, strings and messages.</summary>
    public readonly ReadOnlySpan<byte> Value => bytes[ValueStart..position];

    /// <summary>Reads the next field; false at the end and at a <see cref="Fault"/>.</summary>
    public bool Next()
    {
        if (position == bytes.Length)
            return false;
        if (!ReadVarint(out var tag))
            return Fail("the message ends within a tag");
        (Field, Type) = ((int)Math.Min(tag >> 3, int.MaxValue), (WireType)(tag & 7));
        ValueStart = position;
        return Type switch
        {
            _ when Field is 0 or > (1 << 29) - 1 => Fail($"there is no field {Field}"),
            WireType.Varint => ReadNumber(),
            WireType.Fixed64 => ReadFixed(8),
            WireType.Fixed32 => ReadFixed(4),
            WireType.Bytes => ReadBytes(),
            _ => Fail($"field {Field} has wire type {tag & 7}, which these messages do not use"),
        };
    }

    private bool ReadNumber()
    {
        if (!ReadVarint(out var number))
            return Fail($"the message ends within the number of field {Field}");
        Number = number;
        return true;
    }

    private bool ReadFixed(int length)
    {
        if (bytes.Length - position < length)
            return Fail($"the message ends within the number of field {Field}");
        var value = bytes.Slice(position, length);
        Number = length == 8 ? BinaryPrimitives.ReadUInt64LittleEndian(value) : BinaryPrimitives.ReadUInt32LittleEndian(value);
        position += length;
        return true;
    }

    private bool ReadBytes()
    {
        if (!ReadVarint(out var length))
            return Fail($"the message ends within the length of field {Field}");
        if (length > (ulong)(bytes.Length - position))
            return Fail($"it says that it has {length} bytes, and {bytes.Length - position} are left");
        ValueStart = position;
        position += (int)length;
        return true;
    }

    private bool ReadVarint(out ulong value)
    {
        value = 0;
        for (var i = 0; i < MaxVarintBytes && position < bytes.Length; i++)
        {
            var next = bytes[position++];
            value |= (ulong)(next & 0x7f) << (7 * i);
            if (next < 0x80)
                return true;
        }

        return false;
    }

    private bool Fail(string fault)
    {
        Fault = fault;
        return false;
    }
}
