using GraphRun.Errors;
using GraphRun.Kernels;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Kernels;

public class UniformDistributionTests
{
    // TensorFlow 1, tf.random_uniform(seed=1), as its users published it; eight digits tell the multiple of 2^-23.
    [Fact]
    public void Float32_equals_tensorflows_numbers() => Assert.Equal(
        new[] { 0.2390374, 0.92039955, 0.05051243, 0.49574447 }.Select(x => (float)(Math.Round(x * 8388608) / 8388608)),
        Uniform<float>(DType.Float32, 4));

    // TensorFlow 1: the second run of tf.random_uniform([1], seed=1).
    [Fact]
    public void A_second_execution_starts_after_256_blocks_for_each_output()
    {
        var generator = Philox.FromSeeds(87654321, 1);
        generator.Skip(RandomFill.ReservedBlocks(1));
        var output = Tensor.Allocate(DType.Float32, Shape.Of(1));

        UniformDistribution.Fill(generator, output);

        Assert.Equal(0.22267115f, output.Value<float>());
    }

    // By hand from the known answer of the zero block, 6627e8d5 e169c58d bc57ac4c 9b00dbd8.
    [Fact]
    public void Float64_takes_20_bits_of_one_number_and_32_of_the_next()
    {
        var output = Tensor.Allocate(DType.Float64, Shape.Of(2));

        UniformDistribution.Fill(default, output);

        Assert.Equal([0x7E8D5E169C58D / 4503599627370496.0, 0x7AC4C9B00DBD8 / 4503599627370496.0], output.Values<double>().ToArray());
    }

    [Fact]
    public void Float16_takes_the_low_10_bits()
    {
        var output = Tensor.Allocate(DType.Float16, Shape.Of(4));

        UniformDistribution.Fill(default, output);

        Assert.Equal(new[] { 0x0D5, 0x18D, 0x04C, 0x3D8 }.Select(bits => (Half)(bits / 1024f)), output.Values<Half>().ToArray());
    }

    [Fact]
    public void BFloat16_takes_the_low_7_bits()
    {
        var output = Tensor.Allocate(DType.BFloat16, Shape.Of(4));

        UniformDistribution.Fill(default, output);

        Assert.Equal(new[] { 0x55, 0x0D, 0x4C, 0x58 }.Select(bits => (BFloat16)(bits / 128f)), output.Values<BFloat16>().ToArray());
    }

    // Computed independently from TensorFlow's formula, low + bits % range.
    [Fact]
    public void Int32_equals_tensorflows_formula() => Assert.Equal([7, 9, 3, 2, 7, 4, 6, 3], Integers(0, 10, 8));

    [Fact]
    public void The_widest_int32_range_does_not_overflow()
    {
        var drawn = Integers(int.MinValue, int.MaxValue, 4);

        Assert.Contains(drawn, value => value < 0);
        Assert.Contains(drawn, value => value > 0);
    }

    [Fact]
    public void Int64_joins_two_numbers_low_one_first()
    {
        var output = Tensor.Allocate(DType.Int64, Shape.Of(3));

        UniformDistribution.FillIntegers(default, Tensor.Scalar(-5L), Tensor.Scalar(1L << 40), output);

        Assert.Equal((long)(0xe169c58d6627e8d5 % ((1UL << 40) + 5)) - 5, output.Values<long>()[0]);
        Assert.Equal((long)(0x9b00dbd8bc57ac4c % ((1UL << 40) + 5)) - 5, output.Values<long>()[1]);
    }

    [Fact]
    public void An_empty_range_of_integers_is_refused()
    {
        var error = Assert.Throws<GraphRunException>(() => Integers(5, 5, 1));

        Assert.Contains("Need minval < maxval, got 5 >= 5", error.Message);
    }

    [Fact]
    public void A_bound_that_is_no_scalar_is_refused()
    {
        var output = Tensor.Allocate(DType.Int32, Shape.Of(1));

        var error = Assert.Throws<GraphRunException>(
            () => UniformDistribution.FillIntegers(default, Tensor.Vector(1), Tensor.Scalar(2), output));

        Assert.Contains("minval must be 0-D, got shape [1]", error.Message);
    }

    [Theory]
    [InlineData(DType.Float32)]
    [InlineData(DType.Float64)]
    public void A_longer_tensor_begins_with_a_shorter_ones_numbers(DType dtype)
    {
        var longest = Tensor.Allocate(dtype, Shape.Of(13));
        UniformDistribution.Fill(Philox.FromSeeds(9, 9), longest);
        for (var length = 0; length < 13; length++)
        {
            var output = Tensor.Allocate(dtype, Shape.Of(length));
            UniformDistribution.Fill(Philox.FromSeeds(9, 9), output);
            Assert.True(output.Bytes(0, (int)output.ByteCount).SequenceEqual(longest.Bytes(0, (int)output.ByteCount)));
        }
    }

    private static T[] Uniform<T>(DType dtype, int count)
    {
        var output = Tensor.Allocate(dtype, Shape.Of(count));
        UniformDistribution.Fill(Philox.FromSeeds(87654321, 1), output);
        return output.Values<T>().ToArray();
    }

    private static int[] Integers(int low, int high, int count)
    {
        var output = Tensor.Allocate(DType.Int32, Shape.Of(count));
        UniformDistribution.FillIntegers(Philox.FromSeeds(87654321, 1), Tensor.Scalar(low), Tensor.Scalar(high), output);
        return output.Values<int>().ToArray();
    }
}
