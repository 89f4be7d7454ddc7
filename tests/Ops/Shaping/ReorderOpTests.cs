using GraphRun.Tensors;
using Xunit;
using static GraphRun.Tests.Ops.OpRun;

namespace GraphRun.Tests.Ops.Shaping;

// ReverseV2, Reverse, ReverseSequence, Roll, InvertPermutation, ConcatOffset, MatrixBandPart and the ops of blocks and broadcasting: the
// examples of their documentation, the sentences of the kernels of the same names in core/kernels.
public class ReorderOpTests
{
    private static readonly Tensor twoByThree = Matrix(new[,] { { 1, 2, 3 }, { 4, 5, 6 } });

    [Fact]
    public void Listed_dims_run_backwards()
    {
        Assert.Equal("int32[2,3] 4 5 6 1 2 3", Show(Single("ReverseV2", [twoByThree, Tensor.Vector(0)])));
        Assert.Equal("int32[2,3] 6 5 4 3 2 1", Show(Single("ReverseV2", [twoByThree, Tensor.Vector(-1L, 0L)])));
        Assert.Equal("int32[2,3] 3 2 1 6 5 4", Show(Single("Reverse", [twoByThree, Tensor.Vector(false, true)])));
    }

    [Fact]
    public void A_dim_listed_twice_or_outside_is_refused()
    {
        Assert.Equal("axis 1 specified more than once.", Error("ReverseV2", [twoByThree, Tensor.Vector(1, -1)]));
        Assert.Equal("'axis'[0] = 2 is out of valid range [0, 1]", Error("ReverseV2", [twoByThree, Tensor.Vector(2)]));
    }

    [Fact]
    public void Sequences_of_their_own_lengths_run_backwards() => Assert.Equal(
        "int32[2,3] 2 1 3 6 5 4", Show(Single("ReverseSequence", [twoByThree, Tensor.Vector(2L, 3L)], ("seq_dim", 1L))));

    [Fact]
    public void There_is_a_length_for_every_sequence() => Assert.Equal(
        "Length of seq_lengths != input.dims(0), (1 vs. 2)", Error("ReverseSequence", [twoByThree, Tensor.Vector(2L)], ("seq_dim", 1L)));

    [Fact]
    public void Rolled_elements_come_back_at_the_other_end()
    {
        Assert.Equal("int32[5] 3 4 0 1 2", Show(Single("Roll", [Tensor.Vector(0, 1, 2, 3, 4), Tensor.Scalar(2), Tensor.Scalar(0)])));
        Assert.Equal("int32[2,3] 6 4 5 3 1 2", Show(Single("Roll", [twoByThree, Tensor.Vector(1, 1), Tensor.Vector(0, -1)])));
        Assert.Equal("int32[2,3] 2 3 1 5 6 4", Show(Single("Roll", [twoByThree, Tensor.Vector(2, -3), Tensor.Vector(1, 1)])));
    }

    [Fact]
    public void An_inverted_permutation_undoes_it() =>
        Assert.Equal("int32[5] 2 4 3 0 1", Show(Single("InvertPermutation", [Tensor.Vector(3, 4, 0, 2, 1)])));

    [Fact]
    public void What_is_no_permutation_is_refused()
    {
        Assert.Equal("2 is not between 0 and 2", Error("InvertPermutation", [Tensor.Vector(0, 2)]));
        Assert.Equal("0 is duplicated in the input.", Error("InvertPermutation", [Tensor.Vector(0, 0)]));
    }

    [Fact]
    public void Offsets_say_where_joined_parts_begin() => Assert.Equal(
        ["int32[3] 0 0 0", "int32[3] 0 2 0", "int32[3] 0 5 0"],
        All(
            "ConcatOffset",
            [Tensor.Scalar(1), Tensor.Vector(2, 2, 7), Tensor.Vector(2, 3, 7), Tensor.Vector(2, 5, 7)],
            ("N", 3L)).Select(Show));

    [Fact]
    public void A_band_around_the_diagonal_is_kept()
    {
        var square = Matrix(new[,] { { 0, 1, 2, 3 }, { -1, 0, 1, 2 }, { -2, -1, 0, 1 }, { -3, -2, -1, 0 } });

        Assert.Equal(
            "int32[4,4] 0 1 2 3 -1 0 1 2 0 -1 0 1 0 0 -1 0", Show(Single("MatrixBandPart", [square, Tensor.Scalar(1), Tensor.Scalar(-1)])));
        Assert.Equal(
            "int32[4,4] 0 1 0 0 -1 0 1 0 -2 -1 0 1 0 -2 -1 0",
            Show(Single("MatrixBandPart", [square, Tensor.Scalar(2), Tensor.Scalar(1)])));
        Assert.Equal(
            "num_lower must be negative or less or equal to number of rows (4) got: 5",
            Error("MatrixBandPart", [square, Tensor.Scalar(5), Tensor.Scalar(1)]));
    }

    [Fact]
    public void Blocks_of_space_become_batches_and_come_back()
    {
        var image = Tensor.Of<int>(Shape.Of(1, 2, 4, 1), [1, 2, 3, 4, 5, 6, 7, 8]);
        Tensor[] block = [Tensor.Vector(2, 2), Matrix(new[,] { { 0, 0 }, { 2, 0 } })];

        var batches = Single("SpaceToBatchND", [image, .. block]);

        Assert.Equal("int32[4,1,3,1] 0 1 3 0 2 4 0 5 7 0 6 8", Show(batches));
        Assert.Equal(Show(image), Show(Single("BatchToSpaceND", [batches, .. block])));
    }

    [Fact]
    public void Space_that_no_block_divides_is_refused() => Assert.Equal(
        "Dimension size must be evenly divisible by 2 but is 3",
        Error("SpaceToBatchND", [Tensor.Of<int>(Shape.Of(1, 3, 1), [1, 2, 3]), Tensor.Vector(2), Matrix(new[,] { { 0, 0 } })]));

    [Fact]
    public void Space_becomes_depth_and_comes_back()
    {
        var image = Tensor.Of<int>(Shape.Of(1, 2, 2, 1), [1, 2, 3, 4]);

        var deep = Single("SpaceToDepth", [image], ("block_size", 2L));

        Assert.Equal("int32[1,1,1,4] 1 2 3 4", Show(deep));
        Assert.Equal(Show(image), Show(Single("DepthToSpace", [deep], ("block_size", 2L))));
        Assert.Equal("[?,8,8,3]", Infer("DepthToSpace", [null], [Shape.Of(-1, 4, 4, 12)], ("block_size", 2L)));
    }

    [Fact]
    public void Shapes_broadcast_as_tensors_do()
    {
        Assert.Equal("int32[3] 5 2 3", Show(Single("BroadcastArgs", [Tensor.Vector(2, 1), Tensor.Vector(5, 1, 3)])));
        Assert.Equal("Incompatible shapes: [2] vs. [3]", Error("BroadcastArgs", [Tensor.Vector(2), Tensor.Vector(3)]));
    }

    // core/util/bcast_test.cc, "BCastTest": {11,7,5,3,2} with {7,1,3,2}, {1} with {2,3,5}, equal shapes.
    [Theory]
    [InlineData(new[] { 11, 7, 5, 3, 2 }, new[] { 7, 1, 3, 2 }, "int32[0]", "int32[2] 0 2")]
    [InlineData(new[] { 1 }, new[] { 11, 7, 5 }, "int32[3] 0 1 2", "int32[0]")]
    [InlineData(new[] { 11, 7, 1, 1, 2 }, new[] { 11, 7, 1, 1, 2 }, "int32[0]", "int32[0]")]
    [InlineData(new[] { 1, 1 }, new[] { 1 }, "int32[2] 0 1", "int32[2] 0 1")]
    public void Gradients_are_summed_where_an_input_was_stretched(int[] left, int[] right, string leftAxes, string rightAxes) =>
        Assert.Equal(
        [leftAxes, rightAxes], All("BroadcastGradientArgs", [Tensor.Vector<int>(left), Tensor.Vector<int>(right)]).Select(Show));

    [Fact]
    public void Bytes_are_read_as_another_dtype()
    {
        Assert.Equal("int32[1] 1065353216", Show(Single("Bitcast", [Tensor.Vector(1f)], ("type", DType.Int32))));
        Assert.Equal("uint8[1,4] 4 3 2 1", Show(Single("Bitcast", [Tensor.Vector(0x01020304)], ("type", DType.UInt8))));
        Assert.Equal("int32[1] 16909060", Show(Single("Bitcast", [Matrix(new byte[,] { { 4, 3, 2, 1 } })], ("type", DType.Int32))));
        Assert.Equal(
            "Cannot bitcast from float32 to int64: shape [3]", Error("Bitcast", [Tensor.Vector(1f, 2f, 3f)], ("type", DType.Int64)));
    }
}
