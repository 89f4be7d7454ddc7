using GraphRun.Tensors;
using Xunit;
using static GraphRun.Tests.Ops.OpRun;

namespace GraphRun.Tests.Ops.NeuralNetwork;

/// <summary>The expected numbers are PyTorch's <c>local_response_norm</c> and its automatic differentiation.</summary>
public sealed class LRNTests
{
    private static readonly (string, object)[] attrs = [("depth_radius", 1L), ("bias", 2f), ("alpha", 0.5f), ("beta", 0.75f)];

    private static readonly Tensor image = Pattern.Input(1, 1, 2, 5);

    [Fact]
    public void An_element_is_divided_by_the_squares_around_it() => AssertClose(
        [-0.610741, 0.224208, -0.224208, 0.597219, 0.131199, -0.403734, 0.538312, 0.0, -0.538312, 0.403734], Single("LRN", [image], attrs));

    [Fact]
    public void The_gradient_is_that_of_automatic_differentiation() => AssertClose(
        [0.140865, 0.021284, -0.069033, -0.073808, 0.426614, -0.011602, 0.060328, -0.343295, 0.046406, 0.167062],
        Single("LRNGrad", [Pattern.Filter(1, 1, 2, 5), image, Single("LRN", [image], attrs)], attrs));

    private static void AssertClose(double[] expected, Tensor actual) =>
        Assert.Equal(expected, actual.Values<float>().ToArray().Select(value => (double)value), (x, y) => Math.Abs(x - y) < 2e-6);
}
