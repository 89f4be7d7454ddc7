using GraphRun.Tensors;
using Xunit;
using static GraphRun.Tests.Ops.OpRun;

namespace GraphRun.Tests.Ops.Shaping;

// ExpandDims, Squeeze, Transpose: the sentences are those of core/ops/array_ops.cc and core/kernels/transpose_op.cc.
public class DimOpTests
{
    private static readonly Tensor twoByThree = Matrix(new[,] { { 1, 2, 3 }, { 4, 5, 6 } });

    [Theory]
    [InlineData(0, "[1,2,3]")]
    [InlineData(1, "[2,1,3]")]
    [InlineData(-1, "[2,3,1]")]
    [InlineData(-3, "[1,2,3]")]
    public void A_dim_of_one_goes_before_the_dim_of_the_number(int dim, string shape) =>
        Assert.Equal(shape, Single("ExpandDims", [twoByThree, Tensor.Scalar(dim)]).Shape.ToString());

    [Fact]
    public void A_dim_number_outside_is_refused() =>
        Assert.Equal("dim 4 not in the interval [-3, 2].", Error("ExpandDims", [twoByThree, Tensor.Scalar(4)]));

    [Theory]
    [InlineData(new long[0], "[2,3]")]
    [InlineData(new[] { 0L }, "[2,3,1]")]
    [InlineData(new[] { -1L, 0L }, "[2,3]")]
    public void Dims_of_one_go_away(long[] axes, string shape) => Assert.Equal(
        shape, Single("Squeeze", [Tensor.Allocate(DType.Int8, Shape.Of(1, 2, 3, 1))], ("squeeze_dims", axes)).Shape.ToString());

    [Theory]
    [InlineData(0, "Can not squeeze dim[0], expected a dimension of 1, got 2")]
    [InlineData(2, "squeeze_dims[0] not in [-2,2).")]
    public void Another_dim_cannot_go_away(long axis, string message) =>
        Assert.Equal(message, Error("Squeeze", [twoByThree], ("squeeze_dims", new[] { axis })));

    [Fact]
    public void Squeezing_all_ones_of_a_shape_that_is_not_known_gives_an_unknown_rank()
    {
        Assert.Equal("?", Infer("Squeeze", [null], [Shape.Of(1, -1)]));
        Assert.Equal("[?]", Infer("Squeeze", [null], [Shape.Of(1, -1)], ("squeeze_dims", new[] { 0L })));
    }

    [Fact]
    public void Transpose_reorders_the_dims() =>
        Assert.Equal("int32[3,2] 1 4 2 5 3 6", Show(Single("Transpose", [twoByThree, Tensor.Vector(1, 0)])));

    [Theory]
    [InlineData(new[] { 0 }, "transpose expects a vector of size 2. But input(1) is a vector of size 1")]
    [InlineData(new[] { 0, 0 }, "1 is missing from {0,0}.")]
    [InlineData(new[] { 0, 2 }, "perm dim 2 is out of range of input rank 2")]
    public void What_is_no_permutation_is_refused(int[] permutation, string message) =>
        Assert.Equal(message, Error("Transpose", [twoByThree, Tensor.Vector<int>(permutation)]));

    [Fact]
    public void Names_of_dims_go_where_the_dims_go() => Assert.Equal(
        "[3,batch]", Infer("Transpose", [null, Tensor.Vector(1, 0)], [Shape.Named([-1, 3], ["batch", null])]));
}
