using GraphRun.Tensors;
using Xunit;
using static GraphRun.Tests.Ops.OpRun;

namespace GraphRun.Tests.Ops.Indexing;

// GatherNd, ScatterNd and the TensorScatter ops: the examples of their documentation, the sentences of core/kernels/scatter_nd_op.cc.
public class ScatterOpTests
{
    private static readonly Tensor ones = Tensor.Vector(1, 1, 1, 1, 1, 1, 1, 1);
    private static readonly Tensor places = Matrix(new[,] { { 4 }, { 3 }, { 1 }, { 7 } });
    private static readonly Tensor updates = Tensor.Vector(9, 10, 11, 12);

    [Fact]
    public void Vectors_of_indices_name_elements_or_slices()
    {
        var square = Matrix(new[,] { { 1, 2 }, { 3, 4 } });

        Assert.Equal("int32[2] 1 4", Show(Single("GatherNd", [square, Matrix(new[,] { { 0, 0 }, { 1, 1 } })])));
        Assert.Equal("int32[2,2] 3 4 1 2", Show(Single("GatherNd", [square, Matrix(new[,] { { 1 }, { 0 } })])));
        Assert.Equal("int32[1,2,2] 1 2 3 4", Show(Single("GatherNd", [square, Tensor.Allocate(DType.Int32, Shape.Of(1, 0))])));
        Assert.Equal("int32[2] 2 3", Show(Single("GatherNd", [square, Matrix(new[,] { { 1 }, { 0 } })], ("batch_dims", 1L))));
    }

    [Fact]
    public void A_vector_that_leads_outside_is_refused() => Assert.Equal(
        "indices[1] = [0, 7] does not index into param shape [2,2]",
        Error("GatherNd", [Matrix(new[,] { { 1, 2 }, { 3, 4 } }), Matrix(new[,] { { 0, 0 }, { 0, 7 } })]));

    [Fact]
    public void Updates_add_up_in_zeros()
    {
        Assert.Equal("int32[8] 0 11 0 10 9 0 0 12", Show(Single("ScatterNd", [places, updates, Tensor.Vector(8)])));
        Assert.Equal(
            "float32[2] 0 4", Show(Single("ScatterNd", [Matrix(new[,] { { 1 }, { 1 } }), Tensor.Vector(1f, 3f), Tensor.Vector(2)])));
    }

    [Fact]
    public void An_update_outside_is_refused() => Assert.Equal(
        "indices[3] = [7] does not index into shape [5]", Error("ScatterNd", [places, updates, Tensor.Vector(5)]));

    [Fact]
    public void Updates_have_the_shape_that_the_indices_ask_for() => Assert.StartsWith(
        "Must have updates.shape = indices.shape[:batch_dim] + params_shape[slice_dim:]",
        Error("ScatterNd", [places, Tensor.Vector(1, 2), Tensor.Vector(8)]));

    [Theory]
    [InlineData("TensorScatterUpdate", "int32[8] 1 11 1 10 9 1 1 12")]
    [InlineData("TensorScatterAdd", "int32[8] 1 12 1 11 10 1 1 13")]
    [InlineData("TensorScatterSub", "int32[8] 1 -10 1 -9 -8 1 1 -11")]
    [InlineData("TensorScatterMin", "int32[8] 1 1 1 1 1 1 1 1")]
    [InlineData("TensorScatterMax", "int32[8] 1 11 1 10 9 1 1 12")]
    public void Updates_apply_to_a_tensor(string op, string expected) => Assert.Equal(expected, Show(Single(op, [ones, places, updates])));

    [Fact]
    public void Of_several_updates_of_a_place_the_last_stays_and_sums_keep_their_order()
    {
        var twice = Matrix(new[,] { { 0 }, { 0 }, { 0 } });

        Assert.Equal("float32[1] 3", Show(Single("TensorScatterUpdate", [Tensor.Vector(0f), twice, Tensor.Vector(1f, 2f, 3f)])));
        Assert.Equal("float32[1] 0", Show(Single("TensorScatterAdd", [Tensor.Vector(0f), twice, Tensor.Vector(1f, 1e8f, -1e8f)])));
        Assert.Equal("float32[1] 1", Show(Single("TensorScatterAdd", [Tensor.Vector(0f), twice, Tensor.Vector(1e8f, -1e8f, 1f)])));
    }

    [Fact]
    public void Whole_slices_are_updated() => Assert.Equal(
        "int32[2,2] 1 2 10 20",
        Show(
            Single(
                "TensorScatterUpdate", [Matrix(new[,] { { 1, 2 }, { 3, 4 } }), Matrix(new[,] { { 1 } }), Matrix(new[,] { { 10, 20 } })])));

    [Fact]
    public void The_input_is_untouched()
    {
        Single("TensorScatterUpdate", [ones, places, updates]);

        Assert.Equal([1, 1, 1, 1, 1, 1, 1, 1], ones.Values<int>().ToArray());
    }

    [Fact]
    public void A_sparse_tensor_becomes_dense()
    {
        Assert.Equal(
            "int32[4] 0 5 0 6",
            Show(Single("SparseToDense", [Tensor.Vector(1, 3), Tensor.Vector(4), Tensor.Vector(5, 6), Tensor.Scalar(0)])));
        Assert.Equal(
            "int32[2,2] 7 5 5 7",
            Show(
                Single("SparseToDense", [Matrix(new[,] { { 0, 1 }, { 1, 0 } }), Tensor.Vector(2, 2), Tensor.Scalar(5), Tensor.Scalar(7)])));
    }

    [Theory]
    [InlineData(new[] { 3, 1 }, "indices[1] = [1] is out of order")]
    [InlineData(new[] { 1, 1 }, "indices[1] = [1] is repeated")]
    [InlineData(new[] { 1, 4 }, "indices[1] = [4] is out of bounds: need 0 <= index < [4]")]
    public void Places_rise_and_stay_inside(int[] indices, string message) => Assert.Equal(
        message, Error("SparseToDense", [Tensor.Vector<int>(indices), Tensor.Vector(4), Tensor.Vector(5, 6), Tensor.Scalar(0)]));
}
