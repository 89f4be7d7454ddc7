using System.Buffers.Binary;
using System.IO.Compression;
using GraphRun.Errors;
using GraphRun.Formats.TensorFiles;
using GraphRun.Tensors;

namespace GraphRun.Formats.Images;

/// <summary>
/// Encodes an image as PNG with 8 bits a sample: uint8 as it is, floats from 0 to 1 times 255 and rounded to even, values outside cut
/// off. Each row has the filter that leaves the smallest differences.
/// </summary>
public static class PngWriter
{
    private const int ChunkLength = 1 << 16;

    /// <param name="image">[height, width], or [height, width, channels] with 1 to 4 channels; uint8 or floating.</param>
    /// <exception cref="GraphRunException">Another dtype or shape, or no pixels at all.</exception>
    public static void Write(Tensor image, Stream stream)
    {
        var channels = image.Rank == 3 ? image.Shape[2] : 1;
        var isImage = image.Rank is 2 or 3 && channels is >= 1 and <= 4 && image.ElementCount > 0;
        if (!isImage || !(image.DType == DType.UInt8 || image.DType.IsFloating()))
        {
            throw new GraphRunException(
                ErrorCode.UnprintableValue,
                $"{image} is no image: PNG takes uint8 or floats of [height, width] or [height, width, 1 to 4]");
        }

        stream.Write(PngReader.Magic);
        WriteHeader(stream, (int)image.Shape[1], (int)image.Shape[0], (int)channels);
        WriteData(stream, image, (int)channels);
        WriteChunk(stream, "IEND"u8, []);
    }

    private static void WriteHeader(Stream stream, int width, int height, int channels)
    {
        Span<byte> data = stackalloc byte[PngHeader.Length];
        data.Clear();
        BinaryPrimitives.WriteInt32BigEndian(data, width);
        BinaryPrimitives.WriteInt32BigEndian(data[4..], height);
        data[8] = 8;
        data[9] = (byte)(channels switch { 1 => 0, 2 => 4, 3 => 2, _ => 6 });
        WriteChunk(stream, "IHDR"u8, data);
    }

    private static void WriteData(Stream stream, Tensor image, int channels)
    {
        var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
            WriteRows(zlib, image, (int)image.Shape[1] * channels, channels);
        var data = compressed.GetBuffer().AsSpan(0, (int)compressed.Length);
        for (; data.Length > ChunkLength; data = data[ChunkLength..])
            WriteChunk(stream, "IDAT"u8, data[..ChunkLength]);
        WriteChunk(stream, "IDAT"u8, data);
    }

    private static void WriteRows(Stream zlib, Tensor image, int length, int channels)
    {
        var (current, above) = (new byte[length], new byte[length]);
        var (candidate, best) = (new byte[length], new byte[1 + length]);
        for (var start = 0; start < image.ElementCount; start += length)
        {
            ImageSamples.Read(image, start, current);
            var smallest = long.MaxValue;
            for (var filter = 0; filter < PngFilter.Count; filter++)
            {
                PngFilter.Apply(filter, current, above, channels, candidate);
                if (Difference(candidate) is var difference && difference >= smallest)
                    continue;
                smallest = difference;
                best[0] = (byte)filter;
                candidate.CopyTo(best, 1);
            }

            zlib.Write(best);
            (current, above) = (above, current);
        }
    }

    /// <summary>The sum of the distances from 0, bytes taken as signed.</summary>
    private static long Difference(ReadOnlySpan<byte> row)
    {
        var sum = 0L;
        foreach (var value in row)
            sum += value < 128 ? value : 256 - value;
        return sum;
    }

    private static void WriteChunk(Stream stream, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        stream.Write(number);
        stream.Write(type);
        stream.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.Append(Crc32.Append(0, type), data));
        stream.Write(number);
    }
}
