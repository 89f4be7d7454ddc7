namespace GraphRun.Formats.TensorFiles;

/// <summary>
/// Reads through another stream and keeps the checksum and the number of
/// the bytes that passed; refuses to read more than it was told there are.
/// </summary>
internal sealed class ChecksumStream(Stream inner, long limit) : Stream
{
    public uint Checksum { get; private set; }

    public long Count { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => Count;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        // One byte more than the limit is let through, so that the reader sees that there is more.
        var count = inner.Read(buffer[..(int)Math.Min(buffer.Length, limit - Count + 1)]);
        Count += count;
        Checksum = Crc32.Append(Checksum, buffer[..count]);
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
