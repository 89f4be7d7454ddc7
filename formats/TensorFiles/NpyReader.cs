using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using GraphRun.Errors;
using GraphRun.Tensors;

namespace GraphRun.Formats.TensorFiles;

/// <summary>
/// Reads npy files, versions 1.0 to 3.0, in either byte order and in row-major or column-major order. The elements go straight into
/// the tensor: a file of 1 GB takes 1 GB. Fixed-length strings (<c>S</c>, <c>U</c>) become strings without their padding; what NumPy's
/// extension types write as <c>V2</c> is bfloat16.
/// </summary>
public static class NpyReader
{
    private const int ChunkElements = 1 << 14;

    /// <summary>Per string: the reference, the array's header and length.</summary>
    private const int StringOverhead = 32;

    /// <summary>Reads one tensor, to the end of the stream, which need not be seekable.</summary>
    /// <param name="file">The file's name, for messages.</param>
    /// <param name="length">How many bytes the stream has left; null when a seekable stream tells itself, or nobody knows.</param>
    /// <exception cref="GraphRunException">
    /// The header is damaged or the elements are fewer or more than it says; checked before memory is taken where the length is known.
    /// </exception>
    public static Tensor Read(Stream stream, string file, long? length = null)
    {
        length ??= stream.CanSeek ? stream.Length - stream.Position : null;
        var header = NpyHeader.Read(stream, file);
        if (length is { } total)
            CheckLength(header, Math.Max(total - header.Length, 0), file);
        var tensor = header.Element.DType == DType.String ? ReadStrings(stream, header, file) : ReadNumbers(stream, header, file);
        return stream.ReadByte() < 0
            ? tensor
            : throw TensorFileErrors.Invalid(file, $"bytes behind the {header.PayloadLength} bytes that shape {header.Shape} takes");
    }

    /// <exception cref="GraphRunException">More or fewer bytes are there than the header says.</exception>
    internal static void CheckLength(NpyHeader header, long available, string file)
    {
        if (header.PayloadLength > (ulong)available)
            throw ElementBytes.Short(file, available, header.PayloadLength);
        if (header.PayloadLength < (ulong)available)
            throw TensorFileErrors.Invalid(file, $"shape {header.Shape} takes {header.PayloadLength} bytes, but {available} are there");
    }

    private static Tensor ReadNumbers(Stream stream, NpyHeader header, string file)
    {
        var tensor = TensorFileErrors.Allocate(file, header.Element.DType, header.Shape);
        if (header.IsFortranOrder && header.Shape.Rank > 1)
            Scatter(stream, tensor, file);
        else
            ElementBytes.Read(stream, tensor, file);
        if (header.Element.IsBigEndian)
            Reverse(tensor, header.Element.Unit);
        return tensor;
    }

    private static void Reverse(Tensor tensor, int unit)
    {
        const int Chunk = 1 << 20;
        for (var offset = 0L; offset < tensor.ByteCount; offset += Chunk)
            ElementBytes.ReverseEndianness(tensor.Bytes(offset, (int)Math.Min(Chunk, tensor.ByteCount - offset)), unit);
    }

    private static void Scatter(Stream stream, Tensor tensor, string file)
    {
        switch (tensor.DType.Size())
        {
            case 1:
                Scatter<byte>(stream, tensor, file);
                break;
            case 2:
                Scatter<ushort>(stream, tensor, file);
                break;
            case 4:
                Scatter<uint>(stream, tensor, file);
                break;
            case 8:
                Scatter<ulong>(stream, tensor, file);
                break;
            default:
                Scatter<UInt128>(stream, tensor, file);
                break;
        }
    }

    private static void Scatter<T>(Stream stream, Tensor tensor, string file)
        where T : unmanaged
    {
        var order = new FortranOrder(tensor.Shape);
        var buffer = new T[ChunkElements];
        var elements = tensor.Writable<T>();
        for (var done = 0; done < elements.Length;)
        {
            var chunk = buffer.AsSpan(0, Math.Min(ChunkElements, elements.Length - done));
            ReadChunk(stream, MemoryMarshal.AsBytes(chunk), (long)done * Unsafe.SizeOf<T>(), (ulong)tensor.ByteCount, file);
            foreach (var element in chunk)
                elements[order.Next()] = element;
            done += chunk.Length;
        }
    }

    private static Tensor ReadStrings(Stream stream, NpyHeader header, string file)
    {
        var needed = (UInt128)header.Shape.ElementCount * (uint)(header.Element.Size + StringOverhead);
        if (needed > (UInt128)MemoryLimit.MaxTensorBytes)
            throw TensorFileErrors.Limit(file, $"the strings need {needed} bytes of memory; {MemoryLimit.MaxTensorBytes} are allowed");
        var tensor = Tensor.Allocate(DType.String, header.Shape);
        var strings = tensor.Writable<byte[]>();
        var order = new FortranOrder(header.Shape);
        var buffer = new byte[header.Element.Size];
        for (var i = 0; i < strings.Length; i++)
        {
            ReadChunk(stream, buffer, (long)i * buffer.Length, header.PayloadLength, file);
            strings[header.IsFortranOrder ? order.Next() : i] = Decode(buffer, header.Element, file, i);
        }

        return tensor;
    }

    private static byte[] Decode(byte[] buffer, NpyElement element, string file, int index)
    {
        if (!element.IsUnicode)
            return buffer.AsSpan().TrimEnd((byte)0).ToArray();
        if (element.IsBigEndian)
            ElementBytes.ReverseEndianness(buffer, element.Unit);
        var text = new StringBuilder();
        foreach (var character in MemoryMarshal.Cast<byte, int>(buffer).TrimEnd(0))
        {
            if (!Rune.IsValid(character))
                throw TensorFileErrors.Invalid(file, $"element {index} has a character that is not Unicode: {character}");
            text.Append(new Rune(character).ToString());
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void ReadChunk(Stream stream, Span<byte> chunk, long before, UInt128 expected, string file)
    {
        var count = stream.ReadAtLeast(chunk, chunk.Length, throwOnEndOfStream: false);
        if (count < chunk.Length)
            throw ElementBytes.Short(file, before + count, expected);
    }
}
