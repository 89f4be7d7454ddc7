namespace GraphRun.Formats.Images;

/// <summary>What the SOF segment of a JPEG file says: the size of the image and its components.</summary>
internal sealed class JpegFrame
{
    public JpegFrame(int width, int height, bool isProgressive, JpegComponent[] components)
    {
        (Width, Height, IsProgressive, Components) = (width, height, isProgressive, components);
        Horizontal = components.Max(component => component.Horizontal);
        Vertical = components.Max(component => component.Vertical);
        GroupColumns = Groups(width, Horizontal);
        GroupRows = Groups(height, Vertical);
        foreach (var component in components)
            component.Lay(this);
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>The coefficients come in several scans, each of which adds bits or frequencies.</summary>
    public bool IsProgressive { get; }

    public JpegComponent[] Components { get; }

    public int Horizontal { get; }

    public int Vertical { get; }

    /// <summary>Groups of blocks (MCUs) in a row: those blocks of all components that cover the same pixels.</summary>
    public int GroupColumns { get; }

    public int GroupRows { get; }

    private static int Groups(int pixels, int factor)
    {
        var size = factor * JpegComponent.BlockSize;
        return (pixels + size - 1) / size;
    }
}
