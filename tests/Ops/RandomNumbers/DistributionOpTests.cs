using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Tensors;
using Xunit;
using static GraphRun.Tests.Ops.OpRun;

namespace GraphRun.Tests.Ops.RandomNumbers;

/// <summary>
/// Expectations are the formulas of TensorFlow's kernels, calculated with Python's own generator of Philox blocks and math library.
/// </summary>
public sealed class DistributionOpTests
{
    private const double Rounding = 1e-12;

    [Fact]
    public void Gamma_numbers_are_TensorFlows()
    {
        double[] expected =
        [
            0.38637650447568944, 0.4796860126209098, 0.7519881560466631, 0.37036918224548204, 0.4524964922466692, 0.6021830511082559,
            0.2671894950728356, 1.7732657990807228, 0.2958550340791179,
        ];
        var numbers = Draw("RandomGamma", [Tensor.Vector(3), Tensor.Vector(0.5, 1.0, 2.5)]);

        Assert.Equal("float64[3,3]", numbers.ToString());
        Assert.All(expected.Zip(numbers.Values<double>().ToArray()), pair => Assert.Equal(pair.First, pair.Second, Rounding));
    }

    [Fact]
    public void Poisson_numbers_are_TensorFlows() => Assert.Equal(
        "int64[4,4] 0 3 19 294 0 4 19 279 0 4 16 323 0 6 25 304",
        Show(Draw("RandomPoissonV2", [Tensor.Vector(4), Tensor.Vector(0.5, 4.0, 20.0, 300.0)])));

    [Fact]
    public void A_mean_below_zero_has_no_number() =>
        Assert.Equal("float32[1] NaN", Show(Draw("RandomPoissonV2", [Tensor.Vector(1), Tensor.Scalar(-1.0)], ("dtype", DType.Float32))));

    [Fact]
    public void Classes_are_drawn_by_their_logits_and_never_one_of_infinite_logit()
    {
        var ten = (float)Math.Log(10);
        var drawn = Draw("Multinomial", [Matrix(new[,] { { 0f, 1f, 2f }, { ten, ten, float.NegativeInfinity } }), Tensor.Scalar(5)]);

        Assert.Equal("int64[2,5] 2 2 2 2 1 0 0 0 1 0", Show(drawn));
    }

    [Fact]
    public void Logits_must_be_a_matrix()
    {
        Assert.Equal(
            "Input logits should be a matrix, got shape: [3]",
            Error("StatelessMultinomial", [Tensor.Vector(0f, 1f, 2f), Tensor.Scalar(1), Tensor.Vector(1, 2)]));
        Assert.Equal(
            "num_samples should be nonnegative, got -1",
            Error("StatelessMultinomial", [Matrix(new[,] { { 0f, 1f } }), Tensor.Scalar(-1), Tensor.Vector(1, 2)]));
    }

    // TensorFlow defines the second version of the stateless ops as the first with its seed mixed beforehand.
    [Theory]
    [InlineData("StatelessRandomUniform")]
    [InlineData("StatelessRandomNormal")]
    [InlineData("StatelessTruncatedNormal")]
    public void A_key_and_its_counter_give_the_numbers_of_their_seed(string op)
    {
        var (shape, mixed) = (Tensor.Vector(5), All("StatelessRandomGetKeyCounter", [Tensor.Vector(3L, 4L)]));
        var expected = Single(op, [shape, Tensor.Vector(3L, 4L)]);

        Assert.Equal(Show(expected), Show(Single(op + "V2", [shape, mixed[0], mixed[1], Tensor.Scalar(1)])));
    }

    [Fact]
    public void Another_generator_than_Philox_is_refused() => Assert.Equal(
        "Unsupported algorithm id: 2",
        Error("StatelessRandomUniformV2", [Tensor.Vector(1), Tensor.Vector(1UL), Tensor.Vector(1UL, 2UL), Tensor.Scalar(2)]));

    private static Tensor Draw(string op, Tensor[] inputs, params (string Name, object Value)[] attrs)
    {
        var builder = new GraphBuilder();
        var all = attrs.Append(("seed", 87654321L)).Append(("seed2", 1L)).ToDictionary(attr => attr.Item1, attr => attr.Item2);
        var output = builder.Call(op, [.. inputs.Select(input => builder.Constant(input))], all, "op");
        return new Session().Run(builder.Build(), [output])[0];
    }
}
