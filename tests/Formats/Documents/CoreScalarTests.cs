using GraphRun.Formats.Documents;
using Xunit;

namespace GraphRun.Tests.Formats.Documents;

public class CoreScalarTests
{
    // YAML 1.2.2, section 10.3.2, the table of tag resolution and example 10.8.
    [Theory]
    [InlineData("", CoreKind.Null)]
    [InlineData("~", CoreKind.Null)]
    [InlineData("null", CoreKind.Null)]
    [InlineData("nul", CoreKind.String)]
    [InlineData("true", CoreKind.Boolean)]
    [InlineData("False", CoreKind.Boolean)]
    [InlineData("no", CoreKind.String)]
    [InlineData("on", CoreKind.String)]
    [InlineData("Y", CoreKind.String)]
    [InlineData("0", CoreKind.Integer)]
    [InlineData("-19", CoreKind.Integer)]
    [InlineData("+12", CoreKind.Integer)]
    [InlineData("0o7", CoreKind.Integer)]
    [InlineData("0x3A", CoreKind.Integer)]
    [InlineData("0o8", CoreKind.String)]
    [InlineData("0x", CoreKind.String)]
    [InlineData("-0x3", CoreKind.String)]
    [InlineData("1_000", CoreKind.String)]
    [InlineData("190:20:30", CoreKind.String)]
    [InlineData("0.", CoreKind.Float)]
    [InlineData("-0.0", CoreKind.Float)]
    [InlineData(".5", CoreKind.Float)]
    [InlineData("+12e03", CoreKind.Float)]
    [InlineData("-2E+05", CoreKind.Float)]
    [InlineData(".inf", CoreKind.Float)]
    [InlineData("-.Inf", CoreKind.Float)]
    [InlineData(".NAN", CoreKind.Float)]
    [InlineData("-.nan", CoreKind.String)]
    [InlineData("nan", CoreKind.String)]
    [InlineData(".", CoreKind.String)]
    [InlineData("1e", CoreKind.String)]
    [InlineData("e3", CoreKind.String)]
    [InlineData("1,5", CoreKind.String)]
    public void A_plain_scalar_has_the_kind_of_the_core_schema(string text, CoreKind kind) =>
        Assert.Equal(kind, CoreScalar.KindOf(text));

    [Theory]
    [InlineData("0o17", "15")]
    [InlineData("017", "17")]
    [InlineData("0xff", "255")]
    [InlineData("0xFFFFFFFFFFFFFFFF", "18446744073709551615")]
    [InlineData("18446744073709551615", "18446744073709551615")]
    [InlineData("-9223372036854775808", "-9223372036854775808")]
    public void An_integer_is_read_exactly(string text, string value)
    {
        Assert.True(CoreScalar.TryInteger(text, out var integer));
        Assert.Equal(Int128.Parse(value), integer);
    }

    [Theory]
    [InlineData("18446744073709551616")]
    [InlineData("-9223372036854775809")]
    [InlineData("0x10000000000000000")]
    [InlineData("0o7777777777777777777777777777777777777777777777777777777")]
    [InlineData("99999999999999999999999999999999999999999999999999")]
    public void An_integer_beyond_64_bits_is_refused(string text) => Assert.False(CoreScalar.TryInteger(text, out _));

    [Theory]
    [InlineData("1e-3", 0.001)]
    [InlineData("-.inf", double.NegativeInfinity)]
    [InlineData(".NaN", double.NaN)]
    [InlineData("0x10", 16.0)]
    [InlineData("+2.", 2.0)]
    public void A_float_is_read_as_written(string text, double value) => Assert.Equal(value, CoreScalar.Float(text));
}
