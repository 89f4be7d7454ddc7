using GraphRun.Tensors;
using Xunit;
using static GraphRun.Tests.Ops.OpRun;

namespace GraphRun.Tests.Ops.Shaping;

public class ReshapeOpTests
{
    private static readonly Tensor six = Tensor.Vector(1, 2, 3, 4, 5, 6);

    [Fact]
    public void Elements_keep_their_order() => Assert.Equal("int32[2,3] 1 2 3 4 5 6", Show(Single("Reshape", [six, Tensor.Vector(2, 3)])));

    [Fact]
    public void One_size_is_what_is_left_over() =>
        Assert.Equal("int32[3,2] 1 2 3 4 5 6", Show(Single("Reshape", [six, Tensor.Vector(3L, -1L)])));

    // The sentences of core/kernels/reshape_op.h.
    [Theory]
    [InlineData(new[] { 2, 2 }, "Input to reshape is a tensor with 6 values, but the requested shape has 4")]
    [InlineData(new[] { 4, -1 }, "Input to reshape is a tensor with 6 values, but the requested shape requires a multiple of 4")]
    [InlineData(new[] { -1, -1 }, "Only one input size may be -1, not both 0 and 1")]
    [InlineData(new[] { -2 }, "Size 0 must be non-negative, not -2")]
    [InlineData(
        new[] { 0, -1 }, "reshape cannot infer the missing input size for an empty tensor unless all specified input sizes are non-zero")]
    public void A_shape_that_does_not_fit_is_refused(int[] shape, string message) =>
        Assert.Equal(message, Error("Reshape", [six, Tensor.Vector<int>(shape)]));

    [Fact]
    public void A_constant_shape_that_does_not_fit_is_refused_before_running() => Assert.StartsWith(
        "Cannot reshape a tensor with 6 elements to shape [4] (4 elements)", ShapeError("Reshape", [six, Tensor.Vector(4)]));

    [Theory]
    [InlineData(new[] { -1, 4 }, "[batch,4]")]
    [InlineData(new[] { -1, 2, 2 }, "[batch,2,2]")]
    [InlineData(new[] { -1, 2 }, "[?,2]")]
    public void An_unknown_dim_stays_itself_where_the_rest_matches(int[] shape, string inferred) => Assert.Equal(
        inferred, Infer("Reshape", [null, Tensor.Vector<int>(shape)], [Shape.Named([-1, 4], ["batch", null])]));

    [Fact]
    public void A_size_that_is_left_over_is_inferred() =>
        Assert.Equal("[6,2]", Infer("Reshape", [null, Tensor.Vector(-1, 2)], [Shape.Of(3, 4)]));
}
