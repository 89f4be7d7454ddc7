using GraphRun.Formats.TensorFiles;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Formats.Feeds;

/// <summary>
/// Random values that are the same for the same seed: those of TensorFlow's random ops with that seed and a seed2 of 0, moved to
/// where the arguments want them.
/// </summary>
internal static class RandomGenerator
{
    /// <summary><c>rand(seed,lo,hi)</c>: spread evenly from lo up to, but not including, hi; integers for integer dtypes.</summary>
    public static Tensor Uniform(GeneratorArguments arguments, DType dtype, Shape shape)
    {
        var generator = Philox.FromSeeds(arguments.Integer("seed", "0"), 0);
        if (dtype.IsInteger())
            return UniformIntegers(generator, arguments, dtype, shape);
        var (low, high) = (arguments.Number("lo", "0"), arguments.Number("hi", "1"));
        if (!(low < high))
            throw arguments.Wrong($"needs lo < hi, got {low} and {high}", null);
        var values = Tensor.Allocate(RequireFloating(arguments, dtype), shape);
        UniformDistribution.Fill(generator, values);
        return Scaled(values, high - low, low);
    }

    /// <summary><c>randn(seed,mean,std)</c>: normally distributed; mean 0 and standard deviation 1 unless given.</summary>
    public static Tensor Normal(GeneratorArguments arguments, DType dtype, Shape shape)
    {
        var generator = Philox.FromSeeds(arguments.Integer("seed", "0"), 0);
        var (mean, deviation) = (arguments.Number("mean", "0"), arguments.Number("std", "1"));
        if (deviation < 0)
            throw arguments.Wrong($"needs std >= 0, got {deviation}", null);
        var values = Tensor.Allocate(RequireFloating(arguments, dtype), shape);
        NormalDistribution.Fill(generator, values);
        return Scaled(values, deviation, mean);
    }

    private static Tensor UniformIntegers(Philox generator, GeneratorArguments arguments, DType dtype, Shape shape)
    {
        var (low, high) = (arguments.Integer("lo", "0"), arguments.Integer("hi", "2"));
        if (low >= high)
            throw arguments.Wrong($"needs lo < hi, got {low} and {high}", null);
        var values = Tensor.Allocate(DType.Int64, shape);
        UniformDistribution.FillIntegers(generator, Tensor.Scalar(low), Tensor.Scalar(high), values);
        return TensorConversion.Convert(values, dtype);
    }

    private static DType RequireFloating(GeneratorArguments arguments, DType dtype) =>
        dtype.IsFloating() ? dtype : throw arguments.Wrong($"makes numbers, not {dtype.Name()}", null);

    private static Tensor Scaled(Tensor values, double scale, double shift)
    {
        if ((scale, shift) == (1, 0))
            return values;
        var wide = TensorConversion.Convert(values, DType.Float64);
        var target = wide.SharesStorageWith(values) ? Tensor.Allocate(DType.Float64, values.Shape) : wide;
        var numbers = target.Writable<double>();
        var source = wide.Values<double>();
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = source[i] * scale + shift;
        return TensorConversion.Convert(target, values.DType);
    }
}
