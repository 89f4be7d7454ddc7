using System.IO.Compression;
using GraphRun.Errors;
using GraphRun.Formats.TensorFiles;
using GraphRun.Tensors;

namespace GraphRun.Formats.Images;

/// <summary>
/// Decodes PNG files: every bit depth and color type, interlaced or not, as uint8 [height, width, channels], as TensorFlow's
/// <c>decode_png</c> does: gray has 1 channel, gray with alpha 2, color 3, color with alpha 4; of 16 bits the upper 8 are kept.
/// </summary>
public static class PngReader
{
    /// <summary>The eight bytes that every PNG file begins with.</summary>
    internal static ReadOnlySpan<byte> Magic => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <param name="file">The file's name, for messages.</param>
    /// <exception cref="GraphRunException">The file is damaged, with the chunk's name; or the image is too large to be decoded.</exception>
    public static Tensor Read(Stream stream, string file)
    {
        Span<byte> magic = stackalloc byte[Magic.Length];
        if (stream.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) < magic.Length || !magic.SequenceEqual(Magic))
            throw TensorFileErrors.Invalid(file, "not a PNG file");
        var chunks = new PngChunks(stream, file);
        var header = ReadHeader(chunks, file);
        var palette = ReadToData(chunks, header);
        var image = TensorFileErrors.Allocate(
            file, DType.UInt8, Shape.Of(header.Height, header.Width, header.Channels + (palette.HasTransparency ? 1 : 0)));
        ReadData(chunks, new PngRows(header, palette, image));
        while (chunks.Type != "IEND")
        {
            PassOver(chunks);
            chunks.Next();
        }

        chunks.Skip();
        return image;
    }

    private static PngHeader ReadHeader(PngChunks chunks, string file)
    {
        chunks.Next();
        if (chunks.Type != "IHDR" || chunks.Remaining != PngHeader.Length)
            throw chunks.Wrong("the first chunk must be IHDR with 13 bytes");
        return PngHeader.Parse(chunks.ReadToEnd(PngHeader.Length), file);
    }

    /// <summary>Reads up to the first IDAT chunk.</summary>
    private static PngPalette ReadToData(PngChunks chunks, PngHeader header)
    {
        var palette = new PngPalette();
        for (chunks.Next(); chunks.Type != "IDAT"; chunks.Next())
        {
            if (chunks.Type is "PLTE" or "tRNS")
                palette.Read(chunks, header);
            else
                PassOver(chunks);
        }

        palette.Check(chunks, header);
        return palette;
    }

    private static void PassOver(PngChunks chunks)
    {
        if (!chunks.IsAncillary)
            throw chunks.Wrong("it must not stand here, or is not known");
        chunks.Skip();
    }

    private static void ReadData(PngChunks chunks, PngRows rows)
    {
        try
        {
            using var data = new PngDataStream(chunks);
            using var inflated = new ZLibStream(data, CompressionMode.Decompress, leaveOpen: true);
            if (rows.Read(inflated) is { } problem)
                throw chunks.Wrong(problem);
            if (inflated.ReadByte() >= 0)
                throw chunks.Wrong("more data than the image has pixels");
            while (data.ReadByte() >= 0)
            {
            }
        }
        catch (InvalidDataException)
        {
            throw chunks.Wrong("the compressed data are damaged");
        }
    }
}
