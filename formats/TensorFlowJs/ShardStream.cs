using GraphRun.Errors;
using GraphRun.Formats.Documents;
using GraphRun.Formats.Files;

namespace GraphRun.Formats.TensorFlowJs;

/// <summary>The shards of a group of weights, files below the model's folder, as one stream.</summary>
internal sealed class ShardStream : Stream
{
    private readonly List<FileStream> shards = [];
    private int current;

    /// <exception cref="GraphRunException">A path that leads out of the folder, or a file that is not there.</exception>
    public ShardStream(string? folder, DocumentNode paths)
    {
        try
        {
            foreach (var path in ModelJson.Items(paths))
                shards.Add(ContainedPath.Open(folder, ModelJson.Text(path, "the path of a shard"), path.Span));
        }
        catch
        {
            Dispose();
            throw;
        }

        Length = shards.Sum(shard => shard.Length);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    /// <summary>The bytes of all shards together.</summary>
    public override long Length { get; }

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        for (; current < shards.Count; current++)
        {
            if (shards[current].Read(buffer) is var count and > 0)
                return count;
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

    protected override void Dispose(bool disposing)
    {
        foreach (var shard in shards)
            shard.Dispose();
        base.Dispose(disposing);
    }
}
