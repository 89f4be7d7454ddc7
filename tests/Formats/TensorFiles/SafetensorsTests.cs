using System.Text;
using GraphRun.Errors;
using GraphRun.Formats.TensorFiles;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Formats.TensorFiles;

public class SafetensorsTests
{
    private static byte[] File(string header, int payload, ulong? length = null)
    {
        var json = Encoding.UTF8.GetBytes(header);
        return [.. BitConverter.GetBytes(length ?? (ulong)json.Length), .. json, .. new byte[payload]];
    }

    private static byte[] Write(params NamedTensor[] tensors)
    {
        var stream = new MemoryStream();
        SafetensorsWriter.Write(tensors, stream);
        return stream.ToArray();
    }

    private static IReadOnlyList<NamedTensor> ReadAll(byte[] bytes) => SafetensorsReader.ReadAll(new MemoryStream(bytes), "a.safetensors");

    private static void Fails(string message, byte[] bytes, ErrorCode code = ErrorCode.InvalidTensorFile)
    {
        Fixture.Fails(code, "a.safetensors: " + message, () => ReadAll(bytes));
        Fixture.Fails(code, message, () => SafetensorsReader.ReadAll(new PipeStream(bytes), "a.safetensors"));
    }

    [Fact]
    public void A_file_as_the_format_describes_it_is_read()
    {
        // The example of the format's own description, with its spaces.
        const string Header = """
            {"__metadata__": {"a": "b"}, "y": {"dtype": "I64", "shape": [], "data_offsets": [4, 12]},
             "x": {"dtype": "F16", "shape": [1, 2], "data_offsets": [0, 4]},
             "none": {"dtype": "U8", "shape": [0], "data_offsets": [4, 4]}}
            """;
        var tensors = ReadAll(File(Header, 12));
        Assert.Equal(["x float16[1,2]", "none uint8[0]", "y int64[]"], tensors.Select(named => $"{named.Name} {named.Value}"));
    }

    [Fact]
    public void The_widest_dtypes_come_first_and_then_the_names() => Assert.Equal(
        """{"b":{"dtype":"F64","shape":[],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}"""
        + ""","c":{"dtype":"F32","shape":[1],"data_offsets":[16,20]},"m":{"dtype":"BOOL","shape":[],"data_offsets":[20,21]}}""",
        Encoding.UTF8.GetString(Write(
            new NamedTensor("m", Tensor.Scalar(true)),
            new NamedTensor("c", Tensor.Vector(1f)),
            new NamedTensor("a", Tensor.Vector(1f, 2f)),
            new NamedTensor("b", Tensor.Scalar(1d)))[8..^21]).TrimEnd());

    [Fact]
    public void The_elements_begin_at_a_multiple_of_eight()
    {
        for (var length = 1; length < 10; length++)
            Assert.Equal(0, Write(new NamedTensor(new string('n', length), Tensor.Scalar(1d))).Length % 8);
    }

    [Fact]
    public void One_tensor_is_read_by_its_name_from_any_stream()
    {
        var file = Write(new NamedTensor("a", Tensor.Vector(1, 2)), new NamedTensor("b", Tensor.Vector(3, 4)));
        Assert.Equal([3, 4], SafetensorsReader.Read(new MemoryStream(file), "a", "b").Values<int>().ToArray());
        Assert.Equal([3, 4], SafetensorsReader.Read(new PipeStream(file), "a", "b").Values<int>().ToArray());
        Fixture.Fails(
            ErrorCode.InvalidTensorFile, "has no tensor 'c'; it has a, b", () => SafetensorsReader.Read(new MemoryStream(file), "a", "c"));
    }

    [Theory]
    [InlineData("[]", 0, "the safetensors header does not begin with {")]
    [InlineData(" {}", 0, "the safetensors header does not begin with {")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 5, "")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 3, "")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "tensor 'x': float32[2] takes 8 bytes, but its offsets")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", 4, "tensor 'x': ends at 0, before it begins at 4")]
    [InlineData("""{"x":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}""", 2, "tensor 'x' begins at 1 and leaves a hole behind 0")]
    [InlineData(
        """{"x":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"y":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}""", 3,
        "tensor 'y' begins at 1 and overlaps the tensor before it, which ends at 2")]
    [InlineData("""{"x":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"x":{}}""", 1, "tensor 'x' stands twice")]
    [InlineData("""{"x":{"dtype":"F8_E4M3","shape":[1],"data_offsets":[0,1]}}""", 1, "tensor 'x': dtype 'F8_E4M3' is not supported")]
    [InlineData("""{"x":{"dtype":"U8","shape":[-1],"data_offsets":[0,1]}}""", 1, "tensor 'x': shape[0] must be an integer")]
    [InlineData("""{"x":{"dtype":"U8","shape":[1.5],"data_offsets":[0,1]}}""", 1, "tensor 'x': shape[0] must be an integer")]
    [InlineData("""{"x":{"dtype":"U8","shape":[1],"data_offsets":[0,1,2]}}""", 1, "tensor 'x': data_offsets has more than 2 numbers")]
    [InlineData("""{"x":{"dtype":"U8","shape":[1],"data_offsets":[0,18446744073709551616]}}""", 1, "tensor 'x': data_offsets[1] must be")]
    [InlineData("""{"x":{"dtype":"U8","shape":[1]}}""", 1, "tensor 'x': dtype, shape and two data_offsets are needed")]
    [InlineData("""{"x":{"dtype":"U8","shape":[1],"data_offsets":[0,1],"more":1}}""", 1, "tensor 'x': 'more' is unknown")]
    [InlineData("""{"x":1}""", 0, "tensor 'x': expected an object")]
    [InlineData("""{"__metadata__":{"a":1}}""", 0, "__metadata__: 'a' must be a text")]
    [InlineData("""{"__metadata__":1}""", 0, "__metadata__ must be an object")]
    [InlineData("""{} {}""", 0, "the safetensors header is not valid JSON")]
    [InlineData("""{"x":""", 0, "the safetensors header is not valid JSON")]
    public void A_file_that_breaks_a_rule_is_refused(string header, int payload, string message)
    {
        if (message.Length > 0)
            Fails(message, File(header, payload));
        else
            Assert.Equal(ErrorCode.InvalidTensorFile, Assert.Throws<GraphRunException>(() => ReadAll(File(header, payload))).Code);
    }

    [Fact]
    public void A_header_length_beyond_the_file_or_the_limit_is_refused_before_memory_is_taken()
    {
        Fails("the safetensors header says 9223372036854775808 bytes", File("{}", 0, 1UL << 63), ErrorCode.LimitExceeded);
        Fails("the safetensors header says 100000001 bytes", File("{}", 0, 100_000_001), ErrorCode.LimitExceeded);
        Fails("the safetensors header says 99999999 bytes, but the file ends before", File("{}", 0, 99_999_999));
        Fails("not a safetensors file", [1, 2, 3]);
    }

    [Fact]
    public void A_shape_beyond_the_limits_is_refused()
    {
        Fails("", File("""{"x":{"dtype":"U8","shape":[4294967296,4294967296],"data_offsets":[0,1]}}""", 1), ErrorCode.LimitExceeded);
        var dims = string.Join(',', Enumerable.Repeat(1, 33));
        Fails("tensor 'x': shape has more than 32 numbers", File($"{{\"x\":{{\"shape\":[{dims}]}}}}", 1));
    }

    [Fact]
    public void More_tensors_than_the_limit_are_refused_while_they_are_read()
    {
        var header = new StringBuilder("{");
        for (var i = 0; i < 150_000; i++)
            header.Append($"\"{i}\":{{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}},");
        Fails("more than 100000 tensors", File(header.Append('}').ToString(), 1), ErrorCode.LimitExceeded);
    }

    [Fact]
    public void Every_truncation_is_refused()
    {
        var file = Write(new NamedTensor("x", Tensor.Vector(1, 2, 3)), new NamedTensor("y", Tensor.Scalar(1d)));
        for (var length = 0; length < file.Length; length++)
            Assert.Throws<GraphRunException>(() => ReadAll(file[..length]));
    }

    [Fact]
    public void Strings_are_not_written() =>
        Fixture.Fails(ErrorCode.UnprintableValue, "'s': a string tensor", () => Write(new NamedTensor("s", Tensor.Scalar("a"))));
}
