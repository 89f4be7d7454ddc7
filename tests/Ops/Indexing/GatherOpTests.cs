using GraphRun.Tensors;
using Xunit;
using static GraphRun.Tests.Ops.OpRun;

namespace GraphRun.Tests.Ops.Indexing;

public class GatherOpTests
{
    private static readonly Tensor threeByTwo = Matrix(new[,] { { 1, 2 }, { 3, 4 }, { 5, 6 } });

    [Fact]
    public void Slices_come_in_the_order_of_the_indices() =>
        Assert.Equal("int32[3,2] 5 6 1 2 5 6", Show(Single("GatherV2", [threeByTwo, Tensor.Vector(2, 0, 2), Tensor.Scalar(0)])));

    [Fact]
    public void A_scalar_index_takes_the_dim_away() =>
        Assert.Equal("int32[3] 2 4 6", Show(Single("GatherV2", [threeByTwo, Tensor.Scalar(1L), Tensor.Scalar(-1)])));

    [Fact]
    public void The_older_form_picks_along_the_first_dim() =>
        Assert.Equal("int32[1,1,2] 3 4", Show(Single("Gather", [threeByTwo, Matrix(new[,] { { 1 } })])));

    // NumPy 1.24: numpy.take_along_axis(x, i, 1).
    [Fact]
    public void Batch_dims_go_together() => Assert.Equal(
        "int32[3,2] 2 2 3 4 6 5",
        Show(Single("GatherV2", [threeByTwo, Matrix(new[,] { { 1, 1 }, { 0, 1 }, { 1, 0 } }), Tensor.Scalar(1)], ("batch_dims", 1L))));

    [Fact]
    public void An_index_outside_is_refused()
    {
        Assert.Equal("indices[1] = 7 is not in [0, 3)", Error("GatherV2", [threeByTwo, Tensor.Vector(0, 7), Tensor.Scalar(0)]));
        Assert.Equal(
            "indices[0,1] = -1 is not in [0, 3)", Error("GatherV2", [threeByTwo, Matrix(new[,] { { 0L, -1L } }), Tensor.Scalar(0)]));
        Assert.Equal("indices = 3 is not in [0, 3)", Error("GatherV2", [threeByTwo, Tensor.Scalar(3), Tensor.Scalar(0)]));
    }

    [Fact]
    public void Nothing_picked_is_an_empty_tensor() =>
        Assert.Equal("int32[0,2]", Show(Single("GatherV2", [threeByTwo, Tensor.Vector<int>(), Tensor.Scalar(0)])));

    [Fact]
    public void Strings_are_picked_too() =>
        Assert.Equal("string[2] b a", Show(Single("GatherV2", [Text("a", "b"), Tensor.Vector(1, 0), Tensor.Scalar(0)])));

    [Fact]
    public void The_shape_is_known_as_far_as_its_parts_are() =>
        Assert.Equal("[?,7,4]", Infer("GatherV2", [null, Tensor.Of<int>(Shape.Of(7), new int[7]), Tensor.Scalar(1)], [Shape.Of(-1, 3, 4)]));
}
