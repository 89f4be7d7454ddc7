using GraphRun.Tensors;
using Xunit;
using static GraphRun.Tests.Ops.OpRun;

namespace GraphRun.Tests.Ops.Images;

/// <summary>The six boxes of TensorFlow's own test (<c>core/kernels/image/non_max_suppression_op_test.cc</c>), and its expectations.</summary>
public sealed class NonMaxSuppressionOpTests
{
    private static readonly Tensor boxes = Matrix(new[,]
    {
        { 0, 0, 1, 1 }, { 0, 0.1f, 1, 1.1f }, { 0, -0.1f, 1, 0.9f }, { 0, 10, 1, 11 }, { 0, 10.1f, 1, 11.1f }, { 0, 100, 1, 101 },
    });

    private static readonly Tensor scores = Tensor.Vector(0.9f, 0.75f, 0.6f, 0.95f, 0.5f, 0.3f);
    private static readonly Tensor half = Tensor.Scalar(0.5f);
    private static readonly Tensor zero = Tensor.Scalar(0f);

    [Fact]
    public void The_best_of_each_cluster_is_chosen()
    {
        Assert.Equal("int32[3] 3 0 5", Show(Single("NonMaxSuppressionV2", [boxes, scores, Tensor.Scalar(3), half])));
        Assert.Equal("int32[3] 3 0 5", Show(Single("NonMaxSuppression", [boxes, scores, Tensor.Scalar(30)])));
        Assert.Equal("int32[2] 3 0", Show(Single("NonMaxSuppressionV3", [boxes, scores, Tensor.Scalar(2), half, zero])));
    }

    [Fact]
    public void Corners_may_stand_in_either_order()
    {
        var flipped = Matrix(new[,]
        {
            { 1, 1, 0, 0 }, { 0, 0.1f, 1, 1.1f }, { 0, 0.9f, 1, -0.1f }, { 0, 10, 1, 11 }, { 1, 10.1f, 0, 11.1f }, { 1, 101, 0, 100 },
        });

        Assert.Equal("int32[3] 3 0 5", Show(Single("NonMaxSuppressionV2", [flipped, scores, Tensor.Scalar(3), half])));
    }

    [Fact]
    public void Scores_below_the_threshold_do_not_count() => Assert.Equal(
        "int32[2] 3 0", Show(Single("NonMaxSuppressionV3", [boxes, scores, Tensor.Scalar(3), half, Tensor.Scalar(0.4f)])));

    [Fact]
    public void Of_equal_scores_the_lower_number_comes_first() => Assert.Equal(
        "int32[3] 0 3 5",
        Show(Single("NonMaxSuppressionV3", [boxes, Tensor.Vector(1f, 1f, 1f, 1f, 1f, 1f), Tensor.Scalar(9), half, zero])));

    [Fact]
    public void V4_pads_with_zeros_and_counts()
    {
        var outputs = All("NonMaxSuppressionV4", [boxes, scores, Tensor.Scalar(5), half, zero], ("pad_to_max_output_size", true));

        Assert.Equal("int32[5] 3 0 5 0 0", Show(outputs[0]));
        Assert.Equal("int32[] 3", Show(outputs[1]));
    }

    [Fact]
    public void V5_diminishes_scores_softly()
    {
        var outputs = All("NonMaxSuppressionV5", [boxes, scores, Tensor.Scalar(6), half, zero, half]);

        Assert.Equal("int32[6] 3 0 1 5 4 2", Show(outputs[0]));
        float[] expected = [0.95f, 0.9f, 0.384f, 0.3f, 0.256f, 0.197f];
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], outputs[1].Values<float>()[i], 1e-3f);
        Assert.Equal("int32[] 6", Show(outputs[2]));
    }

    [Fact]
    public void No_boxes_are_none() => Assert.Equal(
        "int32[0]",
        Show(Single("NonMaxSuppressionV2", [Tensor.Of<float>(Shape.Of(0, 4), []), Tensor.Of<float>(Shape.Of(0), []), Tensor.Scalar(3), half])));

    [Theory]
    [InlineData(-1f)]
    [InlineData(1.5f)]
    public void A_threshold_outside_0_to_1_is_refused(float threshold) => Assert.StartsWith(
        "iou_threshold must be in [0, 1]",
        Error("NonMaxSuppressionV2", [boxes, scores, Tensor.Scalar(3), Tensor.Scalar(threshold)]));
}
