using System.Buffers;
using System.Buffers.Binary;

namespace GraphRun.Formats.Protobuf;

/// <summary>Appends fields to a serialized message.</summary>
internal static class WireWriter
{
    public static void Tag(ArrayBufferWriter<byte> writer, int field, WireType type) => Varint(writer, ((ulong)field << 3) | (uint)type);

    public static void Varint(ArrayBufferWriter<byte> writer, ulong value)
    {
        var bytes = writer.GetSpan(10);
        var length = 0;
        for (; value >= 0x80; value >>= 7)
            bytes[length++] = (byte)(value | 0x80);
        bytes[length++] = (byte)value;
        writer.Advance(length);
    }

    public static void Number(ArrayBufferWriter<byte> writer, int field, ulong value)
    {
        Tag(writer, field, WireType.Varint);
        Varint(writer, value);
    }

    public static void Float(ArrayBufferWriter<byte> writer, int field, float value)
    {
        Tag(writer, field, WireType.Fixed32);
        BinaryPrimitives.WriteSingleLittleEndian(writer.GetSpan(4), value);
        writer.Advance(4);
    }

    public static void Fixed32(ArrayBufferWriter<byte> writer, int field, uint value)
    {
        Tag(writer, field, WireType.Fixed32);
        BinaryPrimitives.WriteUInt32LittleEndian(writer.GetSpan(4), value);
        writer.Advance(4);
    }

    public static void Double(ArrayBufferWriter<byte> writer, int field, double value)
    {
        Tag(writer, field, WireType.Fixed64);
        BinaryPrimitives.WriteDoubleLittleEndian(writer.GetSpan(8), value);
        writer.Advance(8);
    }

    public static void Bytes(ArrayBufferWriter<byte> writer, int field, ReadOnlySpan<byte> value)
    {
        Tag(writer, field, WireType.Bytes);
        Varint(writer, (ulong)value.Length);
        writer.Write(value);
    }
}
