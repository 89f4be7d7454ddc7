using Xunit;
using static GraphRun.Tests.Formats.Binding.BoundGraph;

namespace GraphRun.Tests.Formats.Binding;

public class OperatorTests
{
    // Python's own results for numbers among themselves.
    [Theory]
    [InlineData("1 / 4", "float32[] 0.25")]
    [InlineData("7 // 2", "int32[] 3")]
    [InlineData("-7 // 2", "int32[] -4")]
    [InlineData("-7 % 3", "int32[] 2")]
    [InlineData("7.5 % -2", "float32[] -0.5")]
    [InlineData("2 ** 10", "int32[] 1024")]
    [InlineData("2 ** -1", "float32[] 0.5")]
    [InlineData("-2 ** 2", "int32[] -4")]
    [InlineData("1 << 2", null)]
    [InlineData("6 & 3 | 8", "int32[] 10")]
    [InlineData("6 ^ 3", "int32[] 5")]
    [InlineData("1e3 + 1", "float32[] 1001")]
    public void Numbers_are_computed_as_python_does(string expression, string? value)
    {
        if (value is null)
            Assert.Equal("expected a value, got '<'", Error($"y: {expression}").Message);
        else
            Assert.Equal(value, Expression(expression));
    }

    [Theory]
    [InlineData("float64", "y: x + 1", "float64[2] 5 -2")]
    [InlineData("float32", "y: x * 0.5", "float32[2] 2 -1.5")]
    [InlineData("float32", "y: 1 - x", "float32[2] -3 4")]
    [InlineData("int32", "y: x - [1, 2]", "int32[2] 3 -5")]
    [InlineData("int64", "y: -x", "int64[2] -4 3")]
    [InlineData("int32", "y: +x", "int32[2] 4 -3")]
    [InlineData("int32", "y: x / 2", "float64[2] 2 -1.5")]
    [InlineData("int64", "y: x / 2", "float64[2] 2 -1.5")]
    [InlineData("int8", "y: x / 2", "float32[2] 2 -1.5")]
    [InlineData("float32", "y: x / 8", "float32[2] 0.5 -0.375")]
    [InlineData("int32", "y: x // 2", "int32[2] 2 -2")]
    [InlineData("int32", "y: x % 2", "int32[2] 0 1")]
    [InlineData("int32", "y: x < 0", "bool[2] False True")]
    [InlineData("int32", "y: x == 4", "bool[2] True False")]
    [InlineData("int32", "y: x != 4", "bool[2] False True")]
    [InlineData("int32", "y: x >= -3", "bool[2] True True")]
    [InlineData("int32", "y: (x > 0) & (x < 5)", "bool[2] True False")]
    [InlineData("int32", "y: (x > 0) | (x < 5)", "bool[2] True True")]
    [InlineData("int32", "y: (x > 0) ^ (x < 5)", "bool[2] False True")]
    [InlineData("int32", "y: ~(x > 0)", "bool[2] False True")]
    public void Operators_are_tensorflows_and_literals_take_the_dtype_they_meet(string dtype, string node, string value) =>
        Assert.Equal(value, Value($"x: constant([4, -3], dtype={dtype})\n{node}"));

    [Theory]
    [InlineData("y: x + 0.5", "Expected int32, got 0.5 of type 'float' instead")]
    [InlineData("y: x + true", "Expected int32, got true of type 'bool' instead")]
    [InlineData("y: x + 3000000000", "3000000000 is out of the range of int32")]
    [InlineData("y: x & 0.5", "Expected int32, got 0.5 of type 'float' instead")]
    [InlineData("y: 1 / 0", "1 / 0 divides by zero")]
    [InlineData("y: ~1.5", "~ is 'not' for bool and the complement for integers, got float32")]
    [InlineData("y: 1.5 & x", "Expected int32, got 1.5 of type 'float' instead")]
    [InlineData("y: 0.5 | 0.25", "| takes bool or integers, got float32")]
    [InlineData("y: 1e400", "1e400 is out of the range of every dtype")]
    [InlineData("y: 99999999999999999999", "99999999999999999999 is out of the range of every dtype")]
    public void Literals_that_do_not_fit_are_refused(string node, string message) =>
        Assert.Equal(message, Error($"x: [4, -3]\n{node}").Message);

    // NumPy's results for the same expressions on arange(24).reshape(2, 3, 4).
    [Theory]
    [InlineData("x[1, 2, 3]", "int32[] 23")]
    [InlineData("x[0, 1]", "int32[4] 4 5 6 7")]
    [InlineData("x[-1, -1]", "int32[4] 20 21 22 23")]
    [InlineData("x[1, :, 0]", "int32[3] 12 16 20")]
    [InlineData("x[..., 0]", "int32[2,3] 0 4 8 12 16 20")]
    [InlineData("x[0, 1:3, ::2]", "int32[2,2] 4 6 8 10")]
    [InlineData("x[1, 0, ::-1]", "int32[4] 15 14 13 12")]
    [InlineData("x[0, 0, -2:]", "int32[2] 2 3")]
    [InlineData("x[0, 0, newaxis, :2]", "int32[1,2] 0 1")]
    [InlineData("x[i, j]", "int32[4] 20 21 22 23")]
    [InlineData("x[1, 2, j:4]", "int32[2] 22 23")]
    [InlineData("x[0][1][2]", "int32[] 6")]
    [InlineData("[10, 20, 30][1]", "int32[] 20")]
    public void Indexing_is_numpys(string expression, string value) =>
        Assert.Equal(value, Value($"x: reshape(range(0, 24, 1), [2, 3, 4])\ni: 1\nj: 2\ny: '{expression}'"));

    [Theory]
    [InlineData("x[..., 0, ...]", "Multiple ellipses in slice spec not allowed")]
    [InlineData("x[0:2:0]", "slice step cannot be zero")]
    [InlineData("x[1.5]", "an index is a whole number, a slice, ... or newaxis, got 1.5")]
    [InlineData("x[[0, 1]]", "an index is a whole number, a slice, ... or newaxis, got [0, 1]")]
    [InlineData("x[x]", "an index is a single number, and 'x' has shape [4]")]
    public void What_is_no_index_is_refused(string expression, string message) =>
        Assert.Equal(message, Error($"x: [1, 2, 3, 4]\ny: '{expression}'").Message);
}
