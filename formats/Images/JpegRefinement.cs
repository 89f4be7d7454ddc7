namespace GraphRun.Formats.Images;

/// <summary>
/// Reads one more bit of coefficients of which earlier scans gave the upper bits, and those that begin with this bit (G.1.2.3).
/// </summary>
internal readonly ref struct JpegRefinement(JpegBits bits, JpegScan scan, JpegBytes bytes)
{
    public void Read(Span<short> block, JpegHuffman table, ref int emptyBlocks)
    {
        var i = Math.Max(scan.First, 1);
        if (emptyBlocks == 0)
            i = ReadCodes(block, table, i, ref emptyBlocks);
        if (emptyBlocks == 0)
            return;
        Pass(block, i, -1);
        emptyBlocks--;
    }

    /// <summary>
    /// Reads codes to the end of the block, or to the one that says that nothing begins any more; returns where that was.
    /// </summary>
    private int ReadCodes(Span<short> block, JpegHuffman table, int i, ref int emptyBlocks)
    {
        while (i <= scan.Last)
        {
            var code = table.Read(bits);
            var (zeros, length) = (code >> 4, code & 15);
            if (code < 0 || length > 1)
                throw bytes.Wrong("a code that the Huffman table has not");
            if (length == 0 && zeros < 15)
            {
                emptyBlocks = (1 << zeros) + bits.Read(zeros);
                return i;
            }

            var value = length == 0 ? 0 : bits.Read(1) == 1 ? 1 << scan.Low : -1 << scan.Low;
            i = Pass(block, i, zeros);
            if (value != 0 && i > scan.Last)
                throw bytes.Wrong("more coefficients than a block has");
            if (value != 0)
                block[JpegScan.Places[i]] = (short)value;
            i++;
        }

        return i;
    }

    /// <summary>
    /// Reads a bit for each coefficient that has begun, until as many that have not are passed; returns the place of the next.
    /// </summary>
    private int Pass(Span<short> block, int i, int zeros)
    {
        for (; i <= scan.Last; i++)
        {
            ref var coefficient = ref block[JpegScan.Places[i]];
            if (coefficient == 0)
            {
                if (zeros-- == 0)
                    break;
            }
            else if (bits.Read(1) == 1 && ((coefficient >> scan.Low) & 1) == 0)
            {
                coefficient += (short)(coefficient > 0 ? 1 << scan.Low : -1 << scan.Low);
            }
        }

        return i;
    }
}
