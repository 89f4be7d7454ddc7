namespace GraphRun.Tests.Formats.TensorFiles;

/// <summary>Bytes as a pipe hands them out: no length, no seeking, a few at a time.</summary>
internal sealed class PipeStream(byte[] bytes) : MemoryStream(bytes)
{
    private const int AtOnce = 5;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, AtOnce)]);

    public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, AtOnce));
}
