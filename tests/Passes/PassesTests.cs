using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Ops;
using GraphRun.Passes;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Passes;

public sealed class PassesTests
{
    [Theory]
    [InlineData(1, 64, 8)]
    [InlineData(7, 33, 300)]
    [InlineData(200, 96, 80)]
    [InlineData(300, 500, 1000)]
    public void A_product_with_bias_activation_and_residual_has_the_same_bits_with_every_pass(int rows, int depth, int columns)
    {
        var builder = new GraphBuilder();
        var x = builder.Placeholder("x", DType.Float32, Shape.Of(Shape.Unknown, depth));
        var product = builder.Call("MatMul", "product", x, builder.Constant(PassRun.Numbers(depth, columns)));
        var biased = builder.Call("BiasAdd", "biased", product, builder.Constant(PassRun.Numbers(columns)));
        var swish = builder.Call("Mul", "swish", biased, builder.Call("Sigmoid", "gate", biased));
        var residual = builder.Placeholder("residual", DType.Float32, Shape.Of(Shape.Unknown, columns));
        var sum = builder.Call("AddV2", "sum", swish, residual);
        var graph = builder.Build();

        PassRun.AssertSameBits(graph, [(x, PassRun.Numbers(rows, depth)), (residual, PassRun.Numbers(rows, columns))], sum);
    }

    [Theory]
    [InlineData("Conv2D", 1, 1)]
    [InlineData("Conv2D", 3, 2)]
    [InlineData("DepthwiseConv2dNative", 3, 1)]
    public void A_convolution_with_bias_residual_and_activation_has_the_same_bits_with_every_pass(string op, int window, int stride)
    {
        var builder = new GraphBuilder();
        var x = builder.Placeholder("x", DType.Float32, Shape.Of(2, 15, 14, 24));
        var attrs = new Dictionary<string, object> { ["strides"] = new long[] { 1, stride, stride, 1 }, ["padding"] = "SAME" };
        var filter = builder.Constant(PassRun.Numbers(window, window, 24, op == "Conv2D" ? 24 : 1));
        var image = new Output(builder.Add(Catalogue.Get(op), "image", [x, filter], attrs), 0);
        var biased = builder.Call("BiasAdd", "biased", image, builder.Constant(PassRun.Numbers(24)));
        var residual = builder.Placeholder("residual", DType.Float32, image.Shape);
        var relu = builder.Call("Relu6", "relu", builder.Call("AddV2", "sum", residual, biased));
        var again = new Output(builder.Add(Catalogue.Get(op), "again", [relu, filter], attrs), 0);
        var swish = builder.Call("Mul", "swish", again, builder.Call("Sigmoid", "gate", again));
        var graph = builder.Build();
        (Output, Tensor)[] feeds = [(x, PassRun.Numbers(2, 15, 14, 24)), (residual, PassRun.Numbers([.. image.Shape.Dims]))];

        PassRun.AssertSameBits(graph, feeds, swish);
        PassRun.AssertSameBits(graph, feeds, relu, swish, image);
        Assert.Equal(stride == 1 ? 2 : 4, PassRun.Plan(graph, PlanPasses.All, feeds, swish).StepCount);
    }

    [Theory]
    [InlineData("Conv2D", "VALID", 1)]
    [InlineData("Conv2D", "SAME", 2)]
    [InlineData("DepthwiseConv2dNative", "VALID", 1)]
    [InlineData("DepthwiseConv2dNative", "VALID", 2)]
    public void Zeros_around_the_input_of_a_convolution_are_never_made_and_have_the_same_bits(string op, string padding, int stride)
    {
        var builder = new GraphBuilder();
        var x = builder.Placeholder("x", DType.Float32, Shape.Of(2, 9, 11, 20));
        var margins = builder.Constant(Tensor.Of(Shape.Of(4, 2), [0, 0, 1, 2, 3, 0, 0, 0]));
        var padded = builder.Call("Pad", "padded", x, margins);
        var attrs = new Dictionary<string, object> { ["strides"] = new long[] { 1, stride, stride, 1 }, ["padding"] = padding };
        var filter = PassRun.Numbers(3, 3, 20, op == "Conv2D" ? 24 : 1);
        (filter.Writable<float>()[5], filter.Writable<float>()[170]) = (float.PositiveInfinity, float.NegativeInfinity);
        var image = new Output(builder.Add(Catalogue.Get(op), "image", [padded, builder.Constant(filter)], attrs), 0);
        var relu = builder.Call("Relu", "relu", image);
        var graph = builder.Build();
        // Products too small for a float round to -0, which a zero behind them turns into 0.
        var tiny = PassRun.Numbers(2, 9, 11, 20);
        foreach (ref var element in tiny.Writable<float>())
            element *= 1e-45f;
        foreach (var feed in new[] { PassRun.Numbers(2, 9, 11, 20), tiny })
        {
            PassRun.AssertSameBits(graph, [(x, feed)], relu);
            PassRun.AssertSameBits(graph, [(x, feed)], image);
            PassRun.AssertSameBits(graph, [(x, feed)], image, padded);
            Assert.Equal(1, PassRun.Plan(graph, PlanPasses.All, [(x, feed)], image).StepCount);
        }
    }

    [Fact]
    public void Zeros_that_others_read_too_are_made()
    {
        var builder = new GraphBuilder();
        var x = builder.Placeholder("x", DType.Float32, Shape.Of(1, 4, 4, 8));
        var padded = builder.Call("Pad", "padded", x, builder.Constant(Tensor.Of(Shape.Of(4, 2), [0, 0, 1, 1, 1, 1, 0, 0])));
        var attrs = new Dictionary<string, object> { ["strides"] = new long[] { 1, 1, 1, 1 }, ["padding"] = "VALID" };
        var image = new Output(builder.Add(Catalogue.Get("Conv2D"), "image", [padded, builder.Constant(PassRun.Numbers(3, 3, 8, 8))], attrs), 0);
        var pooled = builder.Call("Mean", "pooled", padded, builder.Constant(Tensor.Vector(1, 2)));
        var graph = builder.Build();

        PassRun.AssertSameBits(graph, [(x, PassRun.Numbers(1, 4, 4, 8))], image, pooled);
        Assert.Equal(3, PassRun.Plan(graph, PlanPasses.All, [(x, PassRun.Numbers(1, 4, 4, 8))], image, pooled).StepCount);
    }

    [Theory]
    [InlineData(24)]
    [InlineData(1)]
    [InlineData(14, 24)]
    public void A_convolution_with_residual_and_learnt_slopes_has_the_same_bits_with_every_pass(params int[] slopes)
    {
        var builder = new GraphBuilder();
        var x = builder.Placeholder("x", DType.Float32, Shape.Of(2, 15, 14, 24));
        var attrs = new Dictionary<string, object> { ["strides"] = new long[] { 1, 1, 1, 1 }, ["padding"] = "SAME" };
        var filter = builder.Constant(PassRun.Numbers(3, 3, 24, 24));
        var image = new Output(builder.Add(Catalogue.Get("Conv2D"), "image", [x, filter], attrs), 0);
        var sum = builder.Call("AddV2", "sum", builder.Call("BiasAdd", "biased", image, builder.Constant(PassRun.Numbers(24))), x);
        var slope = builder.Constant(PassRun.Numbers([.. slopes.Select(dim => (long)dim)]));
        var prelu = builder.Call("Prelu", "prelu", sum, slope);

        PassRun.AssertSameBits(builder.Build(), [(x, PassRun.Numbers(2, 15, 14, 24))], prelu);
    }

    [Fact]
    public void Every_node_can_be_fetched_fused_or_not()
    {
        var (graph, feeds) = Chain(out var nodes);

        PassRun.AssertSameBits(graph, feeds, nodes);
        foreach (var node in nodes)
            PassRun.AssertSameBits(graph, feeds, node);
    }

    [Fact]
    public void Every_node_can_be_fed_fused_or_not()
    {
        var (graph, feeds) = Chain(out var nodes);

        foreach (var node in nodes[..^1])
            PassRun.AssertSameBits(graph, [.. feeds, (node, PassRun.Numbers(50, 6, 70))], nodes[^1]);
    }

    [Fact]
    public void Chains_take_rows_columns_and_single_elements()
    {
        var (graph, feeds) = Chain(out var nodes);

        Assert.Equal(1, PassRun.Plan(graph, PlanPasses.All, feeds, nodes[^1]).StepCount);
        Assert.Equal(nodes.Length + 1, PassRun.Plan(graph, PlanPasses.None, feeds, nodes[^1]).StepCount);
    }

    [Fact]
    public void Operands_of_other_shapes_than_expected_are_broadcast_all_the_same()
    {
        var builder = new GraphBuilder();
        var x = builder.Placeholder("x", DType.Float32, Shape.Of(Shape.Unknown, Shape.Unknown));
        var y = builder.Placeholder("y", DType.Float32, Shape.Of(Shape.Unknown, Shape.Unknown));
        var product = builder.Call("MatMul", "product", x, builder.Constant(PassRun.Numbers(20, 30)));
        var sum = builder.Call("Relu", "relu", builder.Call("AddV2", "sum", builder.Call("Neg", "negative", product), y));
        var graph = builder.Build();

        foreach (var (rows, otherRows, columns) in new[] { (100, 100, 30), (100, 1, 30), (1, 90, 30), (90, 90, 1) })
            PassRun.AssertSameBits(graph, [(x, PassRun.Numbers(rows, 20)), (y, PassRun.Numbers(otherRows, columns))], sum);
    }

    [Fact]
    public void An_error_in_a_chain_names_its_node()
    {
        var builder = new GraphBuilder();
        var x = builder.Placeholder("x", DType.Float32, Shape.OfRank(1));
        var y = builder.Placeholder("y", DType.Float32, Shape.OfRank(1));
        var sum = builder.Call("AddV2", "sum", builder.Call("Neg", "negative", x), y);
        var root = builder.Call("Sqrt", "root", sum);
        var plan = PassRun.Plan(builder.Build(), PlanPasses.All, [(x, null!), (y, null!)], root);

        var error = Assert.Throws<GraphRunException>(() => plan.Run([PassRun.Numbers(3), PassRun.Numbers(4)]));

        Assert.Equal("sum", error.Diagnostics[0].Node);
        Assert.Equal("Incompatible shapes: [3] vs. [4]", error.Diagnostics[0].Message);
    }

    [Fact]
    public void Constants_and_shapes_are_computed_while_planning()
    {
        var builder = new GraphBuilder();
        var x = builder.Placeholder("x", DType.Float32, Shape.Of(2, 3));
        var shape = builder.Call("Shape", "shape", x);
        var doubled = builder.Call("AddV2", "doubled", shape, shape);
        var graph = builder.Build();

        var plan = PassRun.Plan(graph, PlanPasses.All, [(x, null!)], doubled);

        Assert.Equal(0, plan.StepCount);
        Assert.Equal([4, 6], plan.Run([PassRun.Numbers(2, 3)])[0].Values<int>());
    }

    [Fact]
    public void A_fed_constant_is_not_folded()
    {
        var builder = new GraphBuilder();
        var x = builder.Placeholder("x", DType.Float32, Shape.Of(6));
        var sizes = builder.Constant(Tensor.Vector(2, 3));
        var shape = builder.Call("Shape", "shape", builder.Call("Reshape", "reshaped", x, sizes));
        var graph = builder.Build();
        (Output, Tensor)[] feeds = [(x, PassRun.Numbers(6)), (sizes, Tensor.Vector(3, 2))];

        var values = PassRun.Plan(graph, PlanPasses.All, feeds, shape).Run([.. feeds.Select(feed => feed.Item2)]);

        Assert.Equal([3, 2], values[0].Values<int>());
    }

    [Fact]
    public void The_shapes_of_feeds_make_shapes_known()
    {
        var builder = new GraphBuilder();
        var x = builder.Placeholder("x", DType.Float32, Shape.Of(Shape.Unknown, 3));
        var shape = builder.Call("Shape", "shape", builder.Call("Neg", "negative", x));
        var plan = Planner.Plan(builder.Build(), new Session(), new RunRequest { Feeds = [x], Fetches = [shape], FeedShapes = [Shape.Of(5, 3)] });

        Assert.Equal(0, plan.StepCount);
        Assert.Equal([5, 3], plan.Run([PassRun.Numbers(5, 3)])[0].Values<int>());
        Assert.Equal(ErrorCode.FeedMismatch, Assert.Throws<GraphRunException>(() => plan.Run([PassRun.Numbers(4, 3)])).Code);
    }

    [Fact]
    public void Steps_that_compute_the_same_are_one()
    {
        var builder = new GraphBuilder();
        var x = builder.Placeholder("x", DType.Float32, Shape.Of(4));
        var first = builder.Call("Exp", "first", x);
        var second = builder.Call("Exp", "second", builder.Call("Identity", "same", x));
        var product = builder.Call("Mul", "product", first, second);
        var graph = builder.Build();

        Assert.Equal(2, PassRun.Plan(graph, PlanPasses.All, [(x, null!)], product).StepCount);
        PassRun.AssertSameBits(graph, [(x, PassRun.Numbers(4))], product, first, second);
    }

    [Fact]
    public void Steps_with_effects_are_never_merged_or_left_out()
    {
        var builder = new GraphBuilder();
        var attrs = new Dictionary<string, object> { ["dtype"] = DType.Float32 };
        var normal = Catalogue.Get("RandomStandardNormal");
        var first = new Output(builder.Add(normal, "first", [builder.Constant(Tensor.Vector(3))], attrs), 0);
        var second = new Output(builder.Add(normal, "second", [builder.Constant(Tensor.Vector(3))], attrs), 0);
        var difference = builder.Call("Sub", "difference", first, second);
        var graph = builder.Build();

        Assert.Equal(3, PassRun.Plan(graph, PlanPasses.All, [], difference).StepCount);
    }

    [Fact]
    public void An_integer_division_by_zero_still_fails_at_its_node()
    {
        var builder = new GraphBuilder();
        var one = builder.Constant(Tensor.Scalar(1));
        var quotient = builder.Call("FloorDiv", "quotient", one, builder.Constant(Tensor.Scalar(0)));
        var graph = builder.Build();

        var error = Assert.Throws<GraphRunException>(() => PassRun.Plan(graph, PlanPasses.All, [], quotient).Run([]));

        Assert.Equal("quotient", error.Diagnostics[0].Node);
    }

    private static (Graph Graph, (Output Output, Tensor Value)[] Feeds) Chain(out Output[] nodes)
    {
        var builder = new GraphBuilder();
        var x = builder.Placeholder("x", DType.Float32, Shape.Of(50, 6, 70));
        var column = builder.Placeholder("column", DType.Float32, Shape.Of(50, 6, 1));
        var row = builder.Constant(PassRun.Numbers(1, 70));
        var scaled = builder.Call("Mul", "scaled", x, row);
        var shifted = builder.Call("Sub", "shifted", column, scaled);
        var bounded = builder.Call("Maximum", "bounded", shifted, builder.Constant(Tensor.Scalar(-0.5f)));
        var (less, tanh) = (builder.Call("Less", "less", x, bounded), builder.Call("Tanh", "tanh", x));
        var chosen = builder.Call("SelectV2", "chosen", less, bounded, tanh);
        nodes = [scaled, shifted, bounded, tanh, chosen, builder.Call("Neg", "last", chosen)];
        return (builder.Build(), [(x, PassRun.Numbers(50, 6, 70)), (column, PassRun.Numbers(50, 6, 1))]);
    }
}
