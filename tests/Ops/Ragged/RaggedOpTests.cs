using GraphRun.Tensors;
using Xunit;
using static GraphRun.Tests.Ops.OpRun;

namespace GraphRun.Tests.Ops.Ragged;

/// <summary>Expectations are the examples of TensorFlow's documentation of ragged tensors.</summary>
public sealed class RaggedOpTests
{
    // tf.ragged.range([0, 5, 8], [3, 3, 12]) and tf.ragged.range([0, 5, 8], [3, 3, 12], 2)
    [Theory]
    [InlineData(1, "int64[4] 0 3 3 7", "int32[7] 0 1 2 8 9 10 11")]
    [InlineData(2, "int64[4] 0 2 2 4", "int32[4] 0 2 8 10")]
    [InlineData(-1, "int64[4] 0 0 2 2", "int32[2] 5 4")]
    public void Ranges_are_rows_of_their_own_lengths(int delta, string splits, string values)
    {
        var outputs = All("RaggedRange", [Tensor.Vector(0, 5, 8), Tensor.Vector(3, 3, 12), Tensor.Scalar(delta)]);
        Assert.Equal([splits, values], outputs.Select(Show));
    }

    [Fact]
    public void A_step_of_zero_is_refused() =>
        Assert.Equal("Requires delta != 0", Error("RaggedRange", [Tensor.Scalar(0), Tensor.Scalar(3), Tensor.Scalar(0)]));

    // tf.gather(tf.ragged.constant([['a', 'b'], ['c'], ['d', 'e', 'f']]), [2, 0]) and with indices [[2], [0]]
    [Fact]
    public void Rows_are_gathered()
    {
        var (splits, letters) = (Tensor.Vector(0L, 2L, 3L, 6L), Text("a", "b", "c", "d", "e", "f"));
        var flat = All("RaggedGather", [splits, letters, Tensor.Vector(2, 0)], ("PARAMS_RAGGED_RANK", 1L), ("OUTPUT_RAGGED_RANK", 1L));
        Assert.Equal("int64[3] 0 3 5", Show(flat[0]));
        Assert.Equal(["d", "e", "f", "a", "b"], Texts(flat[1]));

        var nested = All("RaggedGather", [splits, letters, Matrix(new[,] { { 2 }, { 0 } })], ("PARAMS_RAGGED_RANK", 1L),
            ("OUTPUT_RAGGED_RANK", 2L));
        Assert.Equal("int64[3] 0 1 2", Show(nested[0]));
        Assert.Equal("int64[3] 0 3 5", Show(nested[1]));
    }

    [Fact]
    public void A_row_that_does_not_exist_is_refused() => Assert.Equal(
        "indices[1] = 3 is not in [0, 3)",
        Error("RaggedGather", [Tensor.Vector(0L, 2L, 3L, 6L), Text("a", "b", "c", "d", "e", "f"), Tensor.Vector(2, 3)],
            ("PARAMS_RAGGED_RANK", 1L), ("OUTPUT_RAGGED_RANK", 1L)));

    // tf.ragged.constant([[9, 8, 7], [], [6, 5], [4]]).to_tensor(), and with a default value and a shape
    [Theory]
    [InlineData("-1", 0, "int32[4,3] 9 8 7 0 0 0 6 5 0 4 0 0")]
    [InlineData("3 2", 1, "int32[3,2] 9 8 1 1 6 5")]
    [InlineData("-1 4", 0, "int32[4,4] 9 8 7 0 0 0 0 0 6 5 0 0 4 0 0 0")]
    public void Rows_are_filled_up_to_one_length(string shape, int filler, string expected)
    {
        long[] dims = [.. shape.Split(' ').Select(long.Parse)];
        var wanted = dims.Length == 1 ? Tensor.Scalar(dims[0]) : Tensor.Vector<long>(dims);
        Tensor[] inputs = [wanted, Tensor.Vector(9, 8, 7, 6, 5, 4), Tensor.Scalar(filler)];

        Assert.Equal(expected, Show(Single("RaggedTensorToTensor", [.. inputs, Tensor.Vector(0L, 3L, 3L, 5L, 6L)], Types("ROW_SPLITS"))));
        Assert.Equal(
            expected,
            Show(Single("RaggedTensorToTensor", [.. inputs, Tensor.Scalar(4L), Tensor.Vector(0L, 0L, 0L, 2L, 2L, 3L)],
                Types("FIRST_DIM_SIZE", "VALUE_ROWIDS"))));
    }

    // tf.ragged.constant([[[1, 2], [3]], [[4]]]).to_tensor()
    [Fact]
    public void Rows_of_rows_are_filled_up() => Assert.Equal(
        "int32[2,2,2] 1 2 3 0 4 0 0 0",
        Show(Single(
            "RaggedTensorToTensor",
            [Tensor.Scalar(-1L), Tensor.Vector(1, 2, 3, 4), Tensor.Scalar(0), Tensor.Vector(0L, 2L, 3L), Tensor.Vector(0L, 2L, 3L, 4L)],
            Types("ROW_SPLITS", "ROW_SPLITS"))));

    private static (string Name, object Value) Types(params string[] types) => ("row_partition_types", types);
}
