using GraphRun.Formats.Files;
using GraphRun.Formats.TensorFiles;
using GraphRun.Tensors;

namespace GraphRun.Formats.Training;

/// <summary>
/// Examples that lie in a file as the bytes of their numbers, one after the other, and stay there: what is used is read when it is, and
/// the system keeps in memory what it has room for.
/// </summary>
/// <param name="stream">The file; disposed of with this.</param>
/// <param name="name">What messages call it.</param>
/// <param name="offset">Where the first number begins.</param>
/// <param name="element">Numbers, no strings.</param>
internal sealed class FileRows(FileStream stream, string name, long offset, NpyElement element, Shape shape) : IExampleRows
{
    private const int ChunkLength = 1 << 24;

    private readonly long rowLength = ExampleShapes.OfOne(shape).ElementCount * element.Size;

    public DType DType => element.DType;

    public Shape Shape => shape;

    public bool IsInMemory => false;

    public void Read(long first, int count, Tensor batch, long at)
    {
        var (from, to, left) = (offset + first * rowLength, at * rowLength, count * rowLength);
        while (left > 0)
        {
            var bytes = batch.Bytes(to, (int)Math.Min(left, ChunkLength));
            Read(from, bytes);
            Normalize(bytes);
            (from, to, left) = (from + bytes.Length, to + bytes.Length, left - bytes.Length);
        }
    }

    public void Dispose() => stream.Dispose();

    private void Read(long from, Span<byte> bytes)
    {
        try
        {
            while (!bytes.IsEmpty)
            {
                var count = RandomAccess.Read(stream.SafeFileHandle, bytes, from);
                if (count == 0)
                    throw ElementBytes.Short(name, from - offset, (UInt128)shape.ElementCount * (uint)element.Size);
                bytes = bytes[count..];
                from += count;
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw InputFile.NotReadable(name, "the system reports an error while reading");
        }
    }

    private void Normalize(Span<byte> bytes)
    {
        if (element.IsBigEndian)
            ElementBytes.ReverseEndianness(bytes, element.Unit);
        if (element.DType != DType.Bool)
            return;
        foreach (ref var value in bytes)
            value = value == 0 ? (byte)0 : (byte)1;
    }
}
