using GraphRun.Tensors;
using Xunit;
using static GraphRun.Tests.Ops.OpRun;

namespace GraphRun.Tests.Ops.LinearAlgebra;

/// <summary>The examples of TensorFlow's documentation of MatrixDiagV3, MatrixDiagPartV3 and MatrixSetDiagV3.</summary>
public sealed class DiagonalOpTests
{
    private static readonly Tensor matrix = Matrix(new[,] { { 1, 2, 3, 4 }, { 5, 6, 7, 8 }, { 9, 8, 7, 6 } });
    private static readonly Tensor zero = Tensor.Scalar(0);

    [Fact]
    public void The_main_diagonal_is_taken_and_put()
    {
        Assert.Equal("int32[3] 1 6 7", Show(Single("MatrixDiagPart", [matrix])));
        Assert.Equal("int32[2,2] 1 0 0 2", Show(Single("MatrixDiag", [Tensor.Vector(1, 2)])));
        Assert.Equal(
            "int32[3,4] 0 2 3 4 5 0 7 8 9 8 0 6", Show(Single("MatrixSetDiag", [matrix, Tensor.Vector(0, 0, 0)])));
    }

    [Fact]
    public void A_diagonal_above_the_main_one() =>
        Assert.Equal("int32[3] 2 7 6", Show(Single("MatrixDiagPartV3", [matrix, Tensor.Scalar(1), zero])));

    [Theory]
    [InlineData("RIGHT_LEFT", "int32[4,3] 0 3 8 2 7 6 1 6 7 5 8 0")]
    [InlineData("LEFT_RIGHT", "int32[4,3] 3 8 0 2 7 6 1 6 7 0 5 8")]
    [InlineData("LEFT_LEFT", "int32[4,3] 3 8 0 2 7 6 1 6 7 5 8 0")]
    [InlineData("RIGHT_RIGHT", "int32[4,3] 0 3 8 2 7 6 1 6 7 0 5 8")]
    public void A_band_is_packed_to_the_side_that_align_says(string align, string expected) => Assert.Equal(
        expected, Show(Single("MatrixDiagPartV3", [matrix, Tensor.Vector(-1, 2), zero], ("align", align))));

    [Fact]
    public void V2_packs_to_the_left() => Assert.Equal(
        "int32[3,3] 3 8 9 2 7 6 1 6 7", Show(Single("MatrixDiagPartV2", [matrix, Tensor.Vector(0, 2), Tensor.Scalar(9)])));

    [Fact]
    public void A_diagonal_makes_the_smallest_matrix_that_holds_it() => Assert.Equal(
        "int32[4,4] 0 1 0 0 0 0 2 0 0 0 0 3 0 0 0 0",
        Show(Single("MatrixDiagV3", [Tensor.Vector(1, 2, 3), Tensor.Scalar(1), Tensor.Scalar(-1), Tensor.Scalar(-1), zero])));

    [Fact]
    public void A_band_makes_matrices_of_a_given_size()
    {
        var band = Matrix(new[,] { { 0, 8, 9 }, { 1, 2, 3 }, { 4, 5, 0 } });

        Assert.Equal(
            "int32[3,3] 1 8 0 4 2 9 0 5 3",
            Show(Single("MatrixDiagV3", [band, Tensor.Vector(-1, 1), Tensor.Scalar(-1), Tensor.Scalar(-1), zero])));
        Assert.Equal(
            "int32[3,4] 9 9 9 9 1 9 9 9 9 2 9 9",
            Show(Single("MatrixDiagV3", [Tensor.Vector(1, 2), Tensor.Scalar(-1), Tensor.Scalar(3), Tensor.Scalar(4), Tensor.Scalar(9)])));
    }

    [Fact]
    public void A_band_is_set()
    {
        var band = Matrix(new[,] { { 0, 9, 1 }, { 6, 5, 8 }, { 1, 2, 3 }, { 4, 5, 0 } });
        var sevens = Single("Fill", [Tensor.Vector(3, 4), Tensor.Scalar(7)]);

        Assert.Equal(
            "int32[3,4] 1 6 9 7 4 2 5 1 7 5 3 8", Show(Single("MatrixSetDiagV3", [sevens, band, Tensor.Vector(-1, 2)])));
    }

    [Fact]
    public void Strings_have_diagonals_too() =>
        Assert.Equal(["a", "", "", "b"], Texts(Single("MatrixDiag", [Text("a", "b")])));

    [Fact]
    public void A_diagonal_outside_is_refused() => Assert.StartsWith(
        "lower_diag_index is out of bound: 4. It must be between -3 and 4", Error("MatrixDiagPartV3", [matrix, Tensor.Scalar(4), zero]));

    [Fact]
    public void Shapes_are_inferred_for_a_known_band()
    {
        Assert.Equal("[?,3,3]", Infer("MatrixDiagPartV3", [null, Tensor.Vector(-1, 1), Tensor.Scalar(0f)], [Shape.Of(-1, 3, 4), null!, null!]));
        Assert.Equal("[batch,3,3]", Infer("MatrixDiag", [null], [Shape.Named([-1, 3], ["batch", null])]));
    }
}
