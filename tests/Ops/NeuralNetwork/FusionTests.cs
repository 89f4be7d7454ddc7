using GraphRun.Tensors;
using Xunit;
using static GraphRun.Tests.Ops.OpRun;

namespace GraphRun.Tests.Ops.NeuralNetwork;

/// <summary>A fused op gives the bits of the ops it stands for.</summary>
public sealed class FusionTests
{
    private static readonly (string Name, object Value)[] window = [("strides", new long[] { 1, 1, 1, 1 }), ("padding", "SAME")];

    public static TheoryData<string> Activations => ["Relu", "Relu6", "Elu", "Sigmoid", "Tanh", "LeakyRelu"];

    [Theory]
    [MemberData(nameof(Activations))]
    public void A_convolution_with_bias_and_activation_is_the_three_ops_in_a_row(string activation)
    {
        var (input, filter, bias) = (Pattern.Input(1, 5, 7, 3), Pattern.Filter(3, 3, 3, 19), Pattern.Input(19));
        var convolved = Single("BiasAdd", [Single("Conv2D", [input, filter], window), bias]);

        AssertFused("_FusedConv2D", [input, filter, bias], [.. window], convolved, activation);
    }

    [Theory]
    [MemberData(nameof(Activations))]
    public void A_depthwise_convolution_with_bias_and_activation_is_the_three_ops_in_a_row(string activation)
    {
        var (input, filter, bias) = (Pattern.Input(1, 5, 7, 19), Pattern.Filter(3, 3, 19, 1), Pattern.Input(19));
        var convolved = Single("BiasAdd", [Single("DepthwiseConv2dNative", [input, filter], window), bias]);

        AssertFused("FusedDepthwiseConv2dNative", [input, filter, bias], window, convolved, activation);
    }

    [Theory]
    [MemberData(nameof(Activations))]
    public void A_product_with_bias_and_activation_is_the_three_ops_in_a_row(string activation)
    {
        var (a, b, bias) = (Pattern.Input(5, 7), Pattern.Filter(7, 21), Pattern.Input(21));
        var product = Single("BiasAdd", [Single("MatMul", [a, b]), bias]);

        AssertFused("_FusedMatMul", [a, b, bias], [], product, activation);
    }

    [Fact]
    public void A_residual_is_added_before_the_activation()
    {
        var (input, filter) = (Pattern.Input(1, 2, 3, 2), Pattern.Filter(1, 1, 2, 5));
        var (bias, residual) = (Pattern.Input(5), Pattern.Filter(1, 2, 3, 5));
        var sum = Single("AddV2", [Single("BiasAdd", [Single("Conv2D", [input, filter], window), bias]), residual]);

        var fused = Single(
            "_FusedConv2D", [input, filter, bias, residual], [.. window, ("fused_ops", new[] { "BiasAdd", "Add", "Relu" }), ("num_args", 2L)]);

        Assert.Equal(Show(Single("Relu", [sum])), Show(fused));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(1)]
    [InlineData(24)]
    public void The_slopes_of_a_Prelu_are_broadcast(int slopes)
    {
        var (input, filter) = (Pattern.Input(1, 2, 3, 2), Pattern.Filter(1, 1, 2, 4));
        var slope = slopes == 24 ? Pattern.Filter(2, 3, 4) : Pattern.Filter(slopes);
        var convolved = Single("Conv2D", [input, filter], window);

        var fused = Single("_FusedConv2D", [input, filter, slope], [.. window, ("fused_ops", new[] { "Prelu" }), ("num_args", 1L)]);

        Assert.Equal(Show(Single("Prelu", [convolved, slope])), Show(fused));
    }

    [Fact]
    public void Normalisation_is_fused_with_the_bits_of_FusedBatchNorm()
    {
        var (input, filter) = (Pattern.Input(1, 2, 3, 2), Pattern.Filter(1, 1, 2, 3));
        Tensor[] moments = [Pattern.Vector(1, 2, 3), Pattern.Vector(4, 5, 6), Pattern.Vector(-1, 0, 1), Pattern.Vector(2, 3, 5)];
        var convolved = Single("Conv2D", [input, filter], window);
        var normal = All("FusedBatchNormV3", [convolved, .. moments], ("is_training", false), ("epsilon", 0.001f))[0];

        var fused = Single(
            "_FusedConv2D",
            [input, filter, .. moments],
            [.. window, ("fused_ops", new[] { "FusedBatchNorm", "Relu" }), ("num_args", 4L), ("epsilon", 0.001f)]);

        Assert.Equal(Show(Single("Relu", [normal])), Show(fused));
    }

    [Fact]
    public void An_op_that_cannot_be_fused_is_named() => Assert.StartsWith(
        "Fusion is not implemented: [BiasAdd,Selu]",
        Error(
            "_FusedMatMul",
            [Pattern.Input(2, 2), Pattern.Input(2, 2), Pattern.Input(2)],
            ("fused_ops", new[] { "BiasAdd", "Selu" }),
            ("num_args", 1L)),
        StringComparison.Ordinal);

    private static void AssertFused(string op, Tensor[] inputs, (string Name, object Value)[] attrs, Tensor before, string activation)
    {
        (string, object)[] alpha = activation == "LeakyRelu" ? [("alpha", 0.1f)] : [];

        var fused = Single(
            op, inputs, [.. attrs, ("fused_ops", new[] { "BiasAdd", activation }), ("num_args", 1L), ("leakyrelu_alpha", 0.1f)]);

        Assert.Equal(Show(Single(activation, [before], alpha)), Show(fused));
    }
}
