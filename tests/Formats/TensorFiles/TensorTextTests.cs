using System.Globalization;
using System.Numerics;
using GraphRun.Errors;
using GraphRun.Formats.TensorFiles;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Formats.TensorFiles;

public class TensorTextTests
{
    [Fact]
    public void A_float_scalar_keeps_its_fraction_and_an_integer_has_none()
    {
        Assert.Equal("13.0", Fixture.Text(Tensor.Scalar(13f)));
        Assert.Equal("13", Fixture.Text(Tensor.Scalar(13)));
    }

    [Fact]
    public void Bools_are_spelt_as_in_graph_files() => Assert.Equal("[true, false]", Fixture.Text(Tensor.Vector(true, false)));

    [Fact]
    public void A_matrix_has_one_row_per_line() =>
        Assert.Equal("[[1.0, 2.0],\n [3.0, 4.0]]", Fixture.Text(Tensor.Of<float>(Shape.Of(2, 2), [1, 2, 3, 4])));

    [Fact]
    public void Deeper_lists_are_indented_by_their_depth() =>
        Assert.Equal("[[[1, 2]],\n [[3, 4]]]", Fixture.Text(Tensor.Of<int>(Shape.Of(2, 1, 2), [1, 2, 3, 4])));

    [Theory]
    [InlineData("[]", 0)]
    [InlineData("[[],\n []]", 2, 0)]
    [InlineData("[]", 0, 3)]
    [InlineData("[[],\n []]", 2, 0, 5)]
    public void Empty_lists_show_the_dims_before_the_empty_one(string text, params int[] dims) =>
        Assert.Equal(text, Fixture.Text(Tensor.Allocate(DType.Int32, Shape.Of([.. dims.Select(size => (long)size)]))));

    [Fact]
    public void Endless_empty_rows_are_refused() =>
        Fixture.Fails(ErrorCode.UnprintableValue, "empty rows", () => Fixture.Text(Tensor.Allocate(DType.Int32, Shape.Of(1L << 40, 0))));

    [Fact]
    public void A_thousand_elements_are_neither_elided_nor_wrapped() =>
        Assert.Equal($"[{string.Join(", ", new int[5000])}]", Fixture.Text(Tensor.Vector<int>(new int[5000])));

    [Fact]
    public void What_is_not_finite_is_a_word() => Assert.Equal(
        "[nan, inf, -inf, -0.0]", Fixture.Text(Tensor.Vector(float.NaN, float.PositiveInfinity, float.NegativeInfinity, -0f)));

    [Fact]
    public void Complex_numbers_are_spelt_as_in_python()
    {
        Assert.Equal("[1.0+2.0j, -0.5-1e-05j]", Fixture.Text(Tensor.Vector(new Complex64(1, 2), new Complex64(-0.5f, -1e-5f))));
        Assert.Equal("0.1+nanj", Fixture.Text(Tensor.Scalar(new Complex(0.1, double.NaN))));
    }

    [Fact]
    public void A_scalar_string_is_its_text() => Assert.Equal("say \"Grüße\"", Fixture.Text(Tensor.Scalar("say \"Grüße\"")));

    [Fact]
    public void Strings_in_lists_are_quoted_as_in_JSON()
    {
        var tensor = Tensor.Vector("say \"Grüße\""u8.ToArray(), "a\nb\\"u8.ToArray(), [1]);
        Assert.Equal("""["say \"Grüße\"", "a\nb\\", "\u0001"]""", Fixture.Text(tensor));
    }

    [Fact]
    public void Bytes_that_are_no_UTF8_are_escaped()
    {
        Assert.Equal("a\\xffb", Fixture.Text(Tensor.Scalar(new byte[] { (byte)'a', 0xFF, (byte)'b' })));
        Assert.Equal("[\"\\xc3\"]", Fixture.Text(Tensor.Vector(new byte[] { 0xC3 })));
    }

    [Fact]
    public void A_resource_has_no_text() =>
        Fixture.Fails(ErrorCode.UnprintableValue, "resource", () => Fixture.Text(Tensor.Allocate(DType.Resource, Shape.Scalar)));

    [Fact]
    public void Numbers_have_the_digits_and_the_layout_that_NumPy_gives_them()
    {
        foreach (var line in File.ReadLines(Fixture.PathOf("numbers.txt")))
        {
            var fields = line.Split(' ');
            var bits = ulong.Parse(fields[1], NumberStyles.HexNumber);
            var tensor = fields[0] switch
            {
                "float16" => Tensor.Scalar(BitConverter.UInt16BitsToHalf((ushort)bits)),
                "float32" => Tensor.Scalar(BitConverter.UInt32BitsToSingle((uint)bits)),
                _ => Tensor.Scalar(BitConverter.UInt64BitsToDouble(bits)),
            };
            Assert.Equal(fields[2], Fixture.Text(tensor));
        }
    }

    [Fact]
    public void Every_bfloat16_reads_back_from_at_most_four_digits()
    {
        Span<byte> text = stackalloc byte[NumberText.MaxLength];
        for (var bits = 0; bits <= ushort.MaxValue; bits++)
        {
            var value = new BFloat16((ushort)bits);
            if (!float.IsFinite((float)value))
                continue;
            var written = text[..NumberText.Format(value, text)];
            Assert.True(NumberParser.TryParse(written, out BFloat16 back));
            Assert.Equal(value.Bits, back.Bits);
        }

        Assert.Equal("0.1", Fixture.Text(Tensor.Scalar((BFloat16)0.1f)));
        Assert.Equal("3.14", Fixture.Text(Tensor.Scalar((BFloat16)3.14159f)));
    }

    [Theory]
    // 1 + 2^-8 lies in the middle of two bfloat16 and goes to the even one; a trifle above, it goes up, although float32 cannot tell.
    [InlineData("1.00390625", 0x3F80)]
    [InlineData("1.00390625001", 0x3F81)]
    [InlineData("1.01171875", 0x3F82)]
    [InlineData("1.01171874999", 0x3F81)]
    public void A_bfloat16_is_rounded_once(string text, int bits)
    {
        Assert.True(NumberParser.TryParse(System.Text.Encoding.ASCII.GetBytes(text), out BFloat16 value));
        Assert.Equal(bits, value.Bits);
    }
}
