using GraphRun.Execution;
using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Ops.NeuralNetwork;

public class BatchNormSecondGradientTests
{
    // torch.autograd of PyTorch 1.13 in float64: with g the gradient of sum(w y²) with respect to x, the gradients of sum(w g²).
    [Theory]
    [InlineData(
        true,
        new[] { -1.9271056f, 0.0024499445f, -0.46069003f, 0.0025158082f, 2.0444231f, 0.0044198203f, 0.3433726f, -0.009385573f },
        new[] { 5.744452f, -0.01281677f })]
    [InlineData(
        false,
        new[] { 0.652271f, 0.016163825f, 2.2306673f, 0.0029388554f, -32.80276f, -0.07244914f, -4.20168f, 0.48902247f },
        new[] { 61.387629f, -2.0187219f })]
    public void Second_derivatives_are_those_of_PyTorch(bool isTraining, float[] ofX, float[] ofScale)
    {
        var builder = new GraphBuilder();
        var x = builder.Placeholder("x", DType.Float32, Shape.Of(4, 1, 1, 2));
        var scale = builder.Placeholder("scale", DType.Float32, Shape.Of(2));
        var w = builder.Constant(Tensor.Of<float>(Shape.Of(4, 1, 1, 2), [0.3f, -0.2f, 0.6f, 0.1f, 0.9f, -0.7f, -0.4f, 0.8f]));
        Output[] inputs =
        [
            x, scale, builder.Constant(Tensor.Vector(0.1f, 0.2f)), builder.Constant(Tensor.Vector(0.2f, -0.3f)), builder.Constant(Tensor.Vector(1.2f, 0.7f)),
        ];
        var attrs = new Dictionary<string, object> { ["epsilon"] = 0.01f, ["is_training"] = isTraining };
        var y = builder.Call("FusedBatchNormV3", inputs, attrs);
        var first = Gradients(builder, builder.Call("Mul", builder.Call("Square", y), w), x)[0];
        var second = Gradients(builder, builder.Call("Mul", builder.Call("Square", first), w), x, scale);

        var values = new Session().Run(builder.Build(), [.. second.Select(output => new Fetch(output))],
        [
            (x, Tensor.Of<float>(Shape.Of(4, 1, 1, 2), [1, -2, 0.5f, 3, -1.5f, 0.25f, 2.5f, 1])), (scale, Tensor.Vector(1.5f, -0.5f)),
        ]);

        foreach (var (expected, actual) in new[] { (ofX, values[0]), (ofScale, values[1]) })
        {
            for (var i = 0; i < expected.Length; i++)
                Assert.Equal(expected[i], actual.Values<float>()[i], 1e-4f * (1 + Math.Abs(expected[i])));
        }
    }

    private static Output[] Gradients(GraphBuilder builder, Output y, params Output[] xs) =>
        [.. Backpropagation.Gradients(builder, new GradientRequest { Ys = [y], Xs = xs }).Select(gradient => gradient!.Value)];
}
