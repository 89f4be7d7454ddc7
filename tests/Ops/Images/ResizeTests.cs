using GraphRun.Tensors;
using Xunit;
using static GraphRun.Tests.Ops.OpRun;

namespace GraphRun.Tests.Ops.Images;

public sealed class ResizeTests
{
    private static readonly Tensor row = Tensor.Of<float>(Shape.Of(1, 1, 3, 1), [0, 4, 8]);

    // By hand, from the formulas of core/util/image_resizer_state.h: places i * 3/6, i * 2/5, (i + 0.5) * 3/6 - 0.5.
    [Theory]
    [InlineData(false, false, "0 2 4 6 8 8")]
    [InlineData(true, false, "0 1.6 3.2 4.8 6.4 8")]
    [InlineData(false, true, "0 1 3 5 7 8")]
    public void Pixels_between_are_mixed(bool align, bool half, string expected)
    {
        var values = Resize("ResizeBilinear", row, 1, 6, align, half).Values<float>().ToArray();

        Assert.Equal(expected.Split(' ').Select(value => double.Parse(value, null)), values.Select(value => Math.Round(value, 5)));
    }

    [Theory]
    [InlineData(false, false, "0 0 4 4 8")]
    [InlineData(true, false, "0 4 4 8 8")]
    [InlineData(false, true, "0 0 4 8 8")]
    public void The_nearest_pixel_is_taken(bool align, bool half, string expected) =>
        Assert.Equal($"float32[1,1,5,1] {expected}", Show(Resize("ResizeNearestNeighbor", row, 1, 5, align, half)));

    [Fact]
    public void Both_ways_of_placing_pixels_exclude_each_other() => Assert.StartsWith(
        "If half_pixel_centers is True, align_corners must be False.",
        ShapeError("ResizeBilinear", [row, Tensor.Vector(2, 2)], ("align_corners", true), ("half_pixel_centers", true)),
        StringComparison.Ordinal);

    [Fact]
    public void The_size_must_be_positive() => Assert.Equal(
        "output dimensions must be positive, got [0,2]", Error("ResizeNearestNeighbor", [row, Tensor.Vector(0, 2)]));

    private static Tensor Resize(string op, Tensor image, int height, int width, bool align, bool half) =>
        Single(op, [image, Tensor.Vector(height, width)], ("align_corners", align), ("half_pixel_centers", half));
}
