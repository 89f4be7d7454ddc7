using GraphRun.Tensors;
using Xunit;
using static GraphRun.Tests.Ops.OpRun;

namespace GraphRun.Tests.Ops.Shaping;

public class SliceOpTests
{
    private static readonly Tensor twoByThree = Matrix(new[,] { { 1, 2, 3 }, { 4, 5, 6 } });

    [Fact]
    public void Slice_takes_a_block() =>
        Assert.Equal("int32[2,2] 2 3 5 6", Show(Single("Slice", [twoByThree, Tensor.Vector(0, 1), Tensor.Vector(-1, 2)])));

    [Fact]
    public void A_block_outside_is_refused()
    {
        Assert.Equal("Expected begin[1] in [0, 3], but got 4", Error("Slice", [twoByThree, Tensor.Vector(0, 4), Tensor.Vector(1, 1)]));
        Assert.Equal("Expected size[1] in [0, 1], but got 2", Error("Slice", [twoByThree, Tensor.Vector(0, 2), Tensor.Vector(1, 2)]));
    }

    [Fact]
    public void A_strided_slice_takes_ranges() => Assert.Equal(
        "int32[2] 6 4",
        Show(
            Single(
                "StridedSlice",
                [twoByThree, Tensor.Vector(1, 2), Tensor.Vector(2, 0), Tensor.Vector(1, -2)],
                ("end_mask", 2L),
                ("shrink_axis_mask", 1L))));

    [Fact]
    public void An_index_outside_is_refused() => Assert.Equal(
        "slice index 5 of dimension 0 out of bounds.",
        Error("StridedSlice", [twoByThree, Tensor.Vector(5), Tensor.Vector(6), Tensor.Vector(1)], ("shrink_axis_mask", 1L)));

    [Fact]
    public void The_gradient_of_a_strided_slice_is_zero_elsewhere() => Assert.Equal(
        "float32[2,3] 0 8 0 0 9 0",
        Show(
            Single(
                "StridedSliceGrad",
                [Tensor.Vector(2, 3), Tensor.Vector(0, 1), Tensor.Vector(0, 2), Tensor.Vector(1, 1), Tensor.Vector(8f, 9f)],
                ("begin_mask", 1L),
                ("end_mask", 1L),
                ("shrink_axis_mask", 2L))));

    [Fact]
    public void Bounds_that_a_run_decides_leave_whole_and_single_dims_known() => Assert.Equal(
        "[batch]", Infer(
            "StridedSlice",
            [null, Tensor.Vector(0, 1), Tensor.Vector(0, 2), Tensor.Vector(1, 1)],
            [Shape.Named([-1, 3], ["batch", null])],
            ("begin_mask", 1L), ("end_mask", 1L), ("shrink_axis_mask", 2L)));

    [Fact]
    public void A_slice_is_made_again_when_a_value_changes_though_its_memory_does_not()
    {
        var builder = new GraphRun.Graphs.GraphBuilder();
        var begin = builder.Placeholder("begin", DType.Int32, Shape.Of(1));
        var doubled = builder.Call("Pack", builder.Call("Squeeze", begin));
        var slice = builder.Call("Slice", builder.Constant(Tensor.Vector(1, 2, 3)), doubled, builder.Constant(Tensor.Vector(1)));
        var strided = builder.Call(
            "StridedSlice",
            builder.Constant(Tensor.Vector(1, 2, 3)),
            doubled,
            builder.Constant(Tensor.Vector(3)),
            builder.Constant(Tensor.Vector(1)));
        var graph = builder.Build();
        var session = new GraphRun.Execution.Session();

        var first = session.Run(graph, [slice, strided], [(begin, Tensor.Vector(0))]);
        var second = session.Run(graph, [slice, strided], [(begin, Tensor.Vector(2))]);

        Assert.Equal(["int32[1] 1", "int32[3] 1 2 3", "int32[1] 3", "int32[1] 3"], first.Concat(second).Select(Show));
    }
}
