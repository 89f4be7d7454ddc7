using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using GraphRun.Errors;
using GraphRun.Formats.Images;
using GraphRun.Formats.TensorFiles;
using GraphRun.Tensors;
using GraphRun.Tests.Formats.TensorFiles;
using Xunit;

namespace GraphRun.Tests.Formats.Images;

public class PngTests
{
    private static readonly string folder = Path.Combine(Path.GetDirectoryName(SourcePath())!, "Fixtures");

    private static Tensor Read(byte[] bytes) => PngReader.Read(new MemoryStream(bytes), "a.png");

    private static byte[] BytesOf(string fixture) => File.ReadAllBytes(Path.Combine(folder, fixture));

    private static byte[] Write(Tensor image)
    {
        var stream = new MemoryStream();
        PngWriter.Write(image, stream);
        return stream.ToArray();
    }

    /// <summary>A file of these chunks, each with its right CRC.</summary>
    private static byte[] Chunks(params (string Type, byte[] Data)[] chunks)
    {
        var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        foreach (var (type, data) in chunks)
        {
            byte[] body = [.. System.Text.Encoding.Latin1.GetBytes(type), .. data];
            var number = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
            file.Write(number);
            file.Write(body);
            BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.Append(0, body));
            file.Write(number);
        }

        return file.ToArray();
    }

    private static (string Type, byte[] Data) Header(int width, int height, byte depth = 8, byte color = 0, byte interlace = 0)
    {
        var data = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(data, width);
        BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(4), height);
        (data[8], data[9], data[12]) = (depth, color, interlace);
        return ("IHDR", data);
    }

    private static (string Type, byte[] Data) Data(params byte[] rows)
    {
        var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Fastest))
            zlib.Write(rows);
        return ("IDAT", compressed.ToArray());
    }

    private static void Fails(string message, byte[] file, ErrorCode code = ErrorCode.InvalidTensorFile) =>
        Fixture.Fails(code, "a.png: " + message, () => Read(file));

    public static TheoryData<string> Fixtures() =>
        [.. Directory.EnumerateFiles(folder, "*.png").Select(file => Path.GetFileNameWithoutExtension(file)).Order()];

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void Every_kind_of_image_is_decoded(string name)
    {
        using var expected = File.OpenRead(Path.Combine(folder, name + ".npy"));
        Fixture.Same(NpyReader.Read(expected, name), Read(BytesOf(name + ".png")));
    }

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void What_is_written_is_read_back(string name)
    {
        var image = Read(BytesOf(name + ".png"));
        Fixture.Same(image, Read(Write(image)));
    }

    [Fact]
    public void Floats_from_0_to_1_are_written_as_bytes() => Assert.Equal(
        [0, 128, 255, 255, 0, 0],
        Fixture.BytesOf(Read(Write(Tensor.Of<float>(Shape.Of(2, 3), [0, 0.5f, 1, 2, -1, float.NaN])))).ToArray());

    [Fact]
    public void What_is_no_image_is_not_written()
    {
        Fixture.Fails(ErrorCode.UnprintableValue, "int32[2,2] is no image", () => Write(Tensor.Allocate(DType.Int32, Shape.Of(2, 2))));
        Fixture.Fails(ErrorCode.UnprintableValue, "uint8[2,2,5] is no image", () => Write(Tensor.Allocate(DType.UInt8, Shape.Of(2, 2, 5))));
        Fixture.Fails(ErrorCode.UnprintableValue, "uint8[0,2] is no image", () => Write(Tensor.Allocate(DType.UInt8, Shape.Of(0, 2))));
    }

    [Fact]
    public void Sizes_beyond_the_limit_are_refused_before_anything_is_inflated() => Fails(
        "IHDR: 65535 x 65535 pixels exceed", Chunks(Header(65535, 65535), Data(0), ("IEND", [])), ErrorCode.LimitExceeded);

    [Fact]
    public void A_wrong_CRC_is_refused_with_its_chunk()
    {
        var file = BytesOf("rgb8.png");
        file[30] ^= 1;
        Fails("chunk IHDR: its CRC is", file);
        file = BytesOf("rgb8.png");
        file[^14] ^= 1;
        Fails("chunk IDAT: its CRC is", file);
    }

    [Fact]
    public void Chunks_that_are_no_PNG_are_refused()
    {
        Fails("not a PNG file", [1, 2, 3]);
        Fails("IHDR: 0 x 1 is no size of an image", Chunks(Header(0, 1)));
        Fails("IHDR: bit depth 3, color type 0", Chunks(Header(1, 1, depth: 3)));
        Fails("IHDR: bit depth 8, color type 5", Chunks(Header(1, 1, color: 5)));
        Fails("IHDR: bit depth 4, color type 2", Chunks(Header(1, 1, depth: 4, color: 2)));
        Fails("IHDR: bit depth 8, color type 0, methods 0 0 2", Chunks(Header(1, 1, interlace: 2)));
        Fails("chunk tEXt: the first chunk must be IHDR", Chunks(("tEXt", [])));
        Fails("chunk IDAT: the palette, PLTE, is missing", Chunks(Header(1, 1, color: 3), Data(0, 0)));
        Fails("chunk PLTE: 4 bytes are no palette", Chunks(Header(1, 1, color: 3), ("PLTE", new byte[4])));
        Fails("chunk PLTE: 771 bytes, of which at most 768", Chunks(Header(1, 1, color: 3), ("PLTE", new byte[771])));
        Fails("chunk tRNS: 3 bytes do not fit color type 0", Chunks(Header(1, 1), ("tRNS", new byte[3])));
        Fails("chunk ABCD: it must not stand here, or is not known", Chunks(Header(1, 1), ("ABCD", [])));
    }

    [Fact]
    public void Data_that_are_no_rows_are_refused()
    {
        Fails("chunk IDAT: the data end in row 1 of 2", Chunks(Header(1, 2), Data(0, 1), ("IEND", [])));
        Fails("chunk IDAT: more data than the image has pixels", Chunks(Header(1, 1), Data(0, 1, 0, 1), ("IEND", [])));
        Fails("chunk IDAT: row 0 has the unknown filter 5", Chunks(Header(1, 1), Data(5, 1), ("IEND", [])));
        Fails("chunk IDAT: the compressed data are damaged", Chunks(Header(1, 1), ("IDAT", [0x78, 0x9c, 0xff, 0xff, 0xff]), ("IEND", [])));
        Fails(
            "chunk IDAT: row 0 has a color that the palette has not",
            Chunks(Header(1, 1, color: 3), ("PLTE", new byte[3]), Data(0, 1), ("IEND", [])));
    }

    [Theory]
    [InlineData("rgb8")]
    [InlineData("interlaced_3x2")]
    public void Every_truncation_is_refused(string name)
    {
        var file = BytesOf(name + ".png");
        for (var length = 0; length < file.Length; length++)
            Assert.Throws<GraphRunException>(() => Read(file[..length]));
    }

    [Fact]
    public void Every_flipped_byte_is_found()
    {
        var file = BytesOf("palette8_transparent.png");
        for (var i = 0; i < file.Length; i++)
        {
            var damaged = file.ToArray();
            damaged[i] ^= 0x55;
            Assert.Throws<GraphRunException>(() => Read(damaged));
        }
    }

    private static string SourcePath([CallerFilePath] string path = "") => path;
}
