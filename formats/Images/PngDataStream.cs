namespace GraphRun.Formats.Images;

/// <summary>The data of the IDAT chunks that follow each other, as one stream. It ends on the chunk behind them.</summary>
internal sealed class PngDataStream(PngChunks chunks) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        while (chunks.Type == "IDAT")
        {
            if (chunks.Remaining > 0)
                return chunks.Read(buffer);
            chunks.CheckCrc();
            chunks.Next();
        }

        return 0;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
