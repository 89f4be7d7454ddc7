using System.Text;
using GraphRun.Errors;
using GraphRun.Formats.TensorFiles;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Formats.TensorFiles;

public class TensorFileTests
{
    private static Tensor Read(string text, string file, string? key = null, ExpectedTensor expected = default) =>
        TensorFile.Read(new PipeStream(Encoding.UTF8.GetBytes(text)), file, key, expected);

    private static byte[] BytesOf(Action<Stream> write)
    {
        var stream = new MemoryStream();
        write(stream);
        return stream.ToArray();
    }

    [Fact]
    public void First_bytes_tell_more_than_the_extension()
    {
        var x = new NamedTensor("x", Tensor.Scalar(7));
        foreach (var bytes in (byte[][])
            [
                BytesOf(stream => NpyWriter.Write(x.Value, stream)),
                BytesOf(stream => NpzWriter.Write([x], stream)),
            ])
        {
            Assert.Equal("7", Fixture.Text(TensorFile.Read(new MemoryStream(bytes), "a.json")));
            Assert.Equal("7", Fixture.Text(TensorFile.Read(new PipeStream(bytes), "-")));
        }
    }

    [Fact]
    public void Safetensors_are_known_without_an_extension()
    {
        var bytes = BytesOf(stream => SafetensorsWriter.Write([new NamedTensor("x", Tensor.Scalar(7))], stream));
        Assert.Equal("7", Fixture.Text(TensorFile.Read(new PipeStream(bytes), "-")));
    }

    [Theory]
    [InlineData("1,2\n", "a.csv", null, "[[1, 2]]")]
    [InlineData("1\t2\n", "a.tsv", null, "[[1, 2]]")]
    [InlineData("[1, 2]", "a.json", null, "[1, 2]")]
    [InlineData("{\"x\": [1, 2], \"y\": 3}", "a.json", "y", "3")]
    [InlineData("{\"x\": [1, 2]}", "a.json", null, "[1, 2]")]
    [InlineData("{\"dtype\": \"int8\", \"data\": [1, 2]}", "a.json", null, "[1, 2]")]
    [InlineData("{\"b64\": \"/w==\"}", "a.json", null, "\\xff")]
    [InlineData("[1, 2]\n\n[3, 4.5]\n", "a.jsonl", null, "[[1.0, 2.0],\n [3.0, 4.5]]")]
    [InlineData("{\"x\": 1}\n{\"x\": 3000000000}", "a.jsonl", "x", "[1, 3000000000]")]
    [InlineData("\"a\"\n\"b\"\n", "a.jsonl", null, "[\"a\", \"b\"]")]
    public void Text_is_read_as_its_extension_says(string text, string file, string? key, string tensor) =>
        Assert.Equal(tensor, Fixture.Text(Read(text, file, key)));

    [Fact]
    public void Raw_bytes_need_dtype_and_shape() => Assert.Equal(
        "[65, 66]", Fixture.Text(Read("AB", "a.bin", expected: new ExpectedTensor(DType.UInt8, Shape.Of(2)))));

    [Theory]
    [InlineData("{\"x\": 1, \"y\": 2}", "a.json", null, "holds 2 tensors, but no key says which: x, y")]
    [InlineData("{\"x\": 1}", "a.json", "z", "has no tensor 'z'; it has x")]
    [InlineData("[1]", "a.json", "z", "expected an object")]
    [InlineData("1\n[2]\n", "a.jsonl", null, "a.jsonl:2: shape [1] where the lines before it have []")]
    [InlineData("1\n\nx\n", "a.jsonl", null, "a.jsonl:3: not valid JSON")]
    [InlineData("\u0000\u0001\u0002", "a", null, "not npy, npz, safetensors, PNG, JPEG, JSON or CSV")]
    [InlineData("AB", "a.bin", "x", "the key 'x' names nothing")]
    public void What_does_not_hold_the_tensor_is_refused(string text, string file, string? key, string message) =>
        Fixture.Fails(ErrorCode.InvalidTensorFile, message, () => Read(text, file, key));

    [Fact]
    public void Lines_with_names_are_read_together()
    {
        const string Lines = """
            {"name": "y", "dtype": "int8", "shape": [1], "data": [1]}
            {"a": 1, "b": 2}
            """;
        var tensors = TensorFile.ReadAll(new PipeStream(Encoding.UTF8.GetBytes(Lines)), "a.jsonl");
        Assert.Equal(["y int8[1]", "a int32[]", "b int32[]"], tensors.Select(tensor => $"{tensor.Name} {tensor.Value}"));
    }

    [Fact]
    public void A_name_on_two_lines_is_refused() => Fixture.Fails(
        ErrorCode.InvalidTensorFile,
        "a.jsonl:2: 'x' stands on two lines",
        () => TensorFile.ReadAll(new PipeStream("{\"x\": 1}\n{\"x\": 2}"u8.ToArray()), "a.jsonl"));

    [Fact]
    public void A_format_without_names_is_no_bundle() => Fixture.Fails(
        ErrorCode.InvalidTensorFile, "the format has no names", () => TensorFile.ReadAll(Fixture.PathOf("int64.npy")));

    [Fact]
    public void A_stream_that_never_ends_is_read_to_the_limit()
    {
        var ones = new EndlessStream((byte)'1');
        Fixture.Fails(ErrorCode.LimitExceeded, "exceeds the 134217728 bytes", () => TensorFile.Read(ones, "a.json"));
        Fixture.Fails(ErrorCode.InvalidTensorFile, "not npy", () => TensorFile.Read(new EndlessStream(0), "-"));
    }

    [Fact]
    public void A_directory_is_not_read() => Fixture.Fails(
        ErrorCode.FileNotReadable, "it is a directory", () => TensorFile.Read(Path.GetDirectoryName(Fixture.PathOf("x"))!));

    [Theory]
    [InlineData(DType.Float64, DType.Int64, 9007199254740992.0, "9007199254740992")]
    [InlineData(DType.Float64, DType.Float32, 0.1, "0.1")]
    [InlineData(DType.Float64, DType.BFloat16, 1e300, null)]
    [InlineData(DType.Float64, DType.UInt64, 18446744073709551616.0, null)]
    [InlineData(DType.Float64, DType.Int32, double.NaN, null)]
    [InlineData(DType.Float64, DType.Int32, -0.5, null)]
    [InlineData(DType.Float32, DType.Float16, double.PositiveInfinity, "inf")]
    [InlineData(DType.Int32, DType.UInt8, 256, null)]
    [InlineData(DType.Int32, DType.Int8, -128, "-128")]
    [InlineData(DType.Int32, DType.Float16, 70000, null)]
    [InlineData(DType.Int32, DType.Bool, 1, null)]
    [InlineData(DType.Bool, DType.Float32, 1, "1.0")]
    public void Values_are_given_another_dtype_only_where_it_can_hold_them(DType from, DType to, double value, string? text)
    {
        var source = from == DType.Bool ? Tensor.Scalar(value != 0) : TensorConversion.Convert(Tensor.Scalar(value), from);
        if (text is null)
            Assert.Equal(ErrorCode.FeedMismatch, Assert.Throws<GraphRunException>(() => TensorConversion.Convert(source, to)).Code);
        else
            Assert.Equal(text, Fixture.Text(TensorConversion.Convert(source, to)));
    }

    [Fact]
    public void An_integer_is_rounded_once_to_float32()
    {
        // 2^54 + 2^30 + 1 lies just above the middle of two float32; by way of float64 it would fall onto the middle and then down.
        var value = Tensor.Scalar((1L << 54) + (1L << 30) + 1);
        Assert.Equal((float)((1L << 54) + (1L << 31)), TensorConversion.Convert(value, DType.Float32).Value<float>());
    }
}
