namespace GraphRun.Formats.Images;

/// <summary>One of the planes of a JPEG image: brightness, or one of the two color differences.</summary>
internal sealed class JpegComponent(int identifier, int horizontal, int vertical, int quantization)
{
    public const int BlockSize = 8;

    public const int BlockLength = BlockSize * BlockSize;

    public int Identifier { get; } = identifier;

    /// <summary>Samples across, where the component with the most has <see cref="JpegFrame.Horizontal"/>.</summary>
    public int Horizontal { get; } = horizontal;

    /// <summary>Samples down, where the component with the most has <see cref="JpegFrame.Vertical"/>.</summary>
    public int Vertical { get; } = vertical;

    /// <summary>The number of the quantization table.</summary>
    public int Quantization { get; } = quantization;

    /// <summary>Blocks that hold samples of the image: what a scan of this component alone covers.</summary>
    public int Columns { get; private set; }

    public int Rows { get; private set; }

    /// <summary>Blocks in a row with those that fill up the last group of blocks.</summary>
    public int Stride { get; private set; }

    /// <summary>All coefficients, 64 for each block, in the order in which they are displayed.</summary>
    public short[] Coefficients { get; private set; } = [];

    /// <summary>The brightness that the next block's difference is added to.</summary>
    public int Predictor { get; set; }

    public void Lay(JpegFrame frame)
    {
        Columns = Blocks((long)frame.Width * Horizontal, frame.Horizontal);
        Rows = Blocks((long)frame.Height * Vertical, frame.Vertical);
        Stride = frame.GroupColumns * Horizontal;
        Coefficients = new short[(long)Stride * frame.GroupRows * Vertical * BlockLength];
    }

    public Span<short> Block(int row, int column) => Coefficients.AsSpan((row * Stride + column) * BlockLength, BlockLength);

    private static int Blocks(long samples, int factor) => (int)((samples + (factor * BlockSize) - 1) / (factor * BlockSize));
}
