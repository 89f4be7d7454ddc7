using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Ops;

public sealed class MatMulOpTests
{
    private readonly GraphBuilder builder = new();

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Either_matrix_may_be_transposed(bool transposeA, bool transposeB)
    {
        var a = transposeA ? Matrix(3, 2, 1, 4, 2, 5, 3, 6) : Matrix(2, 3, 1, 2, 3, 4, 5, 6);
        var b = transposeB ? Matrix(2, 3, 7, 9, 11, 8, 10, 12) : Matrix(3, 2, 7, 8, 9, 10, 11, 12);
        var product = builder.Call("MatMul", [a, b], new Dictionary<string, object> { ["transpose_a"] = transposeA, ["transpose_b"] = transposeB });

        // By hand: [[1,2,3],[4,5,6]] times [[7,8],[9,10],[11,12]].
        Assert.Equal([58f, 64f, 139f, 154f], new Session().Run(builder.Build(), [product])[0].Values<float>().ToArray());
    }

    [Fact]
    public void Inner_dims_that_differ_are_refused_while_binding_with_both_shapes()
    {
        var error = Assert.Throws<GraphRunException>(() => builder.Call("MatMul", [Matrix(2, 3, 1, 2, 3, 4, 5, 6), Matrix(4, 1, 1, 2, 3, 4)], null, "product"));

        Assert.Equal("Dimensions must be equal, but are 3 and 4 for 'product' (op: 'MatMul') with input shapes: [2,3], [4,1]", error.Diagnostics[0].Message);
    }

    [Fact]
    public void A_bias_is_added_to_the_channels()
    {
        var value = builder.Constant(Tensor.Of<float>(Shape.Of(1, 2, 2), [1, 2, 3, 4]));
        var bias = builder.Constant(Tensor.Vector(10f, 20f));
        var last = builder.Call("BiasAdd", value, bias);
        var second = builder.Call("BiasAdd", [value, bias], new Dictionary<string, object> { ["data_format"] = "NCHW" });

        var results = new Session().Run(builder.Build(), [last, second]);

        Assert.Equal([11f, 22f, 13f, 24f], results[0].Values<float>().ToArray());
        Assert.Equal([11f, 12f, 23f, 24f], results[1].Values<float>().ToArray());
    }

    private Output Matrix(int rows, int columns, params float[] values) => builder.Constant(Tensor.Of<float>(Shape.Of(rows, columns), values));
}
