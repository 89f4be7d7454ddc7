using GraphRun.Errors;

namespace GraphRun.Formats.Images;

/// <summary>What the PLTE and tRNS chunks say: the colors of a palette, and what is transparent.</summary>
internal sealed class PngPalette
{
    private byte[]? colors;
    private byte[]? transparency;

    /// <summary>Whether pixels get an alpha channel because the file says what is transparent.</summary>
    public bool HasTransparency => transparency is not null;

    /// <summary>Reads a PLTE or tRNS chunk.</summary>
    public void Read(PngChunks chunks, PngHeader header)
    {
        if (chunks.Type == "PLTE")
            ReadColors(chunks);
        else
            ReadTransparency(chunks, header);
    }

    /// <exception cref="GraphRunException">An image of indices without colors.</exception>
    public void Check(PngChunks chunks, PngHeader header)
    {
        if (header.HasPalette && colors is null)
            throw chunks.Wrong("the palette, PLTE, is missing before it");
    }

    /// <summary>Puts the color of an index, and its alpha where there is one; false when the palette does not have it.</summary>
    public bool TryColor(int index, Span<byte> pixel)
    {
        if (3 * index >= colors!.Length)
            return false;
        colors.AsSpan(3 * index, 3).CopyTo(pixel);
        if (pixel.Length > 3)
            pixel[3] = index < transparency!.Length ? transparency[index] : (byte)255;
        return true;
    }

    /// <summary>Whether the samples of a gray or RGB pixel are those that the file calls transparent.</summary>
    public bool IsTransparent(ReadOnlySpan<int> samples)
    {
        for (var i = 0; i < samples.Length; i++)
        {
            if (samples[i] != ((transparency![2 * i] << 8) | transparency[2 * i + 1]))
                return false;
        }

        return true;
    }

    private void ReadColors(PngChunks chunks)
    {
        if (colors is not null || chunks.Remaining is 0 || chunks.Remaining % 3 != 0)
            throw chunks.Wrong($"{chunks.Remaining} bytes are no palette, or there are two");
        colors = chunks.ReadToEnd(3 * 256);
    }

    private void ReadTransparency(PngChunks chunks, PngHeader header)
    {
        int? needed = header.ColorType switch { 0 => 2, 2 => 6, 3 => null, _ => 0 };
        if (transparency is not null || chunks.Remaining == 0 || (needed ?? chunks.Remaining) != chunks.Remaining)
            throw chunks.Wrong($"{chunks.Remaining} bytes do not fit color type {header.ColorType}, or there are two");
        transparency = chunks.ReadToEnd(256);
    }
}
