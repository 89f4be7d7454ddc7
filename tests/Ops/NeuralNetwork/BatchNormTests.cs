using GraphRun.Tensors;
using Xunit;
using static GraphRun.Tests.Ops.OpRun;

namespace GraphRun.Tests.Ops.NeuralNetwork;

public sealed class BatchNormTests
{
    private static readonly Tensor x = Tensor.Of<float>(Shape.Of(1, 2, 2, 1), [1, 2, 3, 6]);

    // By hand: the mean is 3 and the mean square 3.5; the corrected variance 14 / 3.
    [Theory]
    [InlineData("FusedBatchNorm")]
    [InlineData("FusedBatchNormV2")]
    [InlineData("FusedBatchNormV3")]
    public void While_training_the_moments_are_those_of_the_batch(string op)
    {
        var outputs = All(op, [x, Pattern.Vector(2), Pattern.Vector(10), Pattern.Vector(), Pattern.Vector()], ("epsilon", 0.5f));

        Assert.Equal([8, 9, 10, 13], outputs[0].Values<float>().ToArray());
        Assert.Equal([3, 14f / 3, 3, 3.5f], outputs[1..5].Select(output => output.Value<float>()));
    }

    [Fact]
    public void The_moments_are_mixed_with_those_before()
    {
        var outputs = All(
            "FusedBatchNormV3",
            [x, Pattern.Vector(2), Pattern.Vector(10), Pattern.Vector(7), Pattern.Vector(2)],
            ("epsilon", 0.5f),
            ("exponential_avg_factor", 0.25f));

        Assert.Equal([6, 1.5f + (14f / 12)], outputs[1..3].Select(output => output.Value<float>()));
    }

    [Fact]
    public void Given_moments_are_used_and_put_out()
    {
        var outputs = All(
            "FusedBatchNormV3",
            [x, Pattern.Vector(3), Pattern.Vector(1), Pattern.Vector(2), Pattern.Vector(8)],
            ("epsilon", 1f),
            ("is_training", false));

        Assert.Equal("float32[1,2,2,1] 0 1 2 5", Show(outputs[0]));
        Assert.Equal([2, 8, 2, 8], outputs[1..5].Select(output => output.Value<float>()));
    }

    [Fact]
    public void Channels_may_come_first()
    {
        var first = Tensor.Of<float>(Shape.Of(1, 2, 1, 2), [1, 2, 3, 6]);

        var y = All(
            "FusedBatchNormV3",
            [first, Pattern.Vector(1, 1), Pattern.Vector(0, 1), Pattern.Vector(1, 2), Pattern.Vector(3, 0)],
            ("epsilon", 1f),
            ("is_training", false),
            ("data_format", "NCHW"))[0];

        Assert.Equal("float32[1,2,1,2] 0 0.5 2 5", Show(y));
    }

    // PyTorch's automatic differentiation; the gradient that arrives is the filter pattern.
    [Theory]
    [InlineData("FusedBatchNormGrad", 5)]
    [InlineData("FusedBatchNormGradV2", 5)]
    [InlineData("FusedBatchNormGradV3", 6)]
    public void While_training_the_moments_change_with_the_input(string op, int inputs)
    {
        Tensor[] all =
        [
            Pattern.Filter(1, 2, 2, 2), Tensor.Of<float>(Shape.Of(1, 2, 2, 2), [1, 2, 2, 0, 3, 5, 6, 1]), Pattern.Vector(2, 3),
            Pattern.Vector(3, 2), Pattern.Vector(3.5f, 3.5f), Tensor.Scalar(0f),
        ];

        var outputs = All(op, all[..inputs], ("epsilon", 0.5f));

        Assert.Equal([-2.375f, 3.75f, 0.4375f, -0.375f, 3.25f, -0.5625f, -1.3125f, -2.8125f], outputs[0].Values<float>().ToArray());
        Assert.Equal([1.5f, 5f], outputs[1].Values<float>().ToArray());
        Assert.Equal([-1f, -2f], outputs[2].Values<float>().ToArray());
    }

    // By hand: the slope is scale / sqrt(variance + epsilon) = 2 / 2.
    [Fact]
    public void Given_moments_do_not_change_with_the_input()
    {
        var outputs = All(
            "FusedBatchNormGrad",
            [Pattern.Filter(1, 2, 2, 1), x, Pattern.Vector(2), Pattern.Vector(3), Pattern.Vector(3.5f)],
            ("epsilon", 0.5f),
            ("is_training", false));

        Assert.Equal("float32[1,2,2,1] -3 2 0 -2", Show(outputs[0]));
    }
}
