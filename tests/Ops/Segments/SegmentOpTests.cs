using GraphRun.Tensors;
using Xunit;
using static GraphRun.Tests.Ops.OpRun;

namespace GraphRun.Tests.Ops.Segments;

// The examples of the ops' documentation, the sentences of core/kernels/segment_reduction_ops.cc.
public class SegmentOpTests
{
    private static readonly Tensor rows = Matrix(new[,] { { 1, 2, 3, 4 }, { 4, 3, 2, 1 }, { 5, 6, 7, 8 } });

    [Theory]
    [InlineData("SegmentSum", "int32[2,4] 5 5 5 5 5 6 7 8")]
    [InlineData("SegmentProd", "int32[2,4] 4 6 6 4 5 6 7 8")]
    [InlineData("SegmentMin", "int32[2,4] 1 2 2 1 5 6 7 8")]
    [InlineData("SegmentMax", "int32[2,4] 4 3 3 4 5 6 7 8")]
    public void Rows_of_a_segment_become_one(string op, string expected) =>
        Assert.Equal(expected, Show(Single(op, [rows, Tensor.Vector(0, 0, 1)])));

    [Fact]
    public void The_mean_of_integers_is_rounded_towards_zero()
    {
        Assert.Equal("float32[2] 1.5 5", Show(Single("SegmentMean", [Tensor.Vector(1f, 2f, 5f), Tensor.Vector(0, 0, 1)])));
        Assert.Equal("int32[1] 1", Show(Single("SegmentMean", [Tensor.Vector(1, 2), Tensor.Vector(0, 0)])));
    }

    [Theory]
    [InlineData("SegmentSum", "float32[3] 1 0 2")]
    [InlineData("SegmentProd", "float32[3] 1 1 2")]
    [InlineData("SegmentMax", "float32[3] 1 0 2")]
    [InlineData("SegmentMean", "float32[3] 1 0 2")]
    public void A_segment_without_rows_has_its_default(string op, string expected) =>
        Assert.Equal(expected, Show(Single(op, [Tensor.Vector(1f, 2f), Tensor.Vector(0, 2)])));

    [Theory]
    [InlineData(new[] { 1, 0, 1 }, "segment ids are not increasing")]
    [InlineData(new[] { -1, 0, 1 }, "segment ids must be >= 0")]
    [InlineData(new[] { 0, 1 }, "segment_ids should be the same size as dimension 0 of input.")]
    public void Ids_rise(int[] ids, string message) => Assert.Equal(message, Error("SegmentSum", [rows, Tensor.Vector<int>(ids)]));

    [Theory]
    [InlineData("UnsortedSegmentSum", "int32[3,4] 6 8 10 12 0 0 0 0 4 3 2 1")]
    [InlineData("UnsortedSegmentProd", "int32[3,4] 5 12 21 32 1 1 1 1 4 3 2 1")]
    [InlineData("UnsortedSegmentMax", "int32[3,4] 5 6 7 8 -2147483648 -2147483648 -2147483648 -2147483648 4 3 2 1")]
    [InlineData("UnsortedSegmentMin", "int32[3,4] 1 2 3 4 2147483647 2147483647 2147483647 2147483647 4 3 2 1")]
    public void Unsorted_rows_find_their_segment(string op, string expected) =>
        Assert.Equal(expected, Show(Single(op, [rows, Tensor.Vector(0, 2, 0), Tensor.Scalar(3)])));

    [Fact]
    public void Negative_ids_drop_and_ids_beyond_are_refused()
    {
        Assert.Equal("int32[2] 3 0", Show(Single("UnsortedSegmentSum", [Tensor.Vector(3, 4), Tensor.Vector(0, -1), Tensor.Scalar(2)])));
        Assert.Equal(
            "segment_ids[1] = 2 is out of range [0, 2)",
            Error("UnsortedSegmentSum", [Tensor.Vector(3, 4), Tensor.Vector(0, 2), Tensor.Scalar(2)]));
    }

    [Fact]
    public void Ids_may_have_several_dims() => Assert.Equal(
        "int32[2] 5 5",
        Show(
            Single(
                "UnsortedSegmentSum", [Matrix(new[,] { { 1, 2 }, { 3, 4 } }), Matrix(new[,] { { 0, 1 }, { 1, 0 } }), Tensor.Scalar(2)])));

    // Wide rows go by whole vectors and the rest by elements; every column must come out alike.
    [Fact]
    public void Wide_rows_add_up_in_every_column()
    {
        var wide = Tensor.Of<float>(Shape.Of(3, 37), [.. Enumerable.Range(0, 111).Select(i => (float)i)]);
        var expected = Enumerable.Range(0, 37).Select(i => (float)(i + i + 74)).Concat(Enumerable.Range(37, 37).Select(i => (float)i));

        Assert.Equal(expected, Single("UnsortedSegmentSum", [wide, Tensor.Vector(0, 1, 0), Tensor.Scalar(2)]).Values<float>().ToArray());
    }

    [Fact]
    public void Picked_rows_are_summed_by_segment()
    {
        var data = Matrix(new[,] { { 1f, 2f, 3f, 4f }, { -1f, -2f, -3f, -4f }, { 5f, 6f, 7f, 8f } });

        Assert.Equal("float32[1,4] 0 0 0 0", Show(Single("SparseSegmentSum", [data, Tensor.Vector(0, 1), Tensor.Vector(0, 0)])));
        Assert.Equal(
            "float32[2,4] 0 0 0 0 5 6 7 8", Show(Single("SparseSegmentSum", [data, Tensor.Vector(0, 1, 2), Tensor.Vector(0, 0, 1)])));
        Assert.Equal("float32[1,4] 3 4 5 6", Show(Single("SparseSegmentMean", [data, Tensor.Vector(0, 2), Tensor.Vector(0, 0)])));
        Assert.Equal(
            "float32[3,4] 0 0 0 0 8 10 12 14 0 0 0 0",
            Show(
                Single(
                    "SparseSegmentSqrtNWithNumSegments", [data, Tensor.Vector(2, 2, 2, 0), Tensor.Vector(1, 1, 1, 1), Tensor.Scalar(3)])));
    }

    [Fact]
    public void A_row_outside_cannot_be_picked() => Assert.Equal(
        "Bad: indices[1] == 3 out of range [0, 3)",
        Error("SparseSegmentSum", [Matrix(new[,] { { 1f }, { 2f }, { 3f } }), Tensor.Vector(0, 3), Tensor.Vector(0, 0)]));
}
