using GraphRun.Graphs;
using GraphRun.Ops;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Ops;

public sealed class FlopRulesTests
{
    private readonly GraphBuilder builder = new();

    private Output Input(params long[] dims) => builder.Placeholder(builder.UniqueName("x"), DType.Float32, Shape.Of(dims));

    private static Dictionary<string, object> Window(params (string Name, object Value)[] attrs)
    {
        var all = new Dictionary<string, object> { ["strides"] = new long[] { 1, 2, 2, 1 }, ["padding"] = "SAME" };
        foreach (var (name, value) in attrs)
            all[name] = value;
        return all;
    }

    [Fact]
    public void A_product_takes_two_operations_for_each_element_and_inner_step() =>
        Assert.Equal(2 * 2 * 3 * 4, FlopRules.Of(builder.Call("MatMul", Input(2, 3), Input(3, 4)).Node));

    [Fact]
    public void A_convolution_counts_the_weights_of_each_output_with_a_batch_of_1()
    {
        var node = builder.Call("Conv2D", [Input(-1, 8, 8, 3), Input(3, 3, 3, 16)], Window()).Node;
        Assert.Equal(2 * (4 * 4 * 16) * (3 * 3 * 3), FlopRules.Of(node));
    }

    [Fact]
    public void A_depthwise_convolution_counts_one_channel_for_each_output()
    {
        var node = builder.Call("DepthwiseConv2dNative", [Input(1, 8, 8, 3), Input(3, 3, 3, 2)], Window()).Node;
        Assert.Equal(2 * (4 * 4 * 6) * (3 * 3), FlopRules.Of(node));
    }

    [Fact]
    public void Pooling_counts_the_places_of_its_window()
    {
        var node = builder.Call("MaxPool", [Input(1, 8, 8, 3)], Window(("ksize", new long[] { 1, 2, 2, 1 }))).Node;
        Assert.Equal(4 * 4 * 3 * 4, FlopRules.Of(node));
    }

    [Fact]
    public void What_only_moves_elements_costs_nothing() =>
        Assert.Equal(0, FlopRules.Of(builder.Call("Reshape", Input(2, 3), builder.Constant(Tensor.Vector(3, 2))).Node));

    [Fact]
    public void An_unknown_dim_other_than_the_first_leaves_the_count_open() =>
        Assert.Null(FlopRules.Of(builder.Call("Relu", Input(2, -1)).Node));
}
