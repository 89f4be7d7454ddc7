using System.Buffers.Binary;
using GraphRun.Formats.TensorFiles;

namespace GraphRun.Formats.Images;

/// <summary>What the IHDR chunk of a PNG file says.</summary>
/// <param name="BitDepth">Bits of a sample, or of a palette's index: 1, 2, 4, 8 or 16.</param>
/// <param name="ColorType">Bit 0: palette; bit 1: color; bit 2: alpha.</param>
internal readonly record struct PngHeader(int Width, int Height, int BitDepth, int ColorType, bool IsInterlaced)
{
    public const int Length = 13;

    /// <summary>The largest decoded image, in samples.</summary>
    public const long MaxSamples = 1 << 28;

    /// <summary>The chunk's data are 13 bytes.</summary>
    /// <exception cref="GraphRun.Errors.GraphRunException">Sizes that no image has, or a combination that PNG does not have.</exception>
    public static PngHeader Parse(ReadOnlySpan<byte> data, string file)
    {
        var (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(data), BinaryPrimitives.ReadUInt32BigEndian(data[4..]));
        if (width is 0 or > int.MaxValue || height is 0 or > int.MaxValue)
            throw TensorFileErrors.Invalid(file, $"IHDR: {width} x {height} is no size of an image");
        var header = new PngHeader((int)width, (int)height, data[8], data[9], data[12] == 1);
        if (!header.IsKnown || data[10] != 0 || data[11] != 0 || data[12] > 1)
        {
            throw TensorFileErrors.Invalid(
                file, $"IHDR: bit depth {data[8]}, color type {data[9]}, methods {data[10]} {data[11]} {data[12]} are no PNG");
        }

        return (long)width * height * header.Channels <= MaxSamples
            ? header
            : throw TensorFileErrors.Limit(file, $"IHDR: {width} x {height} pixels exceed the {MaxSamples} samples that are decoded");
    }

    public bool HasPalette => ColorType == 3;

    /// <summary>Samples of a pixel in the file.</summary>
    public int SamplesPerPixel => ColorType switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };

    /// <summary>Channels of the decoded image, if nothing makes a color transparent.</summary>
    public int Channels => HasPalette ? 3 : SamplesPerPixel;

    /// <summary>Bytes from a sample to the one of the pixel before, at least one: what filters look back.</summary>
    public int FilterDistance => Math.Max(1, SamplesPerPixel * BitDepth / 8);

    /// <summary>Bytes of a row of as many pixels, without its filter byte.</summary>
    public int RowLength(int pixels) => (int)(((long)pixels * SamplesPerPixel * BitDepth + 7) / 8);

    private bool IsKnown => ColorType switch
    {
        0 => BitDepth is 1 or 2 or 4 or 8 or 16,
        3 => BitDepth is 1 or 2 or 4 or 8,
        2 or 4 or 6 => BitDepth is 8 or 16,
        _ => false,
    };
}
