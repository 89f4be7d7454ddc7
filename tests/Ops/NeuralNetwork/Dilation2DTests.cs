using GraphRun.Tensors;
using Xunit;
using static GraphRun.Tests.Ops.OpRun;

namespace GraphRun.Tests.Ops.NeuralNetwork;

public sealed class Dilation2DTests
{
    private static readonly (string, object)[] attrs =
        [("strides", new long[] { 1, 1, 1, 1 }), ("rates", new long[] { 1, 1, 1, 1 }), ("padding", "VALID")];

    private static readonly Tensor image = Tensor.Of<float>(Shape.Of(1, 1, 4, 1), [1, 5, 2, 4]);
    private static readonly Tensor filter = Tensor.Of<float>(Shape.Of(1, 2, 1), [0, 3]);
    private static readonly Tensor gradient = Tensor.Of<float>(Shape.Of(1, 1, 3, 1), [10, 20, 30]);

    // By hand: max(1, 5 + 3), max(5, 2 + 3) where the first of equals counts, max(2, 4 + 3).
    [Fact]
    public void The_greatest_sum_is_taken() => Assert.Equal("float32[1,1,3,1] 8 5 7", Show(Single("Dilation2D", [image, filter], attrs)));

    [Fact]
    public void A_gradient_goes_to_the_pair_of_the_greatest_sum()
    {
        Assert.Equal("float32[1,1,4,1] 0 30 0 30", Show(Single("Dilation2DBackpropInput", [image, filter, gradient], attrs)));
        Assert.Equal("float32[1,2,1] 20 40", Show(Single("Dilation2DBackpropFilter", [image, filter, gradient], attrs)));
    }

    [Fact]
    public void Rates_spread_the_taps() => Assert.Equal(
        "float32[1,1,2,1] 5 7",
        Show(Single(
            "Dilation2D",
            [image, filter],
            ("strides", new long[] { 1, 1, 1, 1 }),
            ("rates", new long[] { 1, 1, 2, 1 }),
            ("padding", "VALID"))));
}
