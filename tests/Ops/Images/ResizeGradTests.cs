using GraphRun.Tensors;
using GraphRun.Tests.Ops.NeuralNetwork;
using Xunit;
using static GraphRun.Tests.Ops.OpRun;

namespace GraphRun.Tests.Ops.Images;

/// <summary>The expected numbers are those of PyTorch's <c>interpolate</c> and its automatic differentiation; the gradient is the filter pattern.</summary>
public sealed class ResizeGradTests
{
    private static readonly Tensor image = Pattern.Input(1, 2, 3, 1);

    [Fact]
    public void Pixels_between_share_their_gradient()
    {
        Assert.Equal(
            "float32[1,2,3,1] 0.78125 0.9375 -3.96875 2.96875 -3.4375 1.71875", Bilinear(Pattern.Filter(1, 4, 4, 1), "half_pixel_centers"));
        Assert.Equal("float32[1,2,3,1] -1.75 -1.25 2.5 -0.25 0.75 -3", Bilinear(Pattern.Filter(1, 3, 5, 1), "align_corners"));
    }

    // By hand: places 0 0 1 1 2 of 3.
    [Fact]
    public void The_nearest_pixel_gets_the_gradients_of_those_that_took_it() => Assert.Equal(
        "float32[1,1,3,1] 3 7 5",
        Show(Single("ResizeNearestNeighborGrad", [Tensor.Of<float>(Shape.Of(1, 1, 5, 1), [1, 2, 3, 4, 5]), Tensor.Vector(1, 3)])));

    private static string Bilinear(Tensor gradient, string mode) =>
        Show(Single("ResizeBilinearGrad", [gradient, image], (mode, true)));
}
