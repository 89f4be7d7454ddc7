namespace GraphRun.Formats.Images;

/// <summary>
/// The bits of a scan. A byte 0xFF in the data is followed by 0; followed by anything else it is a marker, at which the data end: what is
/// read beyond are zeros, and <see cref="IsExhausted"/> tells.
/// </summary>
internal sealed class JpegBits(JpegBytes bytes)
{
    private ulong buffer;
    private int count;
    private int missing;

    /// <summary>More bits have been used than the scan has.</summary>
    public bool IsExhausted => missing > count;

    /// <summary>The next bits, at most 16, without using them up.</summary>
    public int Peek(int length)
    {
        while (count < length)
            Fill();
        return (int)(buffer >> (count - length)) & ((1 << length) - 1);
    }

    public void Skip(int length) => count -= length;

    public int Read(int length)
    {
        if (length == 0)
            return 0;
        var value = Peek(length);
        count -= length;
        return value;
    }

    /// <summary>A number of as many bits, of which the lower half stands for negative ones (F.2.2.1, EXTEND).</summary>
    public int ReadSigned(int length)
    {
        var value = Read(length);
        return length > 0 && value < 1 << (length - 1) ? value - (1 << length) + 1 : value;
    }

    /// <summary>Forgets what is left of the last byte, before a marker.</summary>
    public void Align() => (buffer, count, missing) = (0, 0, 0);

    private void Fill()
    {
        var value = bytes.ReadData();
        if (value < 0)
            missing += 8;
        buffer = (buffer << 8) | (uint)Math.Max(value, 0);
        count += 8;
    }
}
