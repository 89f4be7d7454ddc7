using System.Text;
using GraphRun.Errors;
using GraphRun.Formats.TensorFiles;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Formats.TensorFiles;

public class NpyTests
{
    private static Tensor Read(string fixture)
    {
        using var stream = Fixture.Open(fixture);
        return NpyReader.Read(stream, fixture);
    }

    private static Tensor Read(byte[] bytes) => NpyReader.Read(new MemoryStream(bytes), "a.npy");

    private static byte[] File(string header, int payload, int version = 1)
    {
        var text = Encoding.Latin1.GetBytes(header);
        byte[] length = version == 1 ? [(byte)text.Length, (byte)(text.Length >> 8)] : [(byte)text.Length, (byte)(text.Length >> 8), 0, 0];
        return [0x93, .. "NUMPY"u8, (byte)version, 0, .. length, .. text, .. new byte[payload]];
    }

    private static byte[] Write(Tensor tensor)
    {
        var stream = new MemoryStream();
        NpyWriter.Write(tensor, stream);
        return stream.ToArray();
    }

    [Theory]
    [InlineData("int64.npy")]
    [InlineData("fortran.npy")]
    public void Either_order_of_the_elements_is_read(string fixture)
    {
        var tensor = Read(fixture);
        Assert.Equal("int64[2,3,4]", tensor.ToString());
        Assert.Equal(Enumerable.Range(0, 24).Select(i => (long)i), tensor.Values<long>().ToArray());
    }

    [Fact]
    public void Big_endian_numbers_are_turned_round()
    {
        Assert.Equal([1.5f, -2.25f, float.PositiveInfinity, 1e-40f], Read("big_endian.npy").Values<float>().ToArray());
        Assert.Equal([new Complex64(1, 2), new Complex64(0, -3)], Read("complex64.npy").Values<Complex64>().ToArray());
    }

    [Theory]
    [InlineData("float16.npy", "[1.0, 65500.0, 6e-08, -0.0, nan]")]
    [InlineData("bool.npy", "[true, false, true]")]
    [InlineData("scalar.npy", "3.5")]
    [InlineData("empty.npy", "[]")]
    [InlineData("version2.npy", "[1, 2, 3]")]
    [InlineData("version3.npy", "[1, 2, 3]")]
    [InlineData("unicode.npy", "[\"Grüße\", \"\", \"日本\"]")]
    [InlineData("bytes.npy", "[\"ab\", \"\", \"\\xff\\u0000\\xfe\"]")]
    public void What_NumPy_writes_is_read(string fixture, string text) => Assert.Equal(text, Fixture.Text(Read(fixture)));

    [Fact]
    public void Objects_are_never_unpickled() =>
        Fixture.Fails(ErrorCode.InvalidTensorFile, "pickled objects are never loaded", () => Read("object.npy"));

    [Fact]
    public void Structured_elements_are_refused() => Fixture.Fails(ErrorCode.InvalidTensorFile, "structured", () => Read("structured.npy"));

    [Fact]
    public void What_the_bfloat16_extension_of_NumPy_writes_is_bfloat16()
    {
        var tensor = Read(File("{'descr': '<V2', 'fortran_order': False, 'shape': (2,), }", 4));
        Assert.Equal("bfloat16[2]", tensor.ToString());
    }

    [Fact]
    public void Any_byte_but_zero_is_true()
    {
        var file = File("{'descr': '|b1', 'fortran_order': False, 'shape': (2,), }", 2);
        file[^1] = 7;
        Assert.Equal([0, 1], Read(file).Values<byte>().ToArray());
    }

    [Fact]
    public void The_header_ends_at_a_multiple_of_64_bytes()
    {
        var bytes = Write(Tensor.Of<float>(Shape.Of(2, 3), [1, 2, 3, 4, 5, 6]));
        Assert.Equal(128 + 24, bytes.Length);
        Assert.Equal("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }", Encoding.Latin1.GetString(bytes[10..127]).TrimEnd());
        Assert.Equal((byte)'\n', bytes[127]);
    }

    [Fact]
    public void A_bfloat16_is_written_as_the_float32_it_widens_to() =>
        Assert.Equal([1.5f, -0f], Read(Write(Tensor.Vector((BFloat16)1.5f, (BFloat16)(-0f)))).Values<float>().ToArray());

    [Fact]
    public void Strings_are_not_written() => Fixture.Fails(ErrorCode.UnprintableValue, "string", () => Write(Tensor.Scalar("a")));

    [Theory]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }", 11, "take 12 bytes, but only 11")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }", 13, "takes 12 bytes, but 13 are there")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1000000000000,), }", 4, "take 4000000000000 bytes")]
    [InlineData("{'descr': __import__('os').system('id'), 'fortran_order': False, 'shape': (), }", 4, "byte 10: expected a text in quotes")]
    [InlineData("{'descr': '<f4', 'fortran_order': 0, 'shape': (), }", 4, "fortran_order must be True or False")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }", 4, "shape takes integers")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2.5,), }", 4, "expected ')'")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }", 4, "shape takes integers")]
    [InlineData("{'descr': '<f4', 'fortran_order': False}", 4, "shape is missing")]
    [InlineData("{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (), }", 4, "'descr' is unknown or stands twice")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (), 'x': 1}", 4, "'x' is unknown or stands twice")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (), } + 1", 4, "text behind the dict")]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (), }", 8, "pickled objects are never loaded")]
    [InlineData("{'descr': '<M8[ns]', 'fortran_order': False, 'shape': (), }", 8, "dtype '<M8[ns]' is not supported")]
    [InlineData("{'descr': 'f4', 'fortran_order': False, 'shape': (), }", 4, "dtype 'f4' is not supported")]
    [InlineData("{'descr': '<f4", 4, "a quote is never closed")]
    [InlineData("", 0, "expected '{'")]
    public void A_damaged_header_or_payload_is_refused(string header, int payload, string message) =>
        Fixture.Fails(ErrorCode.InvalidTensorFile, message, () => Read(File(header, payload)));

    [Theory]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (4000000000, 4000000000), }")]
    [InlineData("{'descr': '<U0', 'fortran_order': False, 'shape': (1000000000,), }")]
    [InlineData("{'descr': '<U2000000000', 'fortran_order': False, 'shape': (1,), }")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1), }")]
    public void A_shape_beyond_the_limits_is_refused(string header) =>
        Fixture.Fails(ErrorCode.LimitExceeded, "a.npy: ", () => Read(File(header, 4)));

    [Fact]
    public void A_header_of_four_gigabytes_is_not_read() => Fixture.Fails(
        ErrorCode.LimitExceeded, "the npy header says 4294967295 bytes", () => Read([0x93, .. "NUMPY"u8, 2, 0, 255, 255, 255, 255]));

    [Fact]
    public void Another_magic_or_version_is_refused()
    {
        Fixture.Fails(ErrorCode.InvalidTensorFile, "not an npy file", () => Read([.. "PK\u0003\u0004"u8, 0, 0, 0, 0, 0]));
        Fixture.Fails(ErrorCode.InvalidTensorFile, "npy version 9.0", () => Read(File("{}", 0, version: 9)));
        Fixture.Fails(ErrorCode.InvalidTensorFile, "not an npy file", () => Read([]));
    }

    [Fact]
    public void A_stream_that_cannot_seek_is_read_to_its_end()
    {
        var bytes = Write(Tensor.Vector(1, 2, 3));
        Assert.Equal([1, 2, 3], NpyReader.Read(new PipeStream(bytes), "-").Values<int>().ToArray());
        Fixture.Fails(ErrorCode.InvalidTensorFile, "but only 11", () => NpyReader.Read(new PipeStream(bytes[..^1]), "-"));
        Fixture.Fails(ErrorCode.InvalidTensorFile, "bytes behind", () => NpyReader.Read(new PipeStream([.. bytes, 0]), "-"));
    }
}
