using GraphRun.Errors;
using Xunit;
using static GraphRun.Tests.Formats.Binding.BoundGraph;

namespace GraphRun.Tests.Formats.Binding;

public class BuilderTests
{
    // TensorFlow's documentation of each function.
    [Theory]
    [InlineData("range(5)", "int32[5] 0 1 2 3 4")]
    [InlineData("range(3, 18, 3)", "int32[5] 3 6 9 12 15")]
    [InlineData("range(3, 1, -0.5)", "float32[4] 3 2.5 2 1.5")]
    [InlineData("where([true, false], [1, 2], 3)", "int32[2] 1 3")]
    [InlineData("where([true, false, true])", "int64[2,1] 0 2")]
    [InlineData("transpose([[1, 2, 3], [4, 5, 6]])", "int32[3,2] 1 4 2 5 3 6")]
    [InlineData("transpose([[1, 2, 3], [4, 5, 6]], perm=[0, 1])", "int32[2,3] 1 2 3 4 5 6")]
    [InlineData("split([1, 2, 3, 4], [1, 3])[1]", "int32[3] 2 3 4")]
    [InlineData("split([1, 2, 3, 4], 2, axis=0)[1]", "int32[2] 3 4")]
    [InlineData("zeros([2, n], dtype=int32)", "int32[2,2] 0 0 0 0")]
    [InlineData("ones(3)", "float32[3] 1 1 1")]
    [InlineData("zeros([1], dtype=bool)", "bool[1] False")]
    [InlineData("matmul([[1, 2]], [[3, 4]], transpose_b=true)", "int32[1,1] 11")]
    [InlineData("variable([1, 2], dtype=float64) + 1", "float64[2] 2 3")]
    [InlineData("softmax([[0.0, 1.0], [0.0, 1.0]], axis=0)", "float32[2,2] 0.5 0.5 0.5 0.5")]
    [InlineData("nn.log_softmax([[0.0], [0.0]], -2)", "float32[2,1] -0.6931472 -0.6931472")]
    [InlineData("norm([[3.0, 4.0], [6.0, 8.0]], axis=1)", "float32[2] 5 10")]
    [InlineData("norm([[3.0, -4.0]], ord=1)", "float32[] 7")]
    [InlineData("norm([[3.0, -4.0]], ord=inf, axis=[1], keepdims=true)", "float32[1,1] 4")]
    [InlineData("round(1000.0 * norm([3.0, 4.0, 5.0], ord=3))", "float32[] 6000")]
    [InlineData("tensordot([[1, 2], [3, 4]], [[1, 0], [0, 2]], 1)", "int32[2,2] 1 4 3 8")]
    [InlineData("tensordot([[1, 2], [3, 4]], [[1, 0], [0, 2]], axes=[[0], [1]])", "int32[2,2] 1 6 2 8")]
    [InlineData("tensordot([[1, 2], [3, 4]], [[1, 0], [0, 2]], 2)", "int32[] 9")]
    [InlineData("tensordot([1, 2], [3, 4], 0)", "int32[2,2] 3 4 6 8")]
    [InlineData("dropout([1.0, 2.0], rate=0.0)", "float32[2] 1 2")]
    [InlineData("reduce_max(dropout(ones([1000]), keep_prob=0.25, seed=1))", "float32[] 4")]
    public void Builders_do_what_tensorflows_functions_do(string expression, string value) =>
        Assert.Equal(value, Value($"n: 2\ny: '{expression}'"));

    [Theory]
    [InlineData("y: shape(v)", "int32[2] 2 2")]
    [InlineData("y: v > 2.0", "bool[2,2] False False True True")]
    [InlineData("y: argmax(v, axis=1)", "int64[2] 1 1")]
    public void A_variable_is_read_by_nodes_of_another_dtype(string node, string value) =>
        Assert.Equal(value, Value($"v: variable([[1.0, 2.0], [3.0, 4.0]])\n{node}"));

    [Theory]
    [InlineData("y: variable(zeros([2]), dtype=float64)", ErrorCode.DTypeMismatch)]
    [InlineData("y: where([true], 1)", ErrorCode.InvalidArguments)]
    [InlineData("p: placeholder(int32, [])\ny: glorot_uniform([p, 2])", ErrorCode.InvalidShape)]
    [InlineData("y: random_uniform([2], dtype=int32)", ErrorCode.InvalidArguments)]
    [InlineData("y: group(3)", ErrorCode.InvalidArguments)]
    [InlineData("y: softmax([1.0], axis=1)", ErrorCode.InvalidArguments)]
    [InlineData("y: tensordot([1, 2], [1, 2], 2)", ErrorCode.InvalidArguments)]
    [InlineData("y: tensordot([1, 2], [1, 2], [[0], [1]])", ErrorCode.InvalidArguments)]
    [InlineData("y: norm([1.0], ord='none')", ErrorCode.InvalidArguments)]
    [InlineData("y: dropout([1.0])", ErrorCode.InvalidArguments)]
    public void Arguments_that_do_not_fit_are_refused(string node, ErrorCode code) => Assert.Equal(code, Error($"n: 2\n{node}").Code);
}
