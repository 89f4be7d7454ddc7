using GraphRun.Tensors;
using Xunit;
using static GraphRun.Tests.Ops.OpRun;

namespace GraphRun.Tests.Ops.NeuralNetwork;

/// <summary>The expected numbers are those of PyTorch's automatic differentiation, float64; the gradient that arrives is the input pattern.</summary>
public sealed class ConvolutionGradientTests
{
    /// <summary>Op, input, filter, output, attrs, gradients of input and filter.</summary>
    public static TheoryData<string, long[], long[], long[], (string Name, object Value)[], string, string> Cases => new()
    {
        {
            "Conv2D", [1, 4, 5, 2], [3, 2, 2, 3], [1, 2, 3, 3], [("strides", new long[] { 1, 2, 2, 1 }), ("padding", "SAME")],
            "19 14 -5 -10 -13 -10 -14 -11 -12 -12 -1 -6 -11 19 13 16 19 -13 16 16 3 -19 -20 -14 -20 -19 3 32 -21 -19 19 16 13 -11 -11 -6 -1 -10 -8 -6",
            "23 -20 14 -6 -8 23 17 3 22 -25 14 -35 19 12 5 23 -20 14 -18 -8 35 17 3 22 -9 4 -16 30 3 -13 30 -9 7 -25 1 5"
        },
        {
            "Conv2D", [1, 4, 5, 2], [2, 2, 2, 2], [1, 3, 4, 2],
            [
                ("strides", new long[] { 1, 1, 2, 1 }), ("padding", "EXPLICIT"), ("explicit_paddings", new long[] { 0, 0, 1, 0, 2, 1, 0, 0 }),
                ("dilations", new long[] { 1, 2, 1, 1 }),
            ],
            "-7 10 -8 16 -10 4 4 4 -13 -2 -12 27 -11 28 -9 -9 12 -9 27 -12 -2 -13 4 -7 4 -10 4 -10 10 -7 0 -12 4 -8 6 -9 4 -11 -10 16",
            "2 18 30 10 1 -3 7 -21 41 -19 -20 -35 15 41 3 -7"
        },
        {
            "Conv2D", [1, 6, 5, 1], [2, 2, 1, 2], [1, 2, 2, 2],
            [("strides", new long[] { 1, 2, 2, 1 }), ("padding", "VALID"), ("dilations", new long[] { 1, 3, 1, 1 })],
            "19 -4 16 -10 0 0 0 0 0 0 -9 6 -12 0 0 -13 -1 -1 -13 0 0 0 0 0 0 0 8 12 -4 0",
            "36 -17 -33 44 -20 7 32 -9"
        },
        {
            "Conv2D", [1, 4, 5, 4], [2, 2, 2, 4], [1, 2, 2, 4], [("strides", new long[] { 1, 2, 2, 1 }), ("padding", "VALID")],
            "19 -13 -10 -13 -10 -7 19 16 -9 0 0 -4 2 4 -8 -12 0 0 0 0 -4 -1 -1 -4 16 19 -7 -10 6 8 12 8 -11 -9 4 0 0 0 0 0 18 -9 10 16 -8 -7 -13 "
                + "-7 -10 4 -2 -8 4 4 -7 -13 0 0 0 0 -6 -5 -8 -2 17 18 4 10 4 4 16 10 -10 -10 4 -2 0 0 0 0",
            "23 0 17 -21 3 -11 -29 30 9 -11 9 29 11 0 -26 -30 -3 -11 -1 -24 -1 0 -3 27 5 0 -9 26 -26 22 11 -22"
        },
        {
            "DepthwiseConv2dNative", [1, 3, 4, 2], [2, 2, 2, 2], [1, 2, 2, 4], [("strides", new long[] { 1, 2, 2, 1 }), ("padding", "SAME")],
            "19 -10 -13 -13 -9 0 0 -4 -10 19 -7 16 2 -8 4 -12 18 10 -9 16 -10 -2 4 -8",
            "44 -28 -25 -11 4 -6 4 47 22 -14 -14 15 10 -17 14 -25"
        },
        {
            "Conv3D", [1, 2, 3, 3, 2], [2, 2, 2, 2, 1], [1, 2, 2, 3, 1], [("strides", new long[] { 1, 1, 2, 1, 1 }), ("padding", "SAME")],
            "15 -10 -6 14 6 -8 -15 -5 11 17 -8 -8 -15 10 -3 -8 9 -8 -22 8 14 -23 4 -2 7 9 13 -24 -20 2 1 6 -5 7 7 -5",
            "42 -15 41 -39 -50 36 22 -37 -11 30 -28 -18 4 -31 3 15"
        },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_gradients_are_those_of_automatic_differentiation(
        string op, long[] input, long[] filter, long[] output, (string Name, object Value)[] attrs, string ofInput, string ofFilter)
    {
        var (x, w, gradient) = (Pattern.Input(input), Pattern.Filter(filter), Pattern.Input(output));
        var suffix = op == "Conv3D" ? "V2" : "";

        var inputGradient = Single($"{op}BackpropInput{suffix}", [Sizes(input), w, gradient], attrs);
        var filterGradient = Single($"{op}BackpropFilter{suffix}", [x, Sizes(filter), gradient], attrs);

        Assert.Equal($"float32[{string.Join(',', input)}] {ofInput}", Show(inputGradient));
        Assert.Equal($"float32[{string.Join(',', filter)}] {ofFilter}", Show(filterGradient));
    }

    [Theory]
    [InlineData("Conv2D", DType.Float64)]
    [InlineData("Conv2D", DType.Float16)]
    [InlineData("Conv2D", DType.Int32)]
    [InlineData("DepthwiseConv2dNative", DType.BFloat16)]
    public void Other_dtypes_and_channels_first_give_the_same(string op, DType dtype)
    {
        (string, object)[] attrs = [("padding", "SAME")];
        var filter = Pattern.Cast(Pattern.Filter(2, 2, 2, 2), dtype);
        var channels = op == "Conv2D" ? 2 : 4;
        var gradient = Pattern.Cast(Pattern.Input(1, 2, 2, channels), dtype);
        var expected = Single($"{op}BackpropInput", [Sizes(1, 3, 4, 2), filter, gradient], [("strides", new long[] { 1, 2, 2, 1 }), .. attrs]);

        var result = Single(
            $"{op}BackpropInput",
            [Sizes(1, 2, 3, 4), filter, Single("Transpose", [gradient, Tensor.Vector(0, 3, 1, 2)])],
            [("strides", new long[] { 1, 1, 2, 2 }), ("data_format", "NCHW"), .. attrs]);

        Assert.Equal(Show(expected), Show(Single("Transpose", [result, Tensor.Vector(0, 2, 3, 1)])));
    }

    [Fact]
    public void Two_sizes_are_height_and_width() => Assert.Equal(
        Show(Single("Conv2DBackpropInput", [Sizes(1, 5, 5, 2), Pattern.Filter(2, 2, 2, 3), Pattern.Input(1, 4, 4, 3)], Valid)),
        Show(Single("Conv2DBackpropInput", [Sizes(5, 5), Pattern.Filter(2, 2, 2, 3), Pattern.Input(1, 4, 4, 3)], Valid)));

    [Fact]
    public void A_gradient_of_another_shape_is_refused_in_TensorFlows_words() => Assert.StartsWith(
        "Conv2DBackpropInput: Size of out_backprop doesn't match computed: actual = [1,3,4,3], computed = [1,4,4,3]",
        Error("Conv2DBackpropInput", [Sizes(1, 5, 5, 2), Pattern.Filter(2, 2, 2, 3), Pattern.Input(1, 3, 4, 3)], Valid),
        StringComparison.Ordinal);

    private static (string, object)[] Valid => [("strides", new long[] { 1, 1, 1, 1 }), ("padding", "VALID")];

    private static Tensor Sizes(params long[] dims) => Tensor.Vector<int>([.. dims.Select(dim => (int)dim)]);
}
