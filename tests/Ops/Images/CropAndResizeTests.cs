using GraphRun.Tensors;
using Xunit;
using static GraphRun.Tests.Ops.OpRun;

namespace GraphRun.Tests.Ops.Images;

/// <summary>By hand, from the formulas of core/kernels/image/crop_and_resize_op.cc.</summary>
public sealed class CropAndResizeTests
{
    // Two images of 3 by 3: 0 to 8 and 9 to 17.
    private static readonly Tensor images = Tensor.Of<float>(Shape.Of(2, 3, 3, 1), [.. Enumerable.Range(0, 18).Select(i => (float)i)]);

    private static readonly Tensor size = Tensor.Vector(2, 2);

    [Theory]
    [InlineData("bilinear", "0 1.5 4.5 6")]
    [InlineData("nearest", "0 2 6 8")]
    public void A_box_is_cut_and_resized(string method, string expected) => Assert.Equal(
        $"float32[1,2,2,1] {expected}",
        Show(Single("CropAndResize", [images, Box(0, 0, 0.75f, 0.75f), Tensor.Vector(0), size], ("method", method))));

    [Fact]
    public void What_is_outside_gets_the_given_value() => Assert.Equal(
        "float32[1,2,2,1] 17 -1 -1 -1",
        Show(Single("CropAndResize", [images, Box(1, 1, 2, 2), Tensor.Vector(1), size], ("extrapolation_value", -1f))));

    [Fact]
    public void One_pixel_is_the_middle_of_its_box() => Assert.Equal(
        "float32[1,1,1,1] 4", Show(Single("CropAndResize", [images, Box(0, 0, 1, 1), Tensor.Vector(0), Tensor.Vector(1, 1)])));

    [Fact]
    public void The_gradient_of_the_image_goes_to_the_pixels_that_were_mixed() => Assert.Equal(
        "float32[1,3,3,1] 1 1 1 1.5 1 1 1.5 1 1",
        Show(Single(
            "CropAndResizeGradImage",
            [Gradient(), Box(0, 0, 0.75f, 0.75f), Tensor.Vector(0), Tensor.Vector(1, 3, 3, 1)],
            ("T", DType.Float32))));

    // A crop moves by 6 in the image's values for each part of its height, and by 2 for each of its width.
    [Fact]
    public void The_gradient_of_a_box_is_the_slope_of_the_image() => Assert.Equal(
        "float32[1,4] 18 8 42 12",
        Show(Single("CropAndResizeGradBoxes", [Gradient(), images, Box(0.125f, 0.125f, 0.75f, 0.75f), Tensor.Vector(0)])));

    [Fact]
    public void A_box_of_no_image_is_refused_in_TensorFlows_words() => Assert.StartsWith(
        "box_index has values outside [0, batch_size)",
        Error("CropAndResize", [images, Box(0, 0, 1, 1), Tensor.Vector(2), size]),
        StringComparison.Ordinal);

    private static Tensor Gradient() => Tensor.Of<float>(Shape.Of(1, 2, 2, 1), [1, 2, 3, 4]);

    private static Tensor Box(float top, float left, float bottom, float right) => Matrix(new[,] { { top, left, bottom, right } });
}
