using GraphRun.Tensors;
using Xunit;
using static GraphRun.Tests.Ops.OpRun;

namespace GraphRun.Tests.Ops.Shaping;

// ConcatV2, Pack, Unpack, Split, SplitV: the sentences are those of the kernels of the same names in core/kernels.
public class JoinOpTests
{
    private static readonly Tensor twoByThree = Matrix(new[,] { { 1, 2, 3 }, { 4, 5, 6 } });
    private static readonly Tensor twoByOne = Matrix(new[,] { { 7 }, { 8 } });

    [Fact]
    public void Concat_joins_along_an_axis()
    {
        Assert.Equal("int32[2,4] 1 2 3 7 4 5 6 8", Show(Single("ConcatV2", [twoByThree, twoByOne, Tensor.Scalar(-1)])));
        Assert.Equal("int32[4,1] 7 8 7 8", Show(Single("Concat", [Tensor.Scalar(0), twoByOne, twoByOne])));
    }

    [Fact]
    public void Strings_are_joined_too() =>
        Assert.Equal("string[3] a b c", Show(Single("ConcatV2", [Text("a"), Text("b", "c"), Tensor.Scalar(0)])));

    [Fact]
    public void Dims_that_differ_elsewhere_are_refused()
    {
        Assert.Equal(
            "ConcatOp : Dimensions of inputs should match: shape[0] = [2,3] vs. shape[1] = [2,1]",
            Error("ConcatV2", [twoByThree, twoByOne, Tensor.Scalar(0)]));
        Assert.Equal(
            "ConcatOp : Ranks of all input tensors should match: shape[0] = [2,3] vs. shape[1] = [1]",
            Error("ConcatV2", [twoByThree, Tensor.Vector(1), Tensor.Scalar(0)]));
        Assert.Equal(
            "ConcatOp : Expected concatenating dimensions in the range [-2, 2), but got 2",
            Error("ConcatV2", [twoByThree, twoByOne, Tensor.Scalar(2)]));
    }

    [Fact]
    public void A_joined_dim_is_known_when_all_its_parts_are()
    {
        Assert.Equal("[5,3]", Infer("ConcatV2", [null, null, Tensor.Scalar(0)], [Shape.Of(2, -1), Shape.Of(3, 3)]));
        Assert.Equal("[?,3]", Infer("ConcatV2", [null, null, Tensor.Scalar(0)], [Shape.Of(-1, -1), Shape.Of(3, 3)]));
        Assert.Equal("[?,3]", Infer("ConcatV2", [null, null, Tensor.Scalar(0)], [Shape.UnknownRank, Shape.Of(3, 3)]));
    }

    [Fact]
    public void Pack_makes_a_dim_and_unpack_takes_it_away()
    {
        var packed = Single("Pack", [Tensor.Vector(1, 2), Tensor.Vector(3, 4)], ("axis", -1L));

        Assert.Equal("int32[2,2] 1 3 2 4", Show(packed));
        Assert.Equal(["int32[2] 1 2", "int32[2] 3 4"], All("Unpack", [packed], ("num", 2L), ("axis", 1L)).Select(Show));
    }

    [Fact]
    public void Inputs_of_pack_have_one_shape() => Assert.Equal(
        "Shapes of all inputs must match: values[0].shape = [1] != values[1].shape = [2]",
        Error("Pack", [Tensor.Vector(1), Tensor.Vector(1, 2)]));

    [Fact]
    public void Unpack_has_as_many_outputs_as_indices() =>
        Assert.Equal("Input shape axis 0 must equal 3, got shape [2,3]", Error("Unpack", [twoByThree], ("num", 3L)));

    [Fact]
    public void Split_cuts_into_equal_parts()
    {
        Assert.Equal(
            ["int32[2,1] 1 4", "int32[2,1] 2 5", "int32[2,1] 3 6"],
            All("Split", [Tensor.Scalar(1), twoByThree], ("num_split", 3L)).Select(Show));
        Assert.Equal(
            "Number of ways to split should evenly divide the split dimension, but got split_dim 1 (size = 3) and num_split 2",
            Error("Split", [Tensor.Scalar(-1), twoByThree], ("num_split", 2L)));
    }

    [Fact]
    public void Split_v_cuts_into_parts_of_given_sizes()
    {
        var parts = All("SplitV", [twoByThree, Tensor.Vector(-1L, 1L), Tensor.Scalar(1)], ("num_split", 2L));

        Assert.Equal(["int32[2,2] 1 2 4 5", "int32[2,1] 3 6"], parts.Select(Show));
    }

    [Theory]
    [InlineData(new[] { 1, 1 }, "can't split axis of size 3 into pieces of size [1,1]")]
    [InlineData(new[] { -1, 4 }, "can't split axis of size 3 into pieces of size [-1,4]")]
    [InlineData(new[] { -1, -1 }, "size_splits can only have one -1")]
    [InlineData(new[] { 3 }, "Length of size_splits should be equal to num_outputs")]
    public void Sizes_that_do_not_add_up_are_refused(int[] sizes, string message) =>
        Assert.Equal(message, Error("SplitV", [twoByThree, Tensor.Vector<int>(sizes), Tensor.Scalar(1)], ("num_split", 2L)));
}
