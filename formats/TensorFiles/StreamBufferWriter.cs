using System.Buffers;

namespace GraphRun.Formats.TensorFiles;

/// <summary>
/// A buffer writer that hands its bytes to a stream whenever 64 KiB have
/// gathered. Flush or dispose it at the end; it leaves the stream open.
/// </summary>
public sealed class StreamBufferWriter(Stream stream) : IBufferWriter<byte>, IDisposable
{
    private const int Capacity = 1 << 16;

    private byte[] buffer = new byte[Capacity];
    private int used;

    public void Advance(int count) => used += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        MakeRoom(sizeHint);
        return buffer.AsMemory(used);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        MakeRoom(sizeHint);
        return buffer.AsSpan(used);
    }

    /// <summary>Hands on what has gathered.</summary>
    public void Flush()
    {
        stream.Write(buffer, 0, used);
        used = 0;
    }

    public void Dispose() => Flush();

    private void MakeRoom(int size)
    {
        size = Math.Max(size, 1);
        if (buffer.Length - used >= size)
            return;
        Flush();
        if (buffer.Length < size)
            buffer = new byte[size];
    }
}
