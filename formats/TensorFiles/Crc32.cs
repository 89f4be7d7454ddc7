using System.Buffers.Binary;

namespace GraphRun.Formats.TensorFiles;

/// <summary>The checksum of zip and PNG (polynomial 0xEDB88320, ISO 3309), eight bytes at a time.</summary>
internal static class Crc32
{
    private const int Lanes = 8;

    private static readonly uint[] table = NewTable();

    /// <summary>The checksum of more bytes behind those that gave <paramref name="crc"/>; begin with 0.</summary>
    public static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        crc = ~crc;
        for (; bytes.Length >= Lanes; bytes = bytes[Lanes..])
        {
            var low = crc ^ BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            var high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            crc = Lane(7, low) ^ Lane(6, low >> 8) ^ Lane(5, low >> 16) ^ Lane(4, low >> 24)
                ^ Lane(3, high) ^ Lane(2, high >> 8) ^ Lane(1, high >> 16) ^ Lane(0, high >> 24);
        }

        foreach (var value in bytes)
            crc = Lane(0, crc ^ value) ^ (crc >> 8);
        return ~crc;
    }

    private static uint Lane(int lane, uint value) => table[(lane << 8) | (int)(value & 0xFF)];

    /// <summary>Entry [lane, byte] is the checksum of the byte with as many zero bytes behind it.</summary>
    private static uint[] NewTable()
    {
        var table = new uint[Lanes << 8];
        for (var i = 0u; i < 256; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++)
                value = (value >> 1) ^ ((value & 1) * 0xEDB88320);
            table[i] = value;
        }

        for (var i = 256; i < table.Length; i++)
            table[i] = (table[i - 256] >> 8) ^ table[table[i - 256] & 0xFF];
        return table;
    }
}
