using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>A shape seen from one of its axes.</summary>
internal static class AxisSplit
{
    /// <summary>The number of elements before, along and after <paramref name="axis"/>, which is in [0, rank).</summary>
    public static (long Outer, long Length, long Inner) SplitAt(this Shape shape, int axis)
    {
        var (outer, inner) = (1L, 1L);
        for (var i = 0; i < axis; i++)
            outer *= shape[i];
        for (var i = axis + 1; i < shape.Rank; i++)
            inner *= shape[i];
        return (outer, shape[axis], inner);
    }
}
