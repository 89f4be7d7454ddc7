using GraphRun.Tensors;
using Xunit;
using static GraphRun.Tests.Ops.OpRun;

namespace GraphRun.Tests.Ops.Sparse;

/// <summary>Expectations are the examples of TensorFlow's documentation, or counted by hand from the dense matrices.</summary>
public sealed class SparseOpTests
{
    // [[0, 2, 0], [3, 0, 4]]
    private static readonly Tensor indices = Matrix(new long[,] { { 0, 1 }, { 1, 0 }, { 1, 2 } });
    private static readonly Tensor values = Tensor.Vector(2f, 3f, 4f);
    private static readonly Tensor shape = Tensor.Vector(2L, 3L);

    [Theory]
    [InlineData(false, false, "float32[2,2] 6 8 23 30")]
    [InlineData(false, true, "float32[2,2] 4 10 15 36")]
    [InlineData(true, false, "float32[3,2] 9 12 2 4 12 16")]
    [InlineData(true, true, "float32[3,2] 6 12 2 6 8 16")]
    public void A_sparse_matrix_times_a_dense_one(bool turnsA, bool turnsB, string expected)
    {
        var tall = Matrix(new[,] { { 1f, 2f }, { 3f, 4f }, { 5f, 6f } });
        var wide = Matrix(new[,] { { 1f, 2f, 3f }, { 4f, 5f, 6f } });
        var square = Matrix(new[,] { { 1f, 2f }, { 3f, 4f } });
        var b = turnsA ? square : turnsB ? wide : tall;
        Assert.Equal(expected, Show(Single("SparseTensorDenseMatMul", [indices, values, shape, b], ("adjoint_a", turnsA),
            ("adjoint_b", turnsB))));
    }

    [Fact]
    public void Inner_dims_of_a_product_are_equal() => Assert.Equal(
        "Cannot multiply A and B because inner dimension does not match: 3 vs. 2.  Did you forget a transpose?  Dimensions of A: [2, 3). "
            + " Dimensions of B: [2,1]",
        Error("SparseTensorDenseMatMul", [indices, values, shape, Matrix(new[,] { { 1f }, { 2f } })]));

    [Fact]
    public void Entries_are_put_in_row_major_order()
    {
        var outputs = All("SparseReorder", [Matrix(new long[,] { { 1, 2 }, { 0, 1 }, { 1, 0 } }), Tensor.Vector(4f, 2f, 3f), shape]);
        Assert.Equal(Show(indices), Show(outputs[0]));
        Assert.Equal(Show(values), Show(outputs[1]));
    }

    // The example of SparseReshape: shape [2, 3, 6] to [9, -1].
    [Fact]
    public void Indices_move_with_the_shape()
    {
        var places = Matrix(new long[,] { { 0, 0, 0 }, { 0, 0, 1 }, { 0, 1, 0 }, { 1, 0, 0 }, { 1, 2, 3 } });
        var outputs = All("SparseReshape", [places, Tensor.Vector(2L, 3L, 6L), Tensor.Vector(9L, -1L)]);
        Assert.Equal("int64[5,2] 0 0 0 1 1 2 4 2 8 1", Show(outputs[0]));
        Assert.Equal("int64[2] 9 4", Show(outputs[1]));
        Assert.Equal(
            "only one output dimension may be -1, not both 0 and 1",
            Error("SparseReshape", [places, Tensor.Vector(2L, 3L, 6L), Tensor.Vector(-1L, -1L)]));
    }

    [Fact]
    public void Dense_and_sparse_add_up()
    {
        Assert.Equal(
            "float32[2,3] 1 3 1 4 1 5",
            Show(Single("SparseTensorDenseAdd", [indices, values, shape, Matrix(new[,] { { 1f, 1f, 1f }, { 1f, 1f, 1f } })])));
        var sum = All("SparseAdd", [indices, values, shape, Matrix(new long[,] { { 0, 0 }, { 1, 0 } }), Tensor.Vector(5f, -3f), shape,
            Tensor.Scalar(0.5f)]);
        Assert.Equal("int64[3,2] 0 0 0 1 1 2", Show(sum[0]));
        Assert.Equal("float32[3] 5 2 4", Show(sum[1]));
    }

    // The example of tf.sparse.reduce_sum: [[1, 0, 1], [0, 1, 0]]; its maximum leaves out what is no entry.
    [Theory]
    [InlineData("0", false, "float32[3] 3 2 4")]
    [InlineData("1", false, "float32[2] 2 7")]
    [InlineData("-1", true, "float32[2,1] 2 7")]
    [InlineData("0 1", false, "float32[] 9")]
    public void Entries_are_summed_along_axes(string axes, bool keeps, string expected) => Assert.Equal(
        expected, Show(Single("SparseReduceSum", [indices, values, shape, Tensor.Vector<int>([.. axes.Split(' ').Select(int.Parse)])],
            ("keep_dims", keeps))));

    [Fact]
    public void The_greatest_of_negative_entries_is_one_of_them() => Assert.Equal(
        "float32[2] -2 -3", Show(Single("SparseReduceMax", [indices, Tensor.Vector(-2f, -3f, -4f), shape, Tensor.Vector(1)])));

    // The example of SparseConcat along dim 1.
    [Fact]
    public void Sparse_tensors_are_joined()
    {
        var outputs = All(
            "SparseConcat",
            [
                Matrix(new long[,] { { 0, 2 }, { 1, 0 }, { 1, 1 } }), Matrix(new long[,] { { 0, 1 }, { 0, 2 } }), Text("a", "b", "c"),
                    Text("d", "e"),
                Tensor.Vector(2L, 3L), Tensor.Vector(2L, 4L),
            ],
            ("concat_dim", 1L),
            ("N", 2L));
        Assert.Equal("int64[5,2] 0 2 0 4 0 5 1 0 1 1", Show(outputs[0]));
        Assert.Equal(["a", "d", "e", "b", "c"], Texts(outputs[1]));
        Assert.Equal("int64[2] 2 7", Show(outputs[2]));
    }

    // The example of SparseSlice: [a d e; b c], from [0, 4] of size [2, 4].
    [Fact]
    public void A_box_is_cut_out()
    {
        var outputs = All(
            "SparseSlice",
            [Matrix(new long[,] { { 0, 2 }, { 0, 4 }, { 0, 5 }, { 1, 0 }, { 1, 1 } }), Text("a", "d", "e", "b", "c"),
                Tensor.Vector(2L, 7L), Tensor.Vector(0L, 4L), Tensor.Vector(2L, 4L)]);
        Assert.Equal("int64[2,2] 0 0 0 1", Show(outputs[0]));
        Assert.Equal(["d", "e"], Texts(outputs[1]));
        Assert.Equal("int64[2] 2 3", Show(outputs[2]));
    }

    // The example of SparseFillEmptyRows.
    [Fact]
    public void Empty_rows_have_the_default_value()
    {
        var outputs = All(
            "SparseFillEmptyRows",
            [Matrix(new long[,] { { 0, 1 }, { 0, 3 }, { 2, 0 }, { 3, 1 } }), Text("a", "b", "c", "d"), Tensor.Vector(5L, 6L),
                Tensor.Scalar("x")]);
        Assert.Equal("int64[6,2] 0 1 0 3 1 0 2 0 3 1 4 0", Show(outputs[0]));
        Assert.Equal(["a", "b", "x", "c", "d", "x"], Texts(outputs[1]));
        Assert.Equal("bool[5] false true false false true", Show(outputs[2]));
        Assert.Equal("int64[4] 0 1 3 4", Show(outputs[3]));
    }

    [Fact]
    public void An_index_outside_the_shape_is_refused() => Assert.Equal(
        "indices[0,1] = 3 is out of bounds: need 0 <= index < 3",
        Error("SparseReorder", [Matrix(new long[,] { { 0, 3 } }), Tensor.Vector(1f), shape]));
}
