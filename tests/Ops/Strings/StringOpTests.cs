using GraphRun.Tensors;
using Xunit;
using static GraphRun.Tests.Ops.OpRun;

namespace GraphRun.Tests.Ops.Strings;

/// <summary>Expectations are the examples of TensorFlow's documentation, Python's string methods, or C's printf.</summary>
public sealed class StringOpTests
{
    private static readonly Tensor space = Tensor.Scalar(" ");

    [Fact]
    public void Strings_are_joined_element_by_element() => Assert.Equal(
        ["a-x-c", "b-x-d"], Texts(Single("StringJoin", [Text("a", "b"), Tensor.Scalar("x"), Text("c", "d")], ("separator", "-"))));

    [Theory]
    [InlineData("0", "ac bd")]
    [InlineData("1", "ab cd")]
    [InlineData("0 1", "abcd")]
    [InlineData("1 0", "acbd")]
    public void Strings_are_joined_along_axes_in_their_order(string axes, string expected)
    {
        // tf.strings.reduce_join([["a", "b"], ["c", "d"]], axes)
        var matrix = Tensor.Of<byte[]>(Shape.Of(2, 2), Text("a", "b", "c", "d").Values<byte[]>());
        var joined = Single("ReduceJoin", [matrix, Tensor.Vector<int>([.. axes.Split(' ').Select(int.Parse)])]);

        Assert.Equal(expected, string.Join(' ', Texts(joined)));
    }

    [Theory]
    [InlineData("BYTE", "int32[2] 5 7")]
    [InlineData("UTF8_CHAR", "int32[2] 5 4")]
    public void A_length_counts_bytes_or_characters(string unit, string expected) =>
        Assert.Equal(expected, Show(Single("StringLength", [Text("graph", "né€x")], ("unit", unit))));

    [Fact]
    public void Cases_change_for_ASCII_or_for_all_letters()
    {
        Assert.Equal(["abé", "abÉ"], [.. Texts(Single("StringLower", [Text("ABé")])), .. Texts(Single("StringLower", [Text("AbÉ")]))]);
        Assert.Equal(["ABÉ"], Texts(Single("StringUpper", [Text("Abé")], ("encoding", "utf-8"))));
    }

    [Fact]
    public void Spaces_at_the_ends_are_stripped() => Assert.Equal(["a b", ""], Texts(Single("StringStrip", [Text(" \ta b\n", "  ")])));

    [Theory]
    [InlineData(1, 3, "BYTE", "hir")]
    [InlineData(-3, 9, "BYTE", "een")]
    [InlineData(8, 1, "BYTE", "")]
    [InlineData(2, 0, "BYTE", "")]
    public void A_part_begins_at_pos_and_has_len_units(int start, int length, string unit, string expected) => Assert.Equal(
        [expected], Texts(Single("Substr", [Text("thirteen"), Tensor.Scalar(start), Tensor.Scalar(length)], ("unit", unit))));

    [Fact]
    public void Characters_are_not_cut() => Assert.Equal(
        ["é€"], Texts(Single("Substr", [Text("né€x"), Tensor.Scalar(1), Tensor.Scalar(2)], ("unit", "UTF8_CHAR"))));

    [Fact]
    public void A_pos_outside_is_refused() => Assert.StartsWith(
        "pos 9 out of range for string b'thirteen' at index 0", Error("Substr", [Text("thirteen"), Tensor.Scalar(9), Tensor.Scalar(1)]));

    [Fact]
    public void Words_are_cut_at_spaces_or_at_a_separator()
    {
        var outputs = All("StringSplitV2", [Text("hello world", "a  b c "), Tensor.Scalar("")]);
        Assert.Equal("int64[5,2] 0 0 0 1 1 0 1 1 1 2", Show(outputs[0]));
        Assert.Equal(["hello", "world", "a", "b", "c"], Texts(outputs[1]));
        Assert.Equal("int64[2] 2 3", Show(outputs[2]));

        Assert.Equal(["1", "", "2,3"], Texts(All("StringSplitV2", [Text("1,,2,3"), Tensor.Scalar(",")], ("maxsplit", 2L))[1]));
        Assert.Equal(["a", "b  c "], Texts(All("StringSplitV2", [Text(" a b  c "), Tensor.Scalar("")], ("maxsplit", 1L))[1]));
    }

    [Fact]
    public void The_older_split_cuts_at_any_of_its_bytes()
    {
        Assert.Equal(["a", "b", "c"], Texts(All("StringSplit", [Text("a,b; c"), Tensor.Scalar(",; ")])[1]));
        Assert.Equal(["a", "", "b"], Texts(All("StringSplit", [Text("a  b"), space], ("skip_empty", false))[1]));
        Assert.Equal(["a", "b"], Texts(All("StringSplit", [Text("ab"), Tensor.Scalar("")])[1]));
    }

    [Fact]
    public void Numbers_are_read()
    {
        Assert.Equal("float32[3] 1.5 -2000 0.5", Show(Single("StringToNumber", [Text("1.5", " -2e3 ", ".5")])));
        Assert.Equal("int64[1] -9223372036854775808", Show(Single("StringToNumber", [Text("-9223372036854775808")], ("out_type", DType.Int64))));
        Assert.True(float.IsNegativeInfinity(Single("StringToNumber", [Text("-inf")]).Values<float>()[0]));
    }

    [Theory]
    [InlineData("x", DType.Float32)]
    [InlineData("", DType.Float64)]
    [InlineData("1.5", DType.Int32)]
    [InlineData("2147483648", DType.Int32)]
    public void What_is_no_number_is_refused(string text, DType dtype) => Assert.StartsWith(
        $"StringToNumberOp could not correctly convert string: {text}", Error("StringToNumber", [Text(text)], ("out_type", dtype)));

    [Fact]
    public void Numbers_are_written_as_printf_writes_them()
    {
        Assert.Equal(["1.500000", "-2.000000", "inf"], Texts(Single("AsString", [Tensor.Vector(1.5f, -2f, float.PositiveInfinity)])));
        Assert.Equal(["3.14"], Texts(Single("AsString", [Tensor.Vector(3.14159)], ("precision", 2L))));
        Assert.Equal(["1.234560e+05"], Texts(Single("AsString", [Tensor.Vector(123456.0)], ("scientific", true))));
        Assert.Equal(["123456", "1.23457e+06", "0.0001", "1e-05", "0"], Texts(Single("AsString", [Tensor.Vector(123456.0, 1234567, 0.0001, 0.00001, 0)], ("shortest", true))));
        Assert.Equal(["-042"], Texts(Single("AsString", [Tensor.Vector(-42)], ("width", 4L), ("fill", "0"))));
        Assert.Equal(["true", "false"], Texts(Single("AsString", [Tensor.Vector(true, false)])));
    }

    [Fact]
    public void Base64_goes_there_and_back()
    {
        // RFC 4648, 10: "fo" is "Zm8=".
        Assert.Equal(["Zm8", "_-A"], Texts(Single("EncodeBase64", [Tensor.Vector<byte[]>("fo"u8.ToArray(), [0xFF, 0xE0])])));
        Assert.Equal(["Zm8="], Texts(Single("EncodeBase64", [Text("fo")], ("pad", true))));
        Assert.Equal(["fo", "fo"], Texts(Single("DecodeBase64", [Text("Zm8", "Zm8=")])));
        Assert.StartsWith("Invalid character found in base64", Error("DecodeBase64", [Text("?")]));
    }

    [Fact]
    public void Bytes_of_strings_are_numbers_of_either_order()
    {
        Assert.Equal("uint8[2,3] 97 98 99 100 101 102", Show(Single("DecodeRaw", [Text("abc", "def")], ("out_type", DType.UInt8))));
        Assert.Equal("int16[2] 258 3", Show(Single("DecodeRaw", [Tensor.Scalar("\u0002\u0001\u0003\0")], ("out_type", DType.Int16))));
        Assert.Equal(
            "int16[2] 258 3",
            Show(Single("DecodeRaw", [Tensor.Scalar("\u0001\u0002\0\u0003")], ("out_type", DType.Int16), ("little_endian", false))));
        Assert.Equal("uint8[0,0]", Show(Single("DecodeRaw", [Text()], ("out_type", DType.UInt8))).TrimEnd());
    }

    [Fact]
    public void Bytes_that_are_no_whole_numbers_or_of_different_lengths_are_refused()
    {
        Assert.StartsWith(
            "Input to DecodeRaw has length 3 that is not a multiple of 2, the size of int16",
            Error("DecodeRaw", [Text("abc")], ("out_type", DType.Int16)));
        Assert.StartsWith(
            "DecodeRaw requires input strings to all be the same size, but element 1 has size 1 != 2",
            Error("DecodeRaw", [Text("ab", "c")], ("out_type", DType.UInt8)));
    }
}
