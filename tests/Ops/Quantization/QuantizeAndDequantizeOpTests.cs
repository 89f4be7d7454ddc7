using GraphRun.Tensors;
using Xunit;
using static GraphRun.Tests.Ops.OpRun;

namespace GraphRun.Tests.Ops.Quantization;

/// <summary>Expectations are the examples of TensorFlow's documentation and of its kernel's tests, calculated by hand.</summary>
public sealed class QuantizeAndDequantizeOpTests
{
    private static readonly (string, object) given = ("range_given", true);

    // From -1 to 0.8 in 8 bits with a sign: -1 as -128 needs the scale 128, 0.8 as 127 more, so the scale is 128.
    [Fact]
    public void Numbers_are_rounded_to_those_of_a_few_bits() => AssertNear(
        [-1, -0.5, 0, 38 / 128.0, 102 / 128.0],
        Single("QuantizeAndDequantizeV2", [Tensor.Vector(-1f, -0.5f, 0f, 0.3f, 0.8f), Tensor.Scalar(0f), Tensor.Scalar(0f)]));

    [Fact]
    public void Numbers_outside_a_given_range_become_its_ends() => AssertNear(
        [-1f, 1f], Single("QuantizeAndDequantizeV2", [Tensor.Vector(-5f, 5f), Tensor.Scalar(-1f), Tensor.Scalar(1f)], given,
            ("narrow_range", true)));

    // Four bits without a sign: scale 15 of a range to 1; 0.5 is 7.5, which goes to 8 either way; 0.3 is 4.5.
    [Theory]
    [InlineData("HALF_TO_EVEN", 4)]
    [InlineData("HALF_UP", 5)]
    public void Halves_are_rounded_as_asked(string mode, int expected) => AssertNear(
        [expected / 15.0, 8 / 15.0],
        Single(
            "QuantizeAndDequantizeV4",
            [Tensor.Vector(0.3, 0.5), Tensor.Scalar(0.0), Tensor.Scalar(1.0)],
            given,
            ("round_mode", mode),
            ("signed_input", false),
            ("num_bits", 4L)));

    [Fact]
    public void Each_index_of_the_axis_has_its_own_range() => AssertNear(
        [1, 4, -1, -4],
        Single("QuantizeAndDequantizeV3",
            [Matrix(new[,] { { 1f, 4f }, { -1f, -4f } }), Tensor.Vector(-1f, -4f), Tensor.Vector(1f, 4f), Tensor.Scalar(8)], ("axis", 1L),
                ("narrow_range", true)));

    [Fact]
    public void Bits_and_ranges_are_checked()
    {
        Assert.Equal(
            "num_bits is out of range: 1 with signed_input_ 1",
            Error("QuantizeAndDequantizeV3", [Tensor.Vector(1f), Tensor.Scalar(0f), Tensor.Scalar(1f), Tensor.Scalar(1)]));
        Assert.Equal(
            "Invalid range: input_min 2 > input_max 1",
            Error("QuantizeAndDequantizeV2", [Tensor.Vector(1f), Tensor.Scalar(2f), Tensor.Scalar(1f)], given));
    }

    // Two channels with the ranges of FakeQuantWithMinMaxVars: 0 to 255 by 1, and 0 to 127.5 by 0.5.
    [Fact]
    public void Fake_quantization_has_a_range_for_each_channel()
    {
        var (minima, maxima) = (Tensor.Vector(0f, 0f), Tensor.Vector(255f, 127.5f));
        var inputs = Matrix(new[,] { { 1.4f, 1.4f }, { -3f, 300f } });
        AssertNear([1, 1.5, 0, 127.5], Single("FakeQuantWithMinMaxVarsPerChannel", [inputs, minima, maxima]));
        var gradients = All("FakeQuantWithMinMaxVarsPerChannelGradient",
            [Matrix(new[,] { { 1f, 2f }, { 3f, 4f } }), inputs, minima, maxima]);
        Assert.Equal(["float32[2,2] 1 2 0 0", "float32[2] 3 0", "float32[2] 0 4"], gradients.Select(Show));
    }

    private static void AssertNear(double[] expected, Tensor actual)
    {
        var doubles = actual.DType == DType.Float64 ? actual.Values<double>().ToArray()
            : [.. actual.Values<float>().ToArray().Select(value => (double)value)];
        Assert.Equal(expected.Length, doubles.Length);
        Assert.All(expected.Zip(doubles), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }
}
