using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Tensors;
using Xunit;
using static GraphRun.Tests.Ops.OpRun;

namespace GraphRun.Tests.Ops.Shaping;

public class ShapeOpTests
{
    private static readonly Tensor twoByThree = Matrix(new[,] { { 1, 2, 3 }, { 4, 5, 6 } });

    [Fact]
    public void Shape_is_a_vector_of_sizes()
    {
        Assert.Equal("int32[2] 2 3", Show(Single("Shape", [twoByThree])));
        Assert.Equal("int64[2] 2 3", Show(Single("Shape", [twoByThree], ("out_type", DType.Int64))));
        Assert.Equal("int32[0]", Show(Single("Shape", [Tensor.Scalar(1)])));
    }

    [Fact]
    public void Shape_n_gives_the_shape_of_each_input()
    {
        var shapes = All("ShapeN", [twoByThree, Tensor.Vector(1)]);

        Assert.Equal(["int32[2] 2 3", "int32[1] 1"], shapes.Select(Show));
    }

    [Fact]
    public void Size_and_rank_are_scalars()
    {
        Assert.Equal("int32[] 6", Show(Single("Size", [twoByThree])));
        Assert.Equal("int64[] 6", Show(Single("Size", [twoByThree], ("out_type", DType.Int64))));
        Assert.Equal("int32[] 2", Show(Single("Rank", [twoByThree])));
    }

    [Fact]
    public void A_shape_put_together_from_parts_of_another_is_known_before_running()
    {
        var builder = new GraphBuilder();
        var x = builder.Placeholder("x", DType.Float32, Shape.Named([-1, 4, 5], ["batch", null, null]));
        var shape = builder.Call("Shape", x);
        var first = builder.Call(
            "StridedSlice",
            [shape, builder.Constant(Tensor.Vector(0)), builder.Constant(Tensor.Vector(1)), builder.Constant(Tensor.Vector(1))],
            new Dictionary<string, object> { ["shrink_axis_mask"] = 1L });
        var packed = builder.Call("Pack", first, builder.Constant(Tensor.Scalar(20)));
        var joined = builder.Call("ConcatV2", packed, builder.Constant(Tensor.Vector(1)), builder.Constant(Tensor.Scalar(0)));

        var reshaped = builder.Call("Reshape", x, joined);

        Assert.Equal("[batch,20,1]", reshaped.Shape.ToString());
        var run = new Session().Run(builder.Build(), [reshaped], [(x, Tensor.Allocate(DType.Float32, Shape.Of(3, 4, 5)))]);
        Assert.Equal("[3,20,1]", run[0].Shape.ToString());
    }
}
