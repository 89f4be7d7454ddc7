using System.Buffers.Binary;
using GraphRun.Formats.Protobuf;
using GraphRun.Formats.Stores;
using GraphRun.Formats.TensorFiles;
using GraphRun.Tensors;

namespace GraphRun.Formats.Checkpoints;

/// <summary>
/// String tensors of checkpoints: all lengths as varints, their checksum, then the bytes. The checksum of the whole counts each length
/// as four bytes, or eight when it does not fit.
/// </summary>
internal static class StringTensor
{
    private const int MaxBytes = 1 << 30;

    /// <param name="stream">Stands where the tensor begins.</param>
    /// <exception cref="GraphRun.Errors.GraphRunException">Lengths that do not make up the size, or a wrong checksum.</exception>
    public static Tensor Read(Stream stream, BundleEntryMessage entry, Shape shape, string what)
    {
        if (entry.Size > MaxBytes)
            throw CheckpointErrors.Limit(what, $"a string tensor of {entry.Size} bytes is larger than {MaxBytes}");
        // Every string has a length, which bounds their number by the size.
        if (shape.ElementCount > entry.Size)
            throw CheckpointErrors.Invalid(what, $"{shape.ElementCount} strings do not fit into {entry.Size} bytes");
        var bytes = new byte[entry.Size];
        stream.ReadExactly(bytes);
        ReadOnlySpan<byte> rest = bytes;
        var lengths = ReadLengths(ref rest, shape.ElementCount, what, out var checksum);
        var tensor = TensorFileErrors.Allocate(what, DType.String, shape);
        var strings = tensor.Writable<byte[]>();
        for (var i = 0; i < strings.Length; i++)
        {
            if (lengths[i] > (ulong)rest.Length)
                throw CheckpointErrors.Invalid(what, $"string {i} of {lengths[i]} bytes does not fit into the {rest.Length} that are left");
            strings[i] = rest[..(int)lengths[i]].ToArray();
            rest = rest[(int)lengths[i]..];
            checksum.Append(strings[i]);
        }

        if (rest.Length > 0)
            throw CheckpointErrors.Invalid(what, $"{rest.Length} bytes are left behind the last string");
        return MaskedChecksum.Mask(checksum.Value) == entry.Crc32C ? tensor : throw CheckpointErrors.Checksum(what, "the tensor");
    }

    private static ulong[] ReadLengths(ref ReadOnlySpan<byte> bytes, long count, string what, out Checksum checksum)
    {
        checksum = default;
        var lengths = new ulong[count];
        Span<byte> counted = stackalloc byte[8];
        for (var i = 0; i < lengths.Length; i++)
        {
            if (!Varint.TryRead(ref bytes, out lengths[i]))
                throw CheckpointErrors.Invalid(what, $"the length of string {i} is damaged");
            BinaryPrimitives.WriteUInt64LittleEndian(counted, lengths[i]);
            checksum.Append(lengths[i] <= uint.MaxValue ? counted[..4] : counted);
        }

        if (bytes.Length < 4 || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != MaskedChecksum.Mask(checksum.Value))
            throw CheckpointErrors.Checksum(what, "the lengths of the strings");
        checksum.Append(bytes[..4]);
        bytes = bytes[4..];
        return lengths;
    }
}
