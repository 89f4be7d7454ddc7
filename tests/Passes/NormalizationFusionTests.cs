using GraphRun.Graphs;
using GraphRun.Passes;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Passes;

public sealed class NormalizationFusionTests
{
    private static readonly Dictionary<string, object> keep = new() { ["keep_dims"] = true };

    [Theory]
    [InlineData(3, 768)]
    [InlineData(9, 33)]
    [InlineData(700, 5)]
    [InlineData(2, 5000)]
    public void A_row_less_its_mean_times_the_reciprocal_root_of_its_variance_is_one_step(long rows, long columns) =>
        AssertIsOneStep(Written((b, x) =>
        {
            var centered = Center(b, x, 1);
            var variance = b.Call("Mean", [b.Call("Square", centered), Axes(b, 1)], keep);
            var scaled = b.Call("Mul", centered, b.Call("Rsqrt", b.Call("AddV2", variance, Epsilon(b))));
            return b.Call("AddV2", b.Call("Mul", scaled, Row(b, columns)), Row(b, columns));
        }, rows, columns));

    [Theory]
    [InlineData(7, 64)]
    [InlineData(4, 3)]
    public void A_row_over_the_root_of_its_variance_is_one_step(long rows, long columns) =>
        AssertIsOneStep(Written((b, x) =>
        {
            var centered = Center(b, x, -1);
            var variance = b.Call("Mean", [b.Call("Mul", centered, centered), Axes(b, -1)], keep);
            return b.Call("RealDiv", centered, b.Call("Sqrt", b.Call("AddV2", variance, Epsilon(b))));
        }, rows, columns));

    // What tf.nn.moments and tf.nn.batch_normalization make (python/ops/nn_impl.py), as tf.contrib.layers.layer_norm calls them.
    [Theory]
    [InlineData(5, 100)]
    [InlineData(6, 2)]
    public void TensorFlow_1s_moments_with_its_batch_normalization_are_one_step(long rows, long columns) =>
        AssertIsOneStep(Written((b, x) => Offset(b, x, columns, 1).Result, rows, columns));

    [Fact]
    public void Rows_may_be_several_trailing_dims() =>
        AssertIsOneStep(Written((b, x) =>
        {
            var centered = Center(b, x, 2, 1);
            var variance = b.Call("Mean", [b.Call("Square", centered), Axes(b, 1, 2)], keep);
            var scaled = b.Call("Mul", centered, b.Call("Rsqrt", b.Call("AddV2", variance, Epsilon(b))));
            return b.Call("Mul", scaled, b.Constant(PassRun.Numbers(7, 9)));
        }, 3, 7, 9));

    [Fact]
    public void What_is_fetched_in_between_is_still_computed()
    {
        var builder = new GraphBuilder();
        var x = builder.Placeholder("x", DType.Float32, Shape.Of(4, 40));
        var (result, mean) = Offset(builder, x, 40, 1);

        PassRun.AssertSameBits(builder.Build(), [(x, PassRun.Numbers(4, 40))], result, mean);
    }

    [Fact]
    public void Means_of_single_elements_and_of_other_dims_are_left_alone()
    {
        var builder = new GraphBuilder();
        var x = builder.Placeholder("x", DType.Float32, Shape.Of(4, 1));
        var numbers = Tensor.Of<float>(Shape.Of(4, 1), [-0f, 0f, 1f, float.NaN]);

        var (ofElements, ofColumns) = (Offset(builder, x, 1, 1).Result, Offset(builder, x, 1, 0).Result);

        PassRun.AssertSameBits(builder.Build(), [(x, numbers)], ofElements, ofColumns);
    }

    private static (Output Result, Output Mean) Offset(GraphBuilder b, Output x, long columns, int axis)
    {
        var mean = b.Call("Mean", [x, Axes(b, axis)], keep);
        var variance = b.Call("Mean", [b.Call("SquaredDifference", x, mean), Axes(b, axis)], keep);
        var scale = b.Call("Mul", b.Call("Rsqrt", b.Call("AddV2", variance, Epsilon(b))), Row(b, columns));
        var offset = b.Call("Sub", Row(b, columns), b.Call("Mul", mean, scale));
        return (b.Call("AddV2", b.Call("Mul", x, scale), offset), mean);
    }

    private static Output Center(GraphBuilder b, Output x, params int[] axes) => b.Call("Sub", x, b.Call("Mean", [x, Axes(b, axes)], keep));

    private static Output Epsilon(GraphBuilder b) => b.Constant(Tensor.Scalar(1e-3f));

    private static Output Row(GraphBuilder b, long columns) => b.Constant(PassRun.Numbers(columns));

    private static Output Axes(GraphBuilder b, params int[] axes) => b.Constant(Tensor.Vector<int>(axes));

    private static (Graph Graph, Output X, Tensor Value, Output Y) Written(Func<GraphBuilder, Output, Output> write, params long[] dims)
    {
        var builder = new GraphBuilder();
        var x = builder.Placeholder("x", DType.Float32, Shape.Of(dims));
        var y = write(builder, x);
        return (builder.Build(), x, PassRun.Numbers(dims), y);
    }

    private static void AssertIsOneStep((Graph Graph, Output X, Tensor Value, Output Y) written)
    {
        Assert.Equal(1, PassRun.Plan(written.Graph, PlanPasses.All, [(written.X, written.Value)], written.Y).StepCount);
        PassRun.AssertSameBits(written.Graph, [(written.X, written.Value)], written.Y);
    }
}
