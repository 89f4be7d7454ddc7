using System.Buffers;
using System.Runtime.InteropServices;
using GraphRun.Tensors;

namespace GraphRun.Formats.Stores;

/// <summary>
/// A tensor as a stream of bytes: the elements in row-major order, little-endian; for strings first the length of each in eight
/// bytes, then their bytes. At no time is more than a piece of it held beside the tensor.
/// </summary>
internal static class TensorContent
{
    /// <summary>The bytes that a string's length takes.</summary>
    public const int LengthSize = sizeof(long);

    private const int LargestSpan = 1 << 30;

    /// <summary>Takes a piece of a content; all but the last are equally long.</summary>
    public delegate void PieceAction(ReadOnlySpan<byte> piece);

    public static long Length(Tensor tensor)
    {
        if (tensor.DType != DType.String)
            return tensor.ByteCount;
        var length = tensor.ElementCount * LengthSize;
        foreach (var text in tensor.Values<byte[]>())
            length += text.Length;
        return length;
    }

    /// <summary>The checksum of dtype, shape and content.</summary>
    public static uint Crc(Tensor tensor)
    {
        var checksum = ChecksumOf(tensor.DType, tensor.Shape);
        ForEachPiece(tensor, LargestSpan, piece => checksum.Append(piece));
        return checksum.Value;
    }

    /// <summary>The checksum to which the content is to be appended.</summary>
    public static Checksum ChecksumOf(DType dtype, Shape shape)
    {
        var checksum = default(Checksum);
        checksum.Append((long)dtype);
        checksum.Append((long)shape.Rank);
        foreach (var dim in shape.Dims)
            checksum.Append(dim);
        return checksum;
    }

    /// <summary>Goes through the content in pieces of at most <paramref name="size"/> bytes.</summary>
    public static void ForEachPiece(Tensor tensor, int size, PieceAction action)
    {
        if (tensor.DType == DType.String)
        {
            ForEachPiece(tensor.Values<byte[]>(), (int)Math.Min(Math.Min(size, ChunkTable.ChunkLength), Length(tensor)), action);
            return;
        }

        for (var offset = 0L; offset < tensor.ByteCount; offset += size)
            action(tensor.Bytes(offset, (int)Math.Min(size, tensor.ByteCount - offset)));
    }

    /// <summary>Reads a stored tensor and verifies its checksum.</summary>
    public static Tensor Read(ContentReader reader, TensorRow row)
    {
        var tensor = LargePages.Allocate(row.DType, row.Shape);
        if (row.DType == DType.String)
        {
            ReadStrings(reader, tensor.Writable<byte[]>());
        }
        else
        {
            for (var offset = 0L; offset < tensor.ByteCount; offset += LargestSpan)
                reader.Read(tensor.Bytes(offset, (int)Math.Min(LargestSpan, tensor.ByteCount - offset)));
        }

        reader.Verify();
        return tensor;
    }

    private static void ReadStrings(ContentReader reader, Span<byte[]> strings)
    {
        var lengths = new long[strings.Length];
        reader.Read(MemoryMarshal.AsBytes(lengths.AsSpan()));
        for (var i = 0; i < lengths.Length; i++)
        {
            strings[i] = lengths[i] == 0 ? [] : new byte[reader.Fitting(lengths[i])];
            reader.Read(strings[i]);
        }
    }

    private static void ForEachPiece(ReadOnlySpan<byte[]> strings, int size, PieceAction action)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(size);
        var filled = 0;
        Span<byte> length = stackalloc byte[LengthSize];
        foreach (var text in strings)
        {
            MemoryMarshal.Write(length, (long)text.Length);
            Append(length, buffer.AsSpan(0, size), ref filled, action);
        }

        foreach (var text in strings)
            Append(text, buffer.AsSpan(0, size), ref filled, action);
        if (filled > 0)
            action(buffer.AsSpan(0, filled));
        ArrayPool<byte>.Shared.Return(buffer);
    }

    private static void Append(ReadOnlySpan<byte> bytes, Span<byte> buffer, ref int filled, PieceAction action)
    {
        while (!bytes.IsEmpty)
        {
            var fitting = Math.Min(bytes.Length, buffer.Length - filled);
            bytes[..fitting].CopyTo(buffer[filled..]);
            bytes = bytes[fitting..];
            filled += fitting;
            if (filled < buffer.Length)
                continue;
            action(buffer);
            filled = 0;
        }
    }
}
