using System.Buffers.Binary;
using System.Runtime.InteropServices;
using GraphRun.Tensors;

namespace GraphRun.Formats.TensorFiles;

/// <summary>The elements of tensors as the bytes of a file, without a copy between.</summary>
internal static class ElementBytes
{
    private const int ChunkLength = 1 << 20;

    /// <summary>Reads the elements of a tensor straight into its memory.</summary>
    /// <exception cref="GraphRun.Errors.GraphRunException">The stream ends before.</exception>
    public static void Read(Stream stream, Tensor tensor, string file)
    {
        for (var offset = 0L; offset < tensor.ByteCount;)
        {
            var chunk = tensor.Bytes(offset, (int)Math.Min(ChunkLength, tensor.ByteCount - offset));
            var count = stream.ReadAtLeast(chunk, chunk.Length, throwOnEndOfStream: false);
            offset += count;
            if (count < chunk.Length)
                throw Short(file, offset, (ulong)tensor.ByteCount);
        }

        if (tensor.DType == DType.Bool)
            NormalizeBools(tensor);
    }

    /// <summary>Writes the elements of a tensor.</summary>
    public static void Write(Tensor tensor, Stream stream)
    {
        for (var offset = 0L; offset < tensor.ByteCount; offset += ChunkLength)
            stream.Write(tensor.Bytes(offset, (int)Math.Min(ChunkLength, tensor.ByteCount - offset)));
    }

    /// <summary>Turns round the bytes of each number in place.</summary>
    public static void ReverseEndianness(Span<byte> bytes, int unit)
    {
        switch (unit)
        {
            case 2:
                var shorts = MemoryMarshal.Cast<byte, ushort>(bytes);
                BinaryPrimitives.ReverseEndianness(shorts, shorts);
                break;
            case 4:
                var ints = MemoryMarshal.Cast<byte, uint>(bytes);
                BinaryPrimitives.ReverseEndianness(ints, ints);
                break;
            case 8:
                var longs = MemoryMarshal.Cast<byte, ulong>(bytes);
                BinaryPrimitives.ReverseEndianness(longs, longs);
                break;
        }
    }

    /// <summary>The error of a file that ends too early.</summary>
    public static Exception Short(string file, long read, UInt128 expected) =>
        TensorFileErrors.Invalid(file, $"the elements take {expected} bytes, but only {read} are there");

    /// <summary>Any byte but 0 is true in a file; in memory it is 1.</summary>
    public static void NormalizeBools(Tensor tensor)
    {
        foreach (ref var value in tensor.Writable<byte>())
            value = value == 0 ? (byte)0 : (byte)1;
    }
}
