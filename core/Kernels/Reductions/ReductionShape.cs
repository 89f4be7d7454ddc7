using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>
/// A tensor's dims as alternating groups of neighbours that are kept and that are reduced; dims of size 1 belong to none. Reductions
/// work on it pass by pass, each of which folds the innermost reduced group.
/// </summary>
internal ref struct ReductionShape
{
    private readonly Span<long> sizes;
    private readonly bool firstIsReduced;
    private int groups;

    /// <param name="shape">The shape of the input.</param>
    /// <param name="axes">The axes to reduce, each in [0, rank).</param>
    /// <param name="inner">Elements that each element consists of: 2 for a complex number seen as two floats.</param>
    /// <param name="buffer">Room for rank + 1 groups.</param>
    public ReductionShape(Shape shape, ReadOnlySpan<int> axes, int inner, Span<long> buffer)
    {
        sizes = buffer;
        var wasReduced = false;
        for (var axis = 0; axis < shape.Rank; axis++)
        {
            var isReduced = axes.Contains(axis);
            if (shape[axis] != 1)
                Add(shape[axis], isReduced, ref wasReduced, ref firstIsReduced);
        }

        if (inner != 1)
            Add(inner, isReduced: false, ref wasReduced, ref firstIsReduced);
    }

    /// <summary>Whether there is a group left to fold.</summary>
    public readonly bool IsReducible => groups > (firstIsReduced ? 0 : 1);

    /// <summary>The innermost reduced group, which is taken away: what precedes it, its own size, and what follows it.</summary>
    public (long Outer, long Rows, long Columns) TakeInnermost()
    {
        // Kept and reduced groups alternate, so the parity tells whether the last one is reduced.
        var index = (groups & 1) == (firstIsReduced ? 1 : 0) ? groups - 1 : groups - 2;
        var columns = index == groups - 1 ? 1 : sizes[index + 1];
        var outer = 1L;
        for (var i = 0; i < index; i++)
            outer *= sizes[i];
        var rows = sizes[index];
        groups = index;
        if (groups > 0)
            sizes[groups - 1] *= columns;
        return (outer, rows, columns);
    }

    private void Add(long size, bool isReduced, ref bool wasReduced, ref bool first)
    {
        if (groups == 0)
            first = isReduced;
        if (groups > 0 && isReduced == wasReduced)
            sizes[groups - 1] *= size;
        else
            sizes[groups++] = size;
        wasReduced = isReduced;
    }
}
