using GraphRun.Errors;
using GraphRun.Kernels;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Kernels;

public class StridedSliceSpecificationTests
{
    private static readonly Tensor cube = Tensor.Of<int>(Shape.Of(2, 3, 4), Enumerable.Range(0, 24).ToArray());

    // Expected from NumPy 1.24, on numpy.arange(24).reshape(2, 3, 4).
    public static TheoryData<string, long[], long[], long[], int[], long[], int[]> Slices => new()
    {
        { "x[1]", [1], [2], [1], [0, 0, 0, 0, 1], [3, 4], [12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23] },
        { "x[-1, -1, -1]", [-1, -1, -1], [0, 0, 0], [1, 1, 1], [0, 0, 0, 0, 7], [], [23] },
        { "x[..., 2]", [0, 2], [0, 3], [1, 1], [0, 0, 1, 0, 2], [2, 3], [2, 6, 10, 14, 18, 22] },
        { "x[:, ::-1, ::2]", [0, 0, 0], [0, 0, 0], [1, -1, 2], [7, 7, 0, 0, 0], [2, 3, 2], [8, 10, 4, 6, 0, 2, 20, 22, 16, 18, 12, 14] },
        { "x[0, 2:0:-1, 3:0:-2]", [0, 2, 3], [1, 0, 0], [1, -1, -2], [0, 0, 0, 0, 1], [2, 2], [11, 9, 7, 5] },
        { "x[newaxis, 1, ..., newaxis, 0]", [0, 1, 0, 0, 0], [0, 2, 0, 0, 1], [1, 1, 1, 1, 1], [0, 0, 4, 9, 18], [1, 3, 1], [12, 16, 20] },
        { "x[0:100, -100:1, 1:3]", [0, -100, 1], [100, 1, 3], [1, 1, 1], [0, 0, 0, 0, 0], [2, 1, 2], [1, 2, 13, 14] },
        { "x[:, 2:1]", [0, 2], [0, 1], [1, 1], [1, 1, 0, 0, 0], [2, 0, 4], [] },
        { "x[..., newaxis]", [0, 0], [0, 0], [1, 1], [0, 0, 1, 2, 0], [2, 3, 4, 1], Enumerable.Range(0, 24).ToArray() },
    };

    [Theory]
    [MemberData(nameof(Slices))]
    public void A_slice_takes_what_numpy_takes(
        string slice, long[] begin, long[] end, long[] strides, int[] masks, long[] dims, int[] expected)
    {
        var specification = StridedSliceSpecification.Of(cube.Shape, begin, end, strides, Masks(masks));
        var output = Tensor.Allocate(DType.Int32, specification.Shape);

        Slicing.StridedSlice(cube, specification, output);

        Assert.True(specification.Shape.Equals(Shape.Of(dims)), slice);
        Assert.Equal(expected, output.Values<int>().ToArray());
    }

    [Theory]
    [InlineData(5, 6, 0, 1, "slice index 5 of dimension 0 out of bounds.")]
    [InlineData(-4, 0, 0, 1, "slice index -1 of dimension 0 out of bounds.")]
    public void An_index_outside_is_refused(long begin, long end, int newAxis, int shrink, string message) =>
        AssertRefused(message, Shape.Of(3), [begin], [end], [1], new StridedSliceMasks(0, 0, 0, newAxis, shrink));

    [Fact]
    public void A_stride_of_zero_is_refused() => AssertRefused("strides[0] must be non-zero", Shape.Of(3), [0], [1], [0], default);

    [Fact]
    public void A_negative_stride_of_a_single_index_is_refused() => AssertRefused(
        "only stride 1 allowed on non-range indexing.", Shape.Of(3), [0], [1], [-1], new StridedSliceMasks(0, 0, 0, 0, 1));

    [Fact]
    public void Two_ellipses_are_refused() => AssertRefused(
        "Multiple ellipses in slice spec not allowed", Shape.Of(3), [0, 0], [0, 0], [1, 1], new StridedSliceMasks(0, 0, 3, 0, 0));

    [Fact]
    public void More_indices_than_dims_are_refused() => AssertRefused(
        "Index out of range using input dim 1; input has only 1 dims", Shape.Of(3), [0, 0], [1, 1], [1, 1], default);

    [Fact]
    public void Begin_end_and_strides_must_be_as_long_as_each_other() => AssertRefused(
        "Expected begin, end, and strides to be 1D equal size tensors, but got shapes [1], [2], and [1] instead.",
        Shape.Of(3), [0], [1, 1], [1], default);

    [Fact]
    public void A_whole_range_of_an_unknown_dim_stays_unknown()
    {
        var specification = StridedSliceSpecification.Of(
            Shape.Of(Shape.Unknown, 4), [0, 1], [0, 3], [1, 1], new StridedSliceMasks(1, 1, 0, 0, 0));

        Assert.Equal("[?,2]", specification.Shape.ToString());
    }

    [Fact]
    public void Unknown_bounds_leave_only_the_shrunk_and_the_whole_dims_known()
    {
        var specification = StridedSliceSpecification.Of(Shape.Of(5, 4, 3), null, null, [1, 1, 2], new StridedSliceMasks(4, 4, 0, 0, 1));

        Assert.Equal("[?,2]", specification.Shape.ToString());
    }

    [Fact]
    public void The_gradient_puts_each_element_back_in_its_place()
    {
        var specification = StridedSliceSpecification.Of(Shape.Of(5), [4], [0], [-2], default);
        var output = Tensor.Allocate(DType.Float32, Shape.Of(5));

        Slicing.StridedSliceGradient(Tensor.Vector(7f, 8f), specification, output);

        Assert.Equal([0f, 0f, 8f, 0f, 7f], output.Values<float>().ToArray());
    }

    [Fact]
    public void A_gradient_of_another_shape_is_refused()
    {
        var specification = StridedSliceSpecification.Of(Shape.Of(5), [0], [3], [1], default);
        var output = Tensor.Allocate(DType.Float32, Shape.Of(5));

        var error = Assert.Throws<GraphRunException>(() => Slicing.StridedSliceGradient(Tensor.Vector(7f, 8f), specification, output));

        Assert.Contains("shape of dy was [2] instead of [3]", error.Message);
    }

    private static StridedSliceMasks Masks(int[] masks) => new(masks[0], masks[1], masks[2], masks[3], masks[4]);

    private static void AssertRefused(string message, Shape input, long[] begin, long[] end, long[] strides, StridedSliceMasks masks)
    {
        var error = Assert.Throws<GraphRunException>(() => StridedSliceSpecification.Of(input, begin, end, strides, masks));

        Assert.Contains(message, error.Message);
    }
}
