using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Ops;

public sealed class SoftmaxOpTests
{
    [Fact]
    public void Large_logits_do_not_overflow_and_rows_are_independent()
    {
        var values = Run("Softmax", Tensor.Of<float>(Shape.Of(2, 2), [1000, 1000, 0, MathF.Log(3)]));

        // By hand: equal logits share evenly; logits 0 and ln 3 give 1/4 and 3/4.
        Assert.Equal([0.5, 0.5, 0.25, 0.75], values.Select(value => Math.Round(value, 6)));
    }

    [Fact]
    public void The_logarithm_is_that_of_the_probabilities()
    {
        var values = Run("LogSoftmax", Tensor.Of<float>(Shape.Of(1, 2), [0, MathF.Log(3)]));

        Assert.Equal([Math.Log(0.25), Math.Log(0.75)], values, (expected, actual) => Math.Abs(expected - actual) < 1e-6);
    }

    private static IEnumerable<double> Run(string op, Tensor logits)
    {
        var builder = new GraphBuilder();
        var result = builder.Call(op, builder.Constant(logits));
        return new Session().Run(builder.Build(), [result])[0].Values<float>().ToArray().Select(value => (double)value);
    }
}
