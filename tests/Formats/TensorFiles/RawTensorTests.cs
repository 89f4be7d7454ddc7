using GraphRun.Errors;
using GraphRun.Formats.TensorFiles;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Formats.TensorFiles;

public class RawTensorTests
{
    private static Tensor Read(byte[] bytes, DType dtype, Shape? shape) =>
        RawTensor.Read(new MemoryStream(bytes), "a.bin", new ExpectedTensor(dtype, shape));

    [Fact]
    public void Elements_are_little_endian_bytes()
    {
        Assert.Equal([1, 256], Read([1, 0, 0, 1], DType.Int16, Shape.Of(2)).Values<short>().ToArray());
        var stream = new MemoryStream();
        RawTensor.Write(Tensor.Vector<short>(1, 256), stream);
        Assert.Equal([1, 0, 0, 1], stream.ToArray());
    }

    [Theory]
    [InlineData(3, "take 4 bytes, but only 3")]
    [InlineData(5, "bytes behind the 4 bytes that int16[2] takes")]
    public void Another_length_is_refused(int length, string message) =>
        Fixture.Fails(ErrorCode.InvalidTensorFile, message, () => Read(new byte[length], DType.Int16, Shape.Of(2)));

    [Fact]
    public void Without_dtype_or_shape_nothing_is_read()
    {
        Fixture.Fails(ErrorCode.InvalidFeed, "need a dtype of fixed size and a shape", () => Read([1], DType.None, Shape.Of(1)));
        Fixture.Fails(ErrorCode.InvalidFeed, "need a dtype of fixed size and a shape", () => Read([1], DType.UInt8, null));
        Fixture.Fails(ErrorCode.InvalidFeed, "need a dtype of fixed size and a shape", () => Read([1], DType.String, Shape.Of(1)));
    }

    [Fact]
    public void A_text_that_is_wanted_as_bytes_is_its_bytes()
    {
        using var text = new MemoryStream("12\n3"u8.ToArray());

        Assert.Equal("12\n3"u8.ToArray(), TensorFile.Read(text, "a.txt", null, new ExpectedTensor(DType.UInt8)).Values<byte>().ToArray());
    }
}
