using GraphRun.Tensors;
using Xunit;
using static GraphRun.Tests.Ops.OpRun;

namespace GraphRun.Tests.Ops.Shaping;

// Fill, ZerosLike, OnesLike, Tile, BroadcastTo, Range, LinSpace: the sentences are those of the kernels of the same names in core/kernels.
public class FillOpTests
{
    [Fact]
    public void Fill_repeats_a_value()
    {
        Assert.Equal("float32[2,3] 9 9 9 9 9 9", Show(Single("Fill", [Tensor.Vector(2, 3), Tensor.Scalar(9f)])));
        Assert.Equal("string[2] a a", Show(Single("Fill", [Tensor.Vector(2), Tensor.Scalar("a")])));
        Assert.Equal("bool[] true", Show(Single("Fill", [Tensor.Vector<int>(), Tensor.Scalar(true)])));
    }

    [Fact]
    public void Negative_dims_are_refused() => Assert.StartsWith(
        "Fill dimensions must be >= 0", ShapeError("Fill", [Tensor.Vector(-1), Tensor.Scalar(9f)]));

    [Theory]
    [InlineData(DType.Float32, "1")]
    [InlineData(DType.Float16, "1")]
    [InlineData(DType.BFloat16, "1")]
    [InlineData(DType.UInt8, "1")]
    [InlineData(DType.Int64, "1")]
    [InlineData(DType.Bool, "true")]
    [InlineData(DType.Complex64, "1+0i")]
    public void Ones_like_has_the_dtype_of_its_input(DType dtype, string one) =>
        Assert.Equal($"{dtype.Name()}[2] {one} {one}", Show(Single("OnesLike", [Tensor.Allocate(dtype, Shape.Of(2))])));

    [Fact]
    public void Zeros_like_works_for_every_dtype()
    {
        Assert.Equal("bool[1] false", Show(Single("ZerosLike", [Tensor.Vector(true)])));
        Assert.Equal("string[2]  ", $"{Show(Single("ZerosLike", [Text("a", "b")]))}  ");
    }

    [Fact]
    public void Tile_repeats_along_each_dim() =>
        Assert.Equal("int32[2,4] 1 2 1 2 1 2 1 2", Show(Single("Tile", [Matrix(new[,] { { 1, 2 } }), Tensor.Vector(2, 2)])));

    [Fact]
    public void Multiples_have_one_entry_for_each_dim() => Assert.Equal(
        "Expected multiples argument to be a vector of length 1 but got length 2", Error("Tile", [Tensor.Vector(1), Tensor.Vector(1, 1)]));

    [Fact]
    public void Broadcast_to_stretches() =>
        Assert.Equal("int32[2,3] 1 2 3 1 2 3", Show(Single("BroadcastTo", [Tensor.Vector(1, 2, 3), Tensor.Vector(2, 3)])));

    [Fact]
    public void A_shape_that_it_cannot_be_stretched_to_is_refused() =>
        Assert.Equal("Incompatible shapes: [3] vs. [2]", Error("BroadcastTo", [Tensor.Vector(1, 2, 3), Tensor.Vector(2)]));

    [Fact]
    public void Range_leaves_its_limit_out()
    {
        Assert.Equal("int32[5] 3 6 9 12 15", Show(Single("Range", [Tensor.Scalar(3), Tensor.Scalar(18), Tensor.Scalar(3)])));
        Assert.Equal("int32[2] 3 1", Show(Single("Range", [Tensor.Scalar(3), Tensor.Scalar(-1), Tensor.Scalar(-2)])));
        Assert.Equal("int64[0]", Show(Single("Range", [Tensor.Scalar(3L), Tensor.Scalar(3L), Tensor.Scalar(1L)])));
    }

    // 0.1f * 3 rounds to 0.3f + one unit in the last place, where a running sum would give 0.3f plus two.
    [Fact]
    public void Each_number_of_a_range_is_computed_on_its_own() => Assert.Equal(
        $"float32[4] 0 0.1 0.2 {0.1f * 3f}", Show(Single("Range", [Tensor.Scalar(0f), Tensor.Scalar(0.4f), Tensor.Scalar(0.1f)])));

    [Theory]
    [InlineData(0, 5, 0, "Requires delta != 0: 0")]
    [InlineData(5, 0, 1, "Requires start <= limit when delta > 0: 5/0")]
    [InlineData(0, 5, -1, "Requires start >= limit when delta < 0: 0/5")]
    public void A_range_that_never_ends_is_refused(int start, int limit, int delta, string message) =>
        Assert.Equal(message, Error("Range", [Tensor.Scalar(start), Tensor.Scalar(limit), Tensor.Scalar(delta)]));

    [Fact]
    public void The_widest_range_of_integers_does_not_overflow() => Assert.Equal(
        "int64[3] -9223372036854775808 -1 9223372036854775806",
        Show(Single("Range", [Tensor.Scalar(long.MinValue), Tensor.Scalar(long.MaxValue), Tensor.Scalar(long.MaxValue)])));

    // The example of LinSpace's documentation.
    [Fact]
    public void Lin_space_includes_both_ends()
    {
        Assert.Equal("float32[3] 10 11 12", Show(Single("LinSpace", [Tensor.Scalar(10f), Tensor.Scalar(12f), Tensor.Scalar(3)])));
        Assert.Equal("float64[1] 5", Show(Single("LinSpace", [Tensor.Scalar(5.0), Tensor.Scalar(12.0), Tensor.Scalar(1)])));
        Assert.Equal("Requires num > 0: 0", Error("LinSpace", [Tensor.Scalar(5.0), Tensor.Scalar(12.0), Tensor.Scalar(0)]));
    }
}
