namespace GraphRun.Formats.Files;

/// <summary>Reads another stream and keeps the beginning of what was read.</summary>
/// <param name="limit">How many bytes are kept at most.</param>
public sealed class RecordingStream(Stream inner, long limit) : Stream
{
    private readonly MemoryStream kept = new();
    private long length;

    /// <summary>Everything that was read so far; null when it is more than the limit.</summary>
    public byte[]? Recorded => length <= limit ? kept.ToArray() : null;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var count = inner.Read(buffer);
        length += count;
        if (length <= limit)
            kept.Write(buffer[..count]);
        return count;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
