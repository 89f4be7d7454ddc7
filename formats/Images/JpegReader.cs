using System.Buffers.Binary;
using GraphRun.Errors;
using GraphRun.Formats.TensorFiles;
using GraphRun.Tensors;

namespace GraphRun.Formats.Images;

/// <summary>
/// Decodes JPEG files, baseline, extended and progressive with 8 bits a sample and Huffman codes, as uint8 [height, width, channels]
/// with 1 channel for gray and 3 for color. Other kinds (arithmetic codes, lossless, CMYK) are refused.
/// </summary>
/// <remarks>Format: ITU-T T.81; section numbers in this folder's comments are its.</remarks>
public sealed class JpegReader
{
    /// <summary>The largest decoded image, in samples; while it is decoded each takes four bytes.</summary>
    private const long MaxSamples = 1 << 27;

    private const int MaxScans = 200;
    private const int MaxTables = 4;

    private readonly string file;
    private readonly JpegBytes bytes;
    private readonly ushort[]?[] quantizations = new ushort[]?[MaxTables];
    private readonly JpegHuffman?[] directTables = new JpegHuffman?[MaxTables];
    private readonly JpegHuffman?[] alternatingTables = new JpegHuffman?[MaxTables];
    private JpegFrame? frame;
    private int restartInterval;
    private int scans;
    private int? colorTransform;

    private JpegReader(Stream stream, string file) => (this.file, bytes) = (file, new JpegBytes(stream, file));

    /// <summary>The bytes that every JPEG file begins with.</summary>
    internal static ReadOnlySpan<byte> Magic => [0xFF, 0xD8, 0xFF];

    /// <param name="file">The file's name, for messages.</param>
    /// <exception cref="GraphRunException">The file is damaged, of a kind that is not decoded, or too large.</exception>
    public static Tensor Read(Stream stream, string file) => new JpegReader(stream, file).Read();

    private Tensor Read()
    {
        bytes.NextMarker();
        if (bytes.Marker != 0xD8)
            throw TensorFileErrors.Invalid(file, "not a JPEG file");
        for (bytes.NextMarker(); bytes.Marker != 0xD9; bytes.NextMarker())
            ReadSegment();
        return frame is { } read && scans > 0 ? Compose(read) : throw bytes.Wrong("the file ends without an image");
    }

    private void ReadSegment()
    {
        var marker = bytes.Marker;
        var data = bytes.ReadSegment();
        switch (marker)
        {
            case 0xC0 or 0xC1 or 0xC2:
                ReadFrame(data, marker == 0xC2);
                break;
            case 0xC4:
                ReadHuffman(data);
                break;
            case >= 0xC3 and <= 0xCF:
                throw NotDecoded("lossless, hierarchical and arithmetic JPEG images");
            case 0xDA:
                ReadScan(data);
                break;
            case 0xDB:
                ReadQuantizations(data);
                break;
            case 0xDD:
                restartInterval = data.Length == 2
                    ? BinaryPrimitives.ReadUInt16BigEndian(data)
                    : throw bytes.Wrong("two bytes were expected");
                break;
            case 0xEE when data.AsSpan().StartsWith("Adobe"u8) && data.Length >= 12:
                colorTransform = data[11];
                break;
        }
    }

    private void ReadFrame(byte[] data, bool isProgressive)
    {
        if (frame is not null || data.Length < 6 || data.Length != 6 + 3 * data[5])
            throw bytes.Wrong("its length is wrong, or there are two");
        if (data[0] != 8 || data[5] is not (1 or 3))
            throw NotDecoded($"JPEG images of {data[5]} components with {data[0]} bits");
        var (height, width) = (BinaryPrimitives.ReadUInt16BigEndian(data.AsSpan(1)), BinaryPrimitives.ReadUInt16BigEndian(data.AsSpan(3)));
        if (width == 0 || height == 0)
            throw bytes.Wrong($"{width} x {height} is no size of an image");
        if ((long)width * height * data[5] > MaxSamples)
            throw TensorFileErrors.Limit(file, $"{width} x {height} pixels exceed the {MaxSamples} samples that are decoded");
        var components = new JpegComponent[data[5]];
        for (var i = 0; i < components.Length; i++)
            components[i] = ReadComponent(data.AsSpan(6 + 3 * i), components.Length == 1);
        frame = new JpegFrame(width, height, isProgressive, components);
    }

    /// <summary>The factors of a component that stands alone mean nothing (A.2.2).</summary>
    private JpegComponent ReadComponent(ReadOnlySpan<byte> data, bool isAlone)
    {
        var (horizontal, vertical) = (data[1] >> 4, data[1] & 15);
        if (horizontal is 0 or > 4 || vertical is 0 or > 4 || data[2] >= MaxTables)
            throw bytes.Wrong($"component {data[0]} has factors {horizontal} x {vertical} and table {data[2]}");
        return isAlone ? new JpegComponent(data[0], 1, 1, data[2]) : new JpegComponent(data[0], horizontal, vertical, data[2]);
    }

    private void ReadQuantizations(ReadOnlySpan<byte> data)
    {
        while (!data.IsEmpty)
        {
            var (isWide, number) = (data[0] >> 4 == 1, data[0] & 15);
            var length = 1 + JpegComponent.BlockLength * (isWide ? 2 : 1);
            if (number >= MaxTables || data[0] >> 4 > 1 || data.Length < length)
                throw bytes.Wrong("a table is cut off, or its number is wrong");
            var table = quantizations[number] = new ushort[JpegComponent.BlockLength];
            for (var i = 0; i < table.Length; i++)
                table[JpegScan.Places[i]] = isWide ? BinaryPrimitives.ReadUInt16BigEndian(data[(1 + 2 * i)..]) : data[1 + i];
            data = data[length..];
        }
    }

    private void ReadHuffman(ReadOnlySpan<byte> data)
    {
        while (!data.IsEmpty)
        {
            var number = data[0] & 15;
            if (number >= MaxTables || data[0] >> 4 > 1 || data.Length < 1 + JpegHuffman.MaxCodeLength)
                throw bytes.Wrong("a table is cut off, or its number is wrong");
            var counts = data.Slice(1, JpegHuffman.MaxCodeLength);
            var total = 0;
            foreach (var count in counts)
                total += count;
            var end = 1 + JpegHuffman.MaxCodeLength + total;
            if (data.Length < end || JpegHuffman.TryCreate(counts, data[(end - total)..end].ToArray()) is not { } table)
                throw bytes.Wrong("a table with more codes than there can be");
            (data[0] >> 4 == 0 ? directTables : alternatingTables)[number] = table;
            data = data[end..];
        }
    }

    private void ReadScan(byte[] data)
    {
        if (frame is null || data.Length < 1 || data.Length != 4 + 2 * data[0] || data[0] is 0 or > 4 || data[0] > frame.Components.Length)
            throw bytes.Wrong("its length is wrong, or it stands before the size of the image");
        if (++scans > MaxScans)
            throw TensorFileErrors.Limit(file, $"more than {MaxScans} scans");
        var rest = data.AsSpan(1 + 2 * data[0]);
        var (first, last, high, low) = frame.IsProgressive ? (rest[0], rest[1], rest[2] >> 4, rest[2] & 15) : (0, 63, 0, 0);
        var isSplit = frame.IsProgressive && (first == 0 ? last != 0 : data[0] != 1 || last < first || last > 63);
        if (isSplit || low > 13 || (high > 0 && high != low + 1))
            throw bytes.Wrong($"coefficients {first} to {last} of bits {high} to {low} cannot stand in one scan");
        var components = new (JpegComponent, JpegHuffman?, JpegHuffman?)[data[0]];
        for (var i = 0; i < components.Length; i++)
            components[i] = ScanComponent(data[1 + 2 * i], data[2 + 2 * i], first == 0 && high == 0, last > 0);
        new JpegScanReader(frame, new JpegScan(components, first, last, high, low), bytes, restartInterval).Read();
    }

    private (JpegComponent Component, JpegHuffman? Direct, JpegHuffman? Alternating) ScanComponent(
        int identifier, int tables, bool needsDirect, bool needsAlternating)
    {
        var component = Array.Find(frame!.Components, candidate => candidate.Identifier == identifier)
            ?? throw bytes.Wrong($"component {identifier} is none of the image's");
        var (direct, alternating) = (tables >> 4, tables & 15);
        if (direct >= MaxTables || alternating >= MaxTables
            || (needsDirect && directTables[direct] is null) || (needsAlternating && alternatingTables[alternating] is null))
        {
            throw bytes.Wrong($"component {identifier} has Huffman tables {direct} and {alternating}, which are not there");
        }

        return (component, directTables[direct], alternatingTables[alternating]);
    }

    private GraphRunException NotDecoded(string kind) => TensorFileErrors.Invalid(file, $"{kind} are not decoded", "convert it to PNG");

    private Tensor Compose(JpegFrame read)
    {
        var planes = new byte[read.Components.Length][];
        for (var i = 0; i < planes.Length; i++)
        {
            var table = quantizations[read.Components[i].Quantization]
                ?? throw TensorFileErrors.Invalid(file, $"quantization table {read.Components[i].Quantization} is missing");
            planes[i] = JpegTransform.Samples(read.Components[i], table);
        }

        var image = TensorFileErrors.Allocate(file, DType.UInt8, Shape.Of(read.Height, read.Width, planes.Length));
        JpegColors.Compose(read, planes, IsDifferences(read), image);
        return image;
    }

    /// <summary>Adobe's segment says it; without one, only components that are called R, G and B are red, green and blue.</summary>
    private bool IsDifferences(JpegFrame read) => colorTransform is { } transform
        ? transform != 0
        : !read.Components.Select(component => component.Identifier).SequenceEqual("RGB".Select(letter => (int)letter));
}
