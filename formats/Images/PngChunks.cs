using System.Buffers.Binary;
using System.Text;
using GraphRun.Errors;
using GraphRun.Formats.Documents;
using GraphRun.Formats.TensorFiles;

namespace GraphRun.Formats.Images;

/// <summary>Reads the chunks of a PNG file one after the other and checks the CRC of each.</summary>
internal sealed class PngChunks(Stream stream, string file)
{
    private uint crc;

    /// <summary>The name of the chunk, four letters.</summary>
    public string Type { get; private set; } = "";

    /// <summary>The bytes of the chunk's data that have not been read.</summary>
    public int Remaining { get; private set; }

    /// <summary>A chunk that a reader may pass over.</summary>
    public bool IsAncillary => char.IsAsciiLetterLower(Type[0]);

    /// <summary>Steps to the next chunk; the one before must have been read to its end.</summary>
    public void Next()
    {
        Span<byte> start = stackalloc byte[8];
        ReadFully(start, "the next chunk");
        var length = BinaryPrimitives.ReadUInt32BigEndian(start);
        Type = Encoding.Latin1.GetString(start[4..]);
        if (length > int.MaxValue)
            throw Wrong($"a length of {length}");
        Remaining = (int)length;
        crc = Crc32.Append(0, start[4..]);
    }

    /// <summary>Reads up to as many bytes of the chunk's data as there are.</summary>
    public int Read(Span<byte> buffer)
    {
        var part = buffer[..Math.Min(buffer.Length, Remaining)];
        ReadFully(part, Type);
        crc = Crc32.Append(crc, part);
        Remaining -= part.Length;
        return part.Length;
    }

    /// <summary>Reads the chunk's data and its CRC.</summary>
    /// <param name="most">The most bytes that the chunk may have.</param>
    public byte[] ReadToEnd(int most)
    {
        if (Remaining > most)
            throw Wrong($"{Remaining} bytes, of which at most {most} are allowed");
        var data = new byte[Remaining];
        Read(data);
        CheckCrc();
        return data;
    }

    /// <summary>Passes over what is left of the chunk's data, and reads its CRC.</summary>
    public void Skip()
    {
        var buffer = new byte[Math.Min(Remaining, 1 << 16)];
        while (Remaining > 0)
            Read(buffer);
        CheckCrc();
    }

    /// <summary>Reads the CRC behind the data.</summary>
    public void CheckCrc()
    {
        Span<byte> bytes = stackalloc byte[4];
        ReadFully(bytes, Type);
        var expected = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        if (expected != crc)
            throw Wrong($"its CRC is {crc:x8}, but the file says {expected:x8}");
    }

    public GraphRunException Wrong(string what) => TensorFileErrors.Invalid(file, $"chunk {Printable.Text(Type)}: {what}");

    private void ReadFully(Span<byte> buffer, string what)
    {
        if (stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false) < buffer.Length)
            throw TensorFileErrors.Invalid(file, $"the PNG file ends within {Printable.Text(what)}");
    }
}
