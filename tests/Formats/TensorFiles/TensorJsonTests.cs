using System.Buffers;
using System.Text;
using System.Text.Json;
using GraphRun.Errors;
using GraphRun.Formats.TensorFiles;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Formats.TensorFiles;

public class TensorJsonTests
{
    private static Tensor Read(string json, DType dtype = DType.None, Shape? shape = null) =>
        TensorJson.Read(Encoding.UTF8.GetBytes(json), "a.json", new ExpectedTensor(dtype, shape));

    private static IReadOnlyList<NamedTensor> ReadNamed(string json) => TensorJson.ReadNamed(Encoding.UTF8.GetBytes(json), "a.json");

    private static string Write(Tensor tensor, bool described = false)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            if (described)
                TensorJsonWriter.WriteDescribed(writer, tensor);
            else
                TensorJsonWriter.WriteData(writer, tensor);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    [Theory]
    [InlineData("1", "int32[]")]
    [InlineData("1.5", "float32[]")]
    [InlineData("1e3", "float32[]")]
    [InlineData("[1, 2.0]", "float32[2]")]
    [InlineData("[1, 3000000000]", "int64[2]")]
    [InlineData("[[true], [false]]", "bool[2,1]")]
    [InlineData("\"a\"", "string[]")]
    [InlineData("[]", "float32[0]")]
    [InlineData("[[], []]", "float32[2,0]")]
    [InlineData("[1, \"NaN\"]", "float32[2]")]
    [InlineData("[\"-Infinity\", 1]", "float32[2]")]
    [InlineData("[\"Infinity\", \"a\"]", "string[2]", DType.String)]
    public void A_value_has_the_dtype_that_TensorFlow_infers(string json, string tensor, DType dtype = DType.None) =>
        Assert.Equal(tensor, Read(json, dtype).ToString());

    [Fact]
    public void Elements_come_in_row_major_order() =>
        Assert.Equal([1, 2, 3, 4, 5, 6], Read("[[[1,2,3]],[[4,5,6]]]").Values<int>().ToArray());

    [Theory]
    [InlineData("[[1,2],[3]]", "$[1]: a list of 1 stands where the lists before it have 2")]
    [InlineData("[1,[2]]", "$[1]: a list stands where")]
    [InlineData("[[1],2]", "$[1]: a single value stands where")]
    [InlineData("[[],[[]]]", "$[1]: a list of 1")]
    [InlineData("[[[1],[2]],[[3],[4,5]]]", "$[1][1]: a list of 2")]
    [InlineData("[[],1]", "$[1]: a single value")]
    public void Ragged_lists_are_refused_with_their_path(string json, string message) =>
        Fixture.Fails(ErrorCode.InvalidTensorFile, "a.json: " + message, () => Read(json));

    [Theory]
    [InlineData("-1", DType.UInt8, "-1 is out of range for uint8, 0 to 255")]
    [InlineData("256", DType.UInt8, "256 is out of range")]
    [InlineData("128", DType.Int8, "-128 to 127")]
    [InlineData("9223372036854775808", DType.Int64, "out of range for int64")]
    [InlineData("18446744073709551616", DType.UInt64, "out of range for uint64")]
    [InlineData("1e30", DType.Int32, "out of range for int32")]
    [InlineData("3.5", DType.Int32, "int32 takes an integer, got the fraction 3.5")]
    [InlineData("1e-1", DType.Int64, "the fraction 1e-1")]
    [InlineData("1e9", DType.Float16, "1e9 is out of range for float16")]
    [InlineData("1e39", DType.Float32, "out of range for float32")]
    [InlineData("1e400", DType.Float64, "out of range for float64")]
    [InlineData("true", DType.Float32, "float32 takes a number, got true")]
    [InlineData("1", DType.Bool, "bool takes true or false, got 1")]
    [InlineData("1", DType.String, "string takes a text in quotes, got 1")]
    [InlineData("\"a\"", DType.Int32, "int32 takes an integer, got the text \"a\"")]
    [InlineData("\"NaN\"", DType.Int32, "int32 takes an integer, got nan")]
    [InlineData("null", DType.Float32, "got null")]
    public void A_value_that_the_dtype_cannot_hold_is_refused(string json, DType dtype, string message)
    {
        Fixture.Fails(ErrorCode.InvalidTensorFile, "a.json: $: ", () => Read(json, dtype));
        Fixture.Fails(ErrorCode.InvalidTensorFile, message, () => Read(json, dtype));
    }

    [Theory]
    [InlineData("3.0", 3)]
    [InlineData("1e3", 1000)]
    [InlineData("1.5e1", 15)]
    [InlineData("100e-2", 1)]
    [InlineData("-0.0", 0)]
    [InlineData("9007199254740993.0", 9007199254740993)]
    [InlineData("-9223372036854775808", long.MinValue)]
    [InlineData("12.300e2", 1230)]
    public void A_fraction_of_zeros_is_an_integer(string json, long value) => Assert.Equal(value, Read(json, DType.Int64).Value<long>());

    [Fact]
    public void The_largest_uint64_is_exact() => Assert.Equal(ulong.MaxValue, Read("18446744073709551615", DType.UInt64).Value<ulong>());

    [Fact]
    public void A_flat_list_fills_a_shape_that_is_asked_for() =>
        Assert.Equal("int32[2,2]", Read("[1,2,3,4]", shape: Shape.Of(2, 2)).ToString());

    [Theory]
    [InlineData("[1,2,3]", "shape [2,2] needs 4 values, got 3")]
    [InlineData("[[1,2,3],[4,5,6]]", "expected shape [2,2], got [2,3]")]
    public void Another_shape_is_refused(string json, string message) =>
        Fixture.Fails(ErrorCode.InvalidTensorFile, message, () => Read(json, shape: Shape.Of(2, 2)));

    [Fact]
    public void More_levels_than_a_tensor_has_dims_are_refused()
    {
        Fixture.Fails(ErrorCode.LimitExceeded, "nested deeper than 32", () => Read(new string('[', 33) + new string(']', 33)));
        Fixture.Fails(ErrorCode.LimitExceeded, "nested deeper than 32", () => Read(new string('[', 1_000_000)));
        Assert.Equal(32, Read(new string('[', 32) + "1" + new string(']', 32)).Rank);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[1,]")]
    [InlineData("[1 2]")]
    [InlineData("01")]
    [InlineData("// a\n1")]
    [InlineData("1 2")]
    [InlineData("[1")]
    [InlineData("\"\\ud800\"")]
    [InlineData("{\"x\": 1}")]
    [InlineData("{\"data\": [1], \"data\": [2]}")]
    public void What_is_not_one_value_is_refused(string json) =>
        Assert.Equal(ErrorCode.InvalidTensorFile, Assert.Throws<GraphRunException>(() => Read(json)).Code);

    [Fact]
    public void A_syntax_error_has_line_and_column() =>
        Fixture.Fails(ErrorCode.InvalidTensorFile, "a.json: not valid JSON: line 2, column 2", () => Read("[1,\n ]"));

    [Fact]
    public void Text_that_is_not_UTF8_is_refused_with_its_place() =>
        Fixture.Fails(ErrorCode.Encoding, "not UTF-8 from byte 2 on", () => TensorJson.Read([.. "\"a"u8, 0xFF, (byte)'"'], "a.json"));

    [Fact]
    public void An_object_names_tensors_in_its_order()
    {
        var tensors = ReadNamed("""{"y": [1], "x": {"dtype": "uint8", "shape": [2, 1], "data": [3, 4]}}""");
        Assert.Equal(["y int32[1]", "x uint8[2,1]"], tensors.Select(named => $"{named.Name} {named.Value}"));
    }

    [Fact]
    public void What_is_known_of_a_name_decides_its_dtype()
    {
        var tensors = TensorJson.ReadNamed("{\"x\": 1}"u8, "a.json", name => new ExpectedTensor(name == "x" ? DType.Float64 : DType.None));
        Assert.Equal(DType.Float64, tensors[0].Value.DType);
    }

    [Theory]
    [InlineData("{\"x\": 1, \"x\": 2}", "'x' stands twice")]
    [InlineData("[1]", "expected an object")]
    [InlineData("{\"x\": [1, [2]]}", "$.x[1]: ")]
    [InlineData("{\"x\": {\"dtype\": \"floot32\", \"data\": 1}}", "$.x.dtype: 'floot32' is no dtype")]
    [InlineData("{\"x\": {\"shape\": [-1], \"data\": []}}", "$.x.shape[0]: expected an integer")]
    [InlineData("{\"x\": {\"dtype\": \"float32\"}}", "data is missing")]
    [InlineData("{\"schemaVersion\": 1}", "without an object named outputs")]
    public void An_object_that_is_not_names_and_tensors_is_refused(string json, string message) =>
        Fixture.Fails(ErrorCode.InvalidTensorFile, message, () => ReadNamed(json));

    [Fact]
    public void The_document_of_a_run_is_read_back()
    {
        const string Outputs = """{"y":{"dtype":"int64","shape":[],"data":7}}""";
        var tensors = ReadNamed($$"""{"schemaVersion":1,"graph":{"name":"g"},"outputs":{{Outputs}},"later":[[1]]}""");
        Assert.Equal(7, Assert.Single(tensors).Value.Value<long>());
    }

    [Fact]
    public void Numbers_are_written_with_the_digits_of_the_text_form() => Assert.Equal(
        "[13.0,1e-05,\"NaN\",\"Infinity\",\"-Infinity\",-0.0]",
        Write(Tensor.Vector(13f, 1e-5f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, -0f)));

    [Fact]
    public void Lists_are_nested_as_the_shape_says()
    {
        Assert.Equal("[[[1,2]],[[3,4]]]", Write(Tensor.Of<int>(Shape.Of(2, 1, 2), [1, 2, 3, 4])));
        Assert.Equal("[[],[]]", Write(Tensor.Allocate(DType.Int32, Shape.Of(2, 0, 3))));
        Assert.Equal("true", Write(Tensor.Scalar(true)));
    }

    [Fact]
    public void A_described_tensor_says_dtype_and_shape() =>
        Assert.Equal("""{"dtype":"uint8","shape":[2],"data":[1,2]}""", Write(Tensor.Vector<byte>(1, 2), described: true));

    [Fact]
    public void A_string_that_is_no_UTF8_is_base64()
    {
        var tensor = Tensor.Vector("a\"ü"u8.ToArray(), [0xFF, 0]);
        Fixture.Same(tensor, Read(Write(tensor)));
        Assert.Contains("""{"b64":"/wA="}""", Write(tensor), StringComparison.Ordinal);
    }

    [Fact]
    public void A_complex_tensor_has_no_JSON_form() =>
        Fixture.Fails(ErrorCode.UnprintableValue, "complex64", () => Write(Tensor.Scalar(new Complex64(1, 2))));
}
