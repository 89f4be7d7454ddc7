namespace GraphRun.Formats.Checkpoints;

/// <summary>Numbers of one to ten bytes, seven bits each, the lowest first.</summary>
internal static class Varint
{
    private const int MaxBytes = 10;

    /// <summary>Takes a number from the front of the bytes; false when they end within it.</summary>
    public static bool TryRead(ref ReadOnlySpan<byte> bytes, out ulong value)
    {
        value = 0;
        for (var i = 0; i < Math.Min(MaxBytes, bytes.Length); i++)
        {
            value |= (ulong)(bytes[i] & 0x7f) << (7 * i);
            if (bytes[i] >= 0x80)
                continue;
            bytes = bytes[(i + 1)..];
            return true;
        }

        return false;
    }
}
