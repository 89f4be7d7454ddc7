using GraphRun.Tensors;
using Xunit;
using static GraphRun.Tests.Ops.OpRun;

namespace GraphRun.Tests.Ops.Shaping;

// Pad, PadV2, MirrorPad, MirrorPadGrad: the examples of their documentation, the sentences of core/kernels/pad_op.cc and mirror_pad_op.cc.
public class PadOpTests
{
    private static readonly Tensor twoByThree = Matrix(new[,] { { 1, 2, 3 }, { 4, 5, 6 } });
    private static readonly Tensor margins = Matrix(new[,] { { 1, 0 }, { 1, 1 } });

    [Fact]
    public void Zeros_surround_the_input() =>
        Assert.Equal("int32[3,5] 0 0 0 0 0 0 1 2 3 0 0 4 5 6 0", Show(Single("Pad", [twoByThree, margins])));

    [Fact]
    public void A_value_surrounds_the_input() =>
        Assert.Equal("int32[3,5] 9 9 9 9 9 9 1 2 3 9 9 4 5 6 9", Show(Single("PadV2", [twoByThree, margins, Tensor.Scalar(9)])));

    [Fact]
    public void Rows_with_a_margin_behind_them_alone_hold_the_value()
    {
        var behind = Matrix(new[,] { { 0, 0 }, { 0, 2 } });
        Assert.Equal("int32[2,5] 1 2 3 0 0 4 5 6 0 0", Show(Single("Pad", [twoByThree, behind])));
        Assert.Equal("int32[2,5] 1 2 3 9 9 4 5 6 9 9", Show(Single("PadV2", [twoByThree, behind, Tensor.Scalar(9)])));
    }

    [Fact]
    public void The_edge_is_left_out_or_repeated()
    {
        Assert.Equal("int32[3,5] 5 4 5 6 5 2 1 2 3 2 5 4 5 6 5", Show(Single("MirrorPad", [twoByThree, margins], ("mode", "REFLECT"))));
        Assert.Equal("int32[3,5] 1 1 2 3 3 1 1 2 3 3 4 4 5 6 6", Show(Single("MirrorPad", [twoByThree, margins], ("mode", "SYMMETRIC"))));
    }

    // The example of MirrorPadGrad's documentation.
    [Fact]
    public void Mirrored_margins_fold_back_onto_what_they_mirror() => Assert.Equal(
        "int32[2,2] 1 5 11 28",
        Show(
            Single(
                "MirrorPadGrad",
                [Matrix(new[,] { { 1, 2, 3 }, { 4, 5, 6 }, { 7, 8, 9 } }), Matrix(new[,] { { 0, 1 }, { 0, 1 } })],
                ("mode", "SYMMETRIC"))));

    [Fact]
    public void A_margin_wider_than_what_it_mirrors_is_refused() => Assert.Equal(
        "paddings must be less than the dimension size: 2, 0 less than 2",
        Error("MirrorPad", [twoByThree, Matrix(new[,] { { 2, 0 }, { 0, 0 } })], ("mode", "REFLECT")));

    [Fact]
    public void A_negative_margin_is_refused() =>
        Assert.Equal("Paddings must be non-negative: -1 0", Error("Pad", [twoByThree, Matrix(new[,] { { -1, 0 }, { 0, 0 } })]));

    [Fact]
    public void Unknown_dims_stay_unknown_and_dims_without_margin_keep_their_name() => Assert.Equal(
        "[batch,?,5]",
        Infer("Pad", [null, Matrix(new[,] { { 0, 0 }, { 1, 0 }, { 1, 1 } })], [Shape.Named([-1, -1, 3], ["batch", null, null])]));
}
