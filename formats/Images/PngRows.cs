using GraphRun.Tensors;

namespace GraphRun.Formats.Images;

/// <summary>Puts the rows that come out of a PNG file's compressed data into the image, pass by pass.</summary>
internal sealed class PngRows(PngHeader header, PngPalette palette, Tensor image)
{
    private readonly int channels = (int)image.Shape[2];

    /// <summary>Reads every row; returns null, or what is wrong with the data.</summary>
    public string? Read(Stream inflated)
    {
        foreach (var pass in PngPass.Of(header))
        {
            var columns = pass.Columns(header);
            if (columns > 0 && ReadPass(inflated, pass, columns) is { } problem)
                return problem;
        }

        return null;
    }

    private string? ReadPass(Stream inflated, PngPass pass, int columns)
    {
        var length = header.RowLength(columns);
        var (current, above) = (new byte[1 + length], new byte[1 + length]);
        for (var row = pass.FirstRow; row < header.Height; row += pass.RowStep)
        {
            if (inflated.ReadAtLeast(current, current.Length, throwOnEndOfStream: false) < current.Length)
                return $"the data end in row {row} of {header.Height}";
            if (!PngFilter.Undo(current[0], current.AsSpan(1), above.AsSpan(1), header.FilterDistance))
                return $"row {row} has the unknown filter {current[0]}";
            if (!PutRow(current.AsSpan(1), pass, row, columns))
                return $"row {row} has a color that the palette has not";
            (current, above) = (above, current);
        }

        return null;
    }

    private bool PutRow(ReadOnlySpan<byte> data, PngPass pass, int row, int columns)
    {
        var pixels = image.Writable<byte>()[(int)((long)row * header.Width * channels)..];
        if (header is { BitDepth: 8, HasPalette: false } && pass.ColumnStep == 1 && !palette.HasTransparency)
        {
            data.CopyTo(pixels);
            return true;
        }

        Span<int> samples = stackalloc int[header.SamplesPerPixel];
        for (var i = 0; i < columns; i++)
        {
            for (var s = 0; s < samples.Length; s++)
                samples[s] = Sample(data, i * samples.Length + s);
            if (!PutPixel(samples, pixels.Slice((pass.FirstColumn + i * pass.ColumnStep) * channels, channels)))
                return false;
        }

        return true;
    }

    private int Sample(ReadOnlySpan<byte> data, int index)
    {
        if (header.BitDepth == 16)
            return (data[2 * index] << 8) | data[2 * index + 1];
        var bit = (long)index * header.BitDepth;
        return (data[(int)(bit / 8)] >> (8 - header.BitDepth - (int)(bit % 8))) & ((1 << header.BitDepth) - 1);
    }

    private bool PutPixel(ReadOnlySpan<int> samples, Span<byte> pixel)
    {
        if (header.HasPalette)
            return palette.TryColor(samples[0], pixel);
        for (var i = 0; i < samples.Length; i++)
            pixel[i] = (byte)(header.BitDepth == 16 ? samples[i] >> 8 : samples[i] * 255 / ((1 << header.BitDepth) - 1));
        if (palette.HasTransparency)
            pixel[^1] = palette.IsTransparent(samples) ? (byte)0 : (byte)255;
        return true;
    }
}
