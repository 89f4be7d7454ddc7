using GraphRun.Errors;
using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>Parts of a tensor: Slice, StridedSlice and its gradient.</summary>
public static class Slicing
{
    /// <summary>
    /// The shape of <paramref name="size"/> elements from <paramref name="begin"/> in each dim; a size of -1 takes the rest.
    /// Unknown dims of the input stay unknown unless a size is given (<c>core/kernels/slice_op.cc</c>).
    /// </summary>
    /// <exception cref="GraphRunException">
    /// <c>Expected begin[0] in [0, 3], but got 5</c>, <c>Expected size[0] in [0, 2], but got 3</c>
    /// </exception>
    public static Shape SliceShape(Shape input, ReadOnlySpan<long> begin, ReadOnlySpan<long> size)
    {
        if (begin.Length != input.Rank || size.Length != input.Rank)
            throw StridedSliceSpecification.Invalid(
                $"Expected begin and size arguments to be 1-D tensors of size {input.Rank}, but got shapes [{begin.Length}] and "
                + $"[{size.Length}] instead.");
        var dims = new long[input.Rank];
        for (var axis = 0; axis < dims.Length; axis++)
        {
            dims[axis] = input[axis] == Shape.Unknown
                ? Math.Max(size[axis], Shape.Unknown)
                : SliceSize(axis, input[axis], begin[axis], size[axis]);
        }

        return Shape.Of(dims);
    }

    private static long SliceSize(int axis, long dim, long begin, long size)
    {
        if (begin < 0 || begin > dim)
            throw StridedSliceSpecification.Invalid($"Expected begin[{axis}] in [0, {dim}], but got {begin}");
        if (size < -1 || size > dim - begin)
            throw StridedSliceSpecification.Invalid($"Expected size[{axis}] in [0, {dim - begin}], but got {size}");
        return size == -1 ? dim - begin : size;
    }

    /// <summary>The elements from <paramref name="begin"/> on, as many as the output has.</summary>
    public static void Slice(Tensor input, ReadOnlySpan<long> begin, Tensor output)
    {
        var view = StridedView.Of(input.Shape);
        for (var axis = 0; axis < input.Rank; axis++)
            view = view.Slice(axis, begin[axis], output.Shape[axis]);
        StridedCopy.Run(input, view, output);
    }

    /// <summary>
    /// The elements that a specification made for the input's shape names; the output has its
    /// <see cref="StridedSliceSpecification.Shape"/>.
    /// </summary>
    public static void StridedSlice(Tensor input, StridedSliceSpecification specification, Tensor output) =>
        StridedCopy.Run(input, specification.View(StridedView.Of(input.Shape)), output);

    /// <summary>Zeros but for the places that the specification names, which take <paramref name="gradient"/>'s elements.</summary>
    /// <exception cref="GraphRunException"><c>shape of dy was [2] instead of [3]</c></exception>
    public static void StridedSliceGradient(Tensor gradient, StridedSliceSpecification specification, Tensor output)
    {
        if (!gradient.Shape.Equals(specification.Shape))
            throw StridedSliceSpecification.Invalid($"shape of dy was {gradient.Shape} instead of {specification.Shape}");
        Filling.Zeros(output);
        AssignStridedSlice(gradient, specification, output);
    }

    /// <summary>Puts the elements of <paramref name="value"/> in the places that the specification names and leaves the others.</summary>
    public static void AssignStridedSlice(Tensor value, StridedSliceSpecification specification, Tensor output)
    {
        var places = specification.View(StridedView.Of(output.Shape));
        StridedCopy.Run(value, StridedView.Of(places.Dims), output, places);
    }
}
