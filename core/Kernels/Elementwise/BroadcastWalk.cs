using System.Runtime.CompilerServices;
using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>
/// How up to three operands step through the shape they broadcast to. Dims of size 1 are dropped and neighbours that all operands
/// step through alike are merged, so what is left is as few and as long rows as there can be. Dims stand innermost first.
/// </summary>
internal struct BroadcastWalk
{
    private Dims sizes;
    private Dims xSteps;
    private Dims ySteps;
    private Dims wSteps;
    private int rank;

    /// <summary>The elements of one row: the innermost dim, in which an operand steps by 1 or, where it is stretched, by 0.</summary>
    public readonly long RowLength => rank == 0 ? 1 : sizes[0];

    public readonly long RowCount { get; private init; }

    public readonly int XStep => (int)xSteps[0];

    public readonly int YStep => (int)ySteps[0];

    public readonly int WStep => (int)wSteps[0];

    public static BroadcastWalk Of(Shape output, Shape x, Shape y, Shape w)
    {
        var walk = default(BroadcastWalk);
        var (xStep, yStep, wStep) = (1L, 1L, 1L);
        for (var i = 1; i <= output.Rank; i++)
            walk.Append(output[-i], Step(x, i, ref xStep), Step(y, i, ref yStep), Step(w, i, ref wStep));
        var count = 1L;
        for (var dim = 1; dim < walk.rank; dim++)
            count *= walk.sizes[dim];
        return walk with { RowCount = count };
    }

    /// <summary>Where each operand stands at the start of a row.</summary>
    public readonly (int X, int Y, int W) Start(long row)
    {
        var (x, y, w) = (0L, 0L, 0L);
        for (var dim = 1; dim < rank; dim++)
        {
            var isLast = dim == rank - 1;
            var rest = isLast ? 0 : row / sizes[dim];
            var index = row - rest * sizes[dim];
            x += index * xSteps[dim];
            y += index * ySteps[dim];
            w += index * wSteps[dim];
            row = rest;
        }

        return ((int)x, (int)y, (int)w);
    }

    private static long Step(Shape shape, int fromEnd, ref long step)
    {
        var size = fromEnd <= shape.Rank ? shape[-fromEnd] : 1;
        var own = size == 1 ? 0 : step;
        step *= size;
        return own;
    }

    private void Append(long size, long x, long y, long w)
    {
        if (size == 1)
            return;
        var inner = rank - 1;
        if (rank > 0 && x == xSteps[inner] * sizes[inner] && y == ySteps[inner] * sizes[inner] && w == wSteps[inner] * sizes[inner])
        {
            sizes[inner] *= size;
            return;
        }

        (sizes[rank], xSteps[rank], ySteps[rank], wSteps[rank]) = (size, x, y, w);
        rank++;
    }

    [InlineArray(Shape.MaxRank)]
    private struct Dims
    {
        private long first;
    }
}
