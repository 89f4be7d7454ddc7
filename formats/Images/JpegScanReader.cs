namespace GraphRun.Formats.Images;

/// <summary>Reads the blocks of a scan: block by block of one component, or group by group of several (A.2, F.2, G.2).</summary>
internal sealed class JpegScanReader(JpegFrame frame, JpegScan scan, JpegBytes bytes, int restartInterval)
{
    private const int FirstRestart = 0xD0;
    private const int Restarts = 8;

    private readonly JpegBits bits = new(bytes);
    private int groups;
    private int nextRestart;
    private int emptyBlocks;

    public void Read()
    {
        Restart();
        if (scan.Components is [var (only, direct, alternating)])
        {
            for (var i = 0; i < only.Rows * only.Columns; i++)
            {
                BeginGroup();
                ReadBlock(only, direct, alternating, i / only.Columns, i % only.Columns);
            }
        }
        else
        {
            for (var i = 0; i < frame.GroupRows * frame.GroupColumns; i++)
            {
                BeginGroup();
                ReadGroup(i / frame.GroupColumns, i % frame.GroupColumns);
            }
        }

        if (bits.IsExhausted)
            throw bytes.Wrong("the data end before the image does");
        bytes.SkipData();
    }

    private void ReadGroup(int groupRow, int groupColumn)
    {
        foreach (var (component, direct, alternating) in scan.Components)
        {
            for (var row = 0; row < component.Vertical; row++)
            {
                for (var column = 0; column < component.Horizontal; column++)
                {
                    ReadBlock(
                        component, direct, alternating, groupRow * component.Vertical + row, groupColumn * component.Horizontal + column);
                }
            }
        }
    }

    private void BeginGroup()
    {
        var isRestart = restartInterval > 0 && groups > 0 && groups % restartInterval == 0;
        groups++;
        if (isRestart)
        {
            if (bits.IsExhausted || !bytes.TryPass(FirstRestart + nextRestart))
                throw bytes.Wrong($"restart marker RST{nextRestart} was expected");
            nextRestart = (nextRestart + 1) % Restarts;
            Restart();
        }
        else if (bits.IsExhausted)
        {
            throw bytes.Wrong("the data end before the image does");
        }
    }

    private void Restart()
    {
        bits.Align();
        emptyBlocks = 0;
        foreach (var (component, _, _) in scan.Components)
            component.Predictor = 0;
    }

    private void ReadBlock(JpegComponent component, JpegHuffman? direct, JpegHuffman? alternating, int row, int column)
    {
        var block = component.Block(row, column);
        if (scan.First == 0 && scan.High == 0)
            ReadDirect(component, block, direct);
        else if (scan.First == 0)
            block[0] |= (short)(bits.Read(1) << scan.Low);
        if (scan.Last == 0)
            return;
        if (scan.High == 0)
            ReadAlternating(block, alternating);
        else
            new JpegRefinement(bits, scan, bytes).Read(block, alternating!, ref emptyBlocks);
    }

    private void ReadDirect(JpegComponent component, Span<short> block, JpegHuffman? table)
    {
        var length = table!.Read(bits);
        if (length is < 0 or > 16)
            throw bytes.Wrong("a code that the Huffman table has not");
        component.Predictor += bits.ReadSigned(length);
        block[0] = (short)(component.Predictor << scan.Low);
    }

    /// <summary>
    /// Each code says how many coefficients are 0 and how many bits the next one has, or that this and some more blocks are done.
    /// </summary>
    private void ReadAlternating(Span<short> block, JpegHuffman? table)
    {
        if (emptyBlocks > 0)
        {
            emptyBlocks--;
            return;
        }

        for (var i = Math.Max(scan.First, 1); i <= scan.Last; i++)
        {
            var code = table!.Read(bits);
            if (code < 0)
                throw bytes.Wrong("a code that the Huffman table has not");
            var (zeros, length) = (code >> 4, code & 15);
            if (length == 0 && zeros < 15)
            {
                emptyBlocks = (1 << zeros) - 1 + bits.Read(zeros);
                return;
            }

            i += zeros;
            if (i > scan.Last)
                throw bytes.Wrong("more coefficients than a block has");
            block[JpegScan.Places[i]] = (short)(bits.ReadSigned(length) << scan.Low);
        }
    }
}
