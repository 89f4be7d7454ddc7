using GraphRun.Formats.Stores;

namespace GraphRun.Formats.Checkpoints;

/// <summary>
/// CRC-32C as LevelDB and TensorFlow write it: rotated and moved, so that the checksum of bytes that hold checksums is a good one too.
/// </summary>
internal static class MaskedChecksum
{
    private const uint Distance = 0xa282ead8;

    public static uint Mask(uint checksum) => ((checksum >> 15) | (checksum << 17)) + Distance;

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var checksum = default(Checksum);
        checksum.Append(bytes);
        return Mask(checksum.Value);
    }
}
