using GraphRun.Tensors;
using Xunit;
using static GraphRun.Tests.Ops.OpRun;

namespace GraphRun.Tests.Ops.Quantization;

/// <summary>Ranges and expectations of TensorFlow's own test (<c>core/kernels/fake_quant_ops_test.cc</c>).</summary>
public sealed class FakeQuantOpTests
{
    [Fact]
    public void A_range_around_zero_needs_no_nudge()
    {
        // Regular range: -10 to 53.75 in 8 bits, steps of 0.25.
        var outputs = Single(
            "FakeQuantWithMinMaxArgs", [Tensor.Vector(-10.1f, -10f, -9.9f, -9.75f, 53.75f, 53.8f)], ("min", -10f), ("max", 53.75f));

        AssertNear([-10f, -10f, -10f, -9.75f, 53.75f, 53.75f], outputs);
    }

    [Fact]
    public void A_range_without_zero_is_nudged_to_hold_it()
    {
        // Nudged down: -0.1 to 63.65 becomes 0 to 63.75.
        var inputs = Tensor.Vector(-0.1f, 0f, 0.1f, 0.25f, 63.75f, 63.8f);

        AssertNear([0f, 0f, 0f, 0.25f, 63.75f, 63.75f], Single("FakeQuantWithMinMaxVars", [inputs, Tensor.Scalar(-0.1f), Tensor.Scalar(63.65f)]));
    }

    [Fact]
    public void Gradients_pass_inside_and_count_outside()
    {
        var inputs = Tensor.Vector(-7f, 0.1f, 7f, 8f);
        var outputs = All(
            "FakeQuantWithMinMaxVarsGradient", [Tensor.Vector(1f, 2f, 3f, 4f), inputs, Tensor.Scalar(-6f), Tensor.Scalar(6f)]);

        AssertNear([0, 2, 0, 0], outputs[0]);
        AssertNear([1], outputs[1]);
        AssertNear([7], outputs[2]);
    }

    [Fact]
    public void A_range_upside_down_is_refused() => Assert.StartsWith(
        "min has to be smaller than max", Error("FakeQuantWithMinMaxVars", [Tensor.Vector(1f), Tensor.Scalar(1f), Tensor.Scalar(-1f)]));

    private static void AssertNear(float[] expected, Tensor actual)
    {
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual.Values<float>()[i], 1e-5f);
    }
}
