using System.Runtime.CompilerServices;
using GraphRun.Errors;
using GraphRun.Formats.Images;
using GraphRun.Formats.TensorFiles;
using GraphRun.Tensors;
using GraphRun.Tests.Formats.TensorFiles;
using Xunit;

namespace GraphRun.Tests.Formats.Images;

public class JpegTests
{
    private static readonly string folder = Path.Combine(Path.GetDirectoryName(SourcePath())!, "Fixtures");

    private static Tensor Read(byte[] bytes) => JpegReader.Read(new MemoryStream(bytes), "a.jpg");

    private static byte[] BytesOf(string fixture) => File.ReadAllBytes(Path.Combine(folder, fixture));

    private static void Fails(string message, byte[] file, ErrorCode code = ErrorCode.InvalidTensorFile) =>
        Fixture.Fails(code, "a.jpg: " + message, () => Read(file));

    private static byte[] Segment(byte marker, params byte[] data) =>
        [0xFF, marker, (byte)((data.Length + 2) >> 8), (byte)(data.Length + 2), .. data];

    /// <summary>A gray image of blocks in a row: code 0 is no difference, code 10 one of three bits; then code 0 ends the block.</summary>
    private static byte[] Gray(int width, byte[] data, byte[]? restart = null, byte sof = 0xC0, int height = 8) =>
    [
        0xFF, 0xD8, .. Segment(0xDB, [0, .. Enumerable.Repeat((byte)8, 64)]),
        .. Segment(sof, 8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, 1, 1, 0x11, 0),
        .. Segment(0xC4, [0x00, 1, 1, .. new byte[14], 0, 3, 0x10, 1, .. new byte[15], 0]),
        .. restart ?? [], .. Segment(0xDA, 1, 1, 0x00, 0, 63, 0), .. data, 0xFF, 0xD9,
    ];

    public static TheoryData<string> Fixtures() =>
        [.. Directory.EnumerateFiles(folder, "*.jpg").Select(file => Path.GetFileNameWithoutExtension(file)).Order()];

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void Every_pixel_is_what_libjpeg_gives_it_or_beside_it(string name)
    {
        using var file = File.OpenRead(Path.Combine(folder, name + ".npy"));
        var expected = NpyReader.Read(file, name);
        var actual = Read(BytesOf(name + ".jpg"));
        Assert.Equal(expected.ToString(), actual.ToString());
        var (left, right) = (expected.Values<byte>().ToArray(), actual.Values<byte>().ToArray());
        var differences = left.Zip(right, (one, other) => Math.Abs(one - other)).ToArray();
        Assert.InRange(differences.Max(), 0, 3);
        Assert.InRange(differences.Average(), 0, 0.1);
    }

    [Fact]
    public void A_difference_of_brightness_adds_up_over_blocks()
    {
        // A first coefficient of 7 times 8 is a block of 7 above the middle, 128: bits 10 111 0, 0 0, 10 010 0.
        var pixels = Read(Gray(24, [0b10111000, 0b10010011])).Values<byte>();
        Assert.Equal([135, 135, 130], [pixels[0], pixels[8], pixels[16]]);
    }

    [Fact]
    public void A_restart_begins_anew()
    {
        var data = new byte[] { 0b10111011, 0xFF, 0xD0, 0b10111011, 0xFF, 0xD1, 0b00111111 };
        var pixels = Read(Gray(24, data, Segment(0xDD, 0, 1))).Values<byte>();
        Assert.Equal([135, 135, 128], [pixels[0], pixels[8], pixels[16]]);
    }

    [Fact]
    public void A_missing_restart_is_refused() => Fails(
        "segment SOS: restart marker RST0 was expected",
        Gray(24, [0b10111011, 0xFF, 0xD1, 0b10111011], Segment(0xDD, 0, 1)));

    [Fact]
    public void Kinds_that_are_not_decoded_are_named()
    {
        Fails("lossless, hierarchical and arithmetic JPEG images are not decoded", Gray(8, [0], sof: 0xC3));
        Fails("lossless, hierarchical and arithmetic JPEG images are not decoded", Gray(8, [0], sof: 0xC9));
        Fails(
            "JPEG images of 4 components with 8 bits are not decoded",
            [0xFF, 0xD8, .. Segment(0xC0, [8, 0, 8, 0, 8, 4, .. new byte[12]])]);
        Fails("JPEG images of 1 components with 12 bits", [0xFF, 0xD8, .. Segment(0xC1, 12, 0, 8, 0, 8, 1, 1, 0x11, 0)]);
    }

    [Fact]
    public void Damaged_segments_are_refused_with_their_names()
    {
        Fails("not a JPEG file", [0xFF, 0xE0, 0, 2]);
        Fails("marker 00: a marker was expected", [1, 2, 3]);
        Fails("segment SOF0: 0 x 8 is no size of an image", Gray(0, [0]));
        Fails("segment SOF0: component 1 has factors 5 x 1 and table 0", [0xFF, 0xD8, .. Segment(0xC0, 8, 0, 8, 0, 8, 1, 1, 0x51, 0)]);
        Fails("segment SOF0: its length is wrong", [0xFF, 0xD8, .. Segment(0xC0, 8, 0, 8, 0, 8, 3, 1, 0x11, 0)]);
        Fails("segment DHT: a table with more codes than there can be", [0xFF, 0xD8, .. Segment(0xC4, [0, 3, .. new byte[15], 1, 2, 3])]);
        Fails("segment DHT: a table is cut off", [0xFF, 0xD8, .. Segment(0xC4, 0, 3)]);
        Fails("segment DQT: a table is cut off", [0xFF, 0xD8, .. Segment(0xDB, 0, 3)]);
        Fails("segment SOS: its length is wrong, or it stands before", [0xFF, 0xD8, .. Segment(0xDA, 1, 1, 0, 0, 63, 0)]);
        Fails("marker D9: the file ends without an image", [0xFF, 0xD8, 0xFF, 0xD9]);
        Fails("segment SOS: a code that the Huffman table has not", Gray(8, [0xFE]));
    }

    [Fact]
    public void Sizes_beyond_the_limit_are_refused_before_memory_is_taken() =>
        Fails("65535 x 65535 pixels exceed", Gray(65535, [0], height: 65535), ErrorCode.LimitExceeded);

    [Theory]
    [InlineData("baseline_420")]
    [InlineData("progressive_422")]
    public void Every_truncation_is_refused(string name)
    {
        var file = BytesOf(name + ".jpg");
        for (var length = 0; length < file.Length; length += 7)
            Assert.Throws<GraphRunException>(() => Read(file[..length]));
    }

    [Theory]
    [InlineData("baseline_420")]
    [InlineData("progressive_420")]
    [InlineData("progressive_gray")]
    public void Damage_gives_an_image_or_an_error(string name)
    {
        var file = BytesOf(name + ".jpg");
        var chance = new Random(1);
        for (var i = 0; i < 300; i++)
        {
            var damaged = file.ToArray();
            for (var flips = chance.Next(1, 4); flips > 0; flips--)
                damaged[chance.Next(damaged.Length)] = (byte)chance.Next(256);
            try
            {
                Assert.Equal(DType.UInt8, Read(damaged).DType);
            }
            catch (GraphRunException)
            {
                continue;
            }
        }
    }

    private static string SourcePath([CallerFilePath] string path = "") => path;
}
