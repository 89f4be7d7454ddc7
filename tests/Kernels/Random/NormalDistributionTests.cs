using GraphRun.Kernels;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Kernels;

public class NormalDistributionTests
{
    // TensorFlow 1, tf.random_normal([6], seed=1), as its users published it.
    [Fact]
    public void Float32_equals_tensorflows_numbers_within_rounding() => AssertNear(
        [-0.8113182f, 1.4845988f, 0.06532937f, -2.4427042f, 0.0992484f, 0.5912243f],
        Normal<float>(DType.Float32, 6, Philox.FromSeeds(87654321, 1)));

    // TensorFlow's guide "Random number generation": tf.random.stateless_normal(shape=[2, 3], seed=[1, 2]).
    [Fact]
    public void A_stateless_seed_gives_the_guides_numbers() => AssertNear(
        [0.5441101f, 0.20738031f, 0.07356433f, 0.04643455f, -1.30159f, -0.95385665f],
        Normal<float>(DType.Float32, 6, Philox.FromStatelessSeed(1, 2)));

    // TensorFlow's documentation of tf.random.normal: set_seed(5), seed=1.
    [Fact]
    public void Two_seeds_give_the_documentations_numbers() => AssertNear(
        [-1.3768897f, -0.01258316f, -0.169515f, 1.0824056f], Normal<float>(DType.Float32, 4, Philox.FromSeeds(5, 1)));

    // Computed independently from the formula with libm's functions.
    [Fact]
    public void Truncated_numbers_start_each_group_of_four_256_blocks_further()
    {
        var output = Tensor.Allocate(DType.Float32, Shape.Of(8));

        NormalDistribution.FillTruncated(Philox.FromSeeds(87654321, 1), output);

        AssertNear(
            [-0.8113183f, 1.4845986f, 0.0653293f, 0.0992484f, 0.6396971f, 1.6108712f, 0.1635356f, -1.5157055f],
            output.Values<float>().ToArray());
    }

    [Theory]
    [InlineData(DType.Float32)]
    [InlineData(DType.Float64)]
    [InlineData(DType.Float16)]
    [InlineData(DType.BFloat16)]
    public void A_longer_tensor_begins_with_a_shorter_ones_numbers(DType dtype)
    {
        foreach (var fill in new Action<Philox, Tensor>[] { NormalDistribution.Fill, NormalDistribution.FillTruncated })
        {
            var longest = Tensor.Allocate(dtype, Shape.Of(700));
            fill(Philox.FromSeeds(9, 9), longest);
            foreach (var length in new[] { 0, 1, 3, 255, 256, 257, 513 })
            {
                var output = Tensor.Allocate(dtype, Shape.Of(length));
                fill(Philox.FromSeeds(9, 9), output);
                Assert.True(output.Bytes(0, (int)output.ByteCount).SequenceEqual(longest.Bytes(0, (int)output.ByteCount)));
            }
        }
    }

    // The mean and variance of 100,000 standard normal numbers are within 0.02 of 0 and 1 but for odds of one in a million.
    [Fact]
    public void Float64_numbers_have_mean_0_and_variance_1()
    {
        var numbers = Normal<double>(DType.Float64, 100_000, Philox.FromSeeds(3, 4));

        Assert.InRange(numbers.Average(), -0.02, 0.02);
        Assert.InRange(numbers.Average(number => number * number), 0.98, 1.02);
    }

    private static T[] Normal<T>(DType dtype, int count, Philox generator)
    {
        var output = Tensor.Allocate(dtype, Shape.Of(count));
        NormalDistribution.Fill(generator, output);
        return output.Values<T>().ToArray();
    }

    private static void AssertNear(float[] expected, float[] actual)
    {
        for (var i = 0; i < expected.Length; i++)
            Assert.InRange(actual[i], expected[i] - 4e-7f, expected[i] + 4e-7f);
    }
}
