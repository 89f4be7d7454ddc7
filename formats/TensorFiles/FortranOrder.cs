using GraphRun.Tensors;

namespace GraphRun.Formats.TensorFiles;

/// <summary>
/// Where the elements of a file in column-major order belong in a tensor, which is row-major: the first dim runs fastest.
/// </summary>
internal struct FortranOrder
{
    private readonly long[] sizes;
    private readonly int[] strides;
    private readonly long[] index;
    private int offset;

    public FortranOrder(Shape shape)
    {
        sizes = shape.Dims.ToArray();
        strides = new int[sizes.Length];
        index = new long[sizes.Length];
        var stride = 1L;
        for (var axis = sizes.Length - 1; axis >= 0; axis--)
        {
            strides[axis] = (int)stride;
            stride *= sizes[axis];
        }
    }

    /// <summary>The place of the next element of the file.</summary>
    public int Next()
    {
        var current = offset;
        for (var axis = 0; axis < sizes.Length; axis++)
        {
            offset += strides[axis];
            if (++index[axis] < sizes[axis])
                break;
            offset -= (int)(strides[axis] * sizes[axis]);
            index[axis] = 0;
        }

        return current;
    }
}
