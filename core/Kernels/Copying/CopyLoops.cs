using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>What the two innermost loops of a copy do.</summary>
internal enum CopyPattern
{
    /// <summary>Neighbours go to neighbours.</summary>
    Runs,

    /// <summary>Neighbours go to neighbours in the opposite order.</summary>
    BackwardRuns,

    /// <summary>One element goes to neighbours.</summary>
    Fill,

    /// <summary>
    /// A matrix becomes its transpose: neighbours along the rows of one view are neighbours along the columns of the other.
    /// </summary>
    Transpose,

    /// <summary>Anything else.</summary>
    Strided,
}

/// <summary>One loop of a copy: its count and the steps in the source and in the destination.</summary>
internal readonly record struct CopyAxis(int Size, int From, int To);

/// <summary>
/// Two views of equal dims as few loops: dims of size 1 are gone, dims are ordered by the destination, those that both views
/// walk without a gap are one, and a short innermost run is one wider element. There are at least two loops.
/// </summary>
internal sealed class CopyLoops
{
    private const int WidestElement = 16;
    private const int ElementsOfPiece = 1 << 16;
    private static readonly CopyAxis once = new(1, 0, 0);

    private CopyLoops(int width, CopyAxis[] axes, int fromOffset, int toOffset)
    {
        (Width, Axes, FromOffset, ToOffset) = (width, axes, fromOffset, toOffset);
        Pattern = PatternOf(axes[^2], axes[^1]);
        var inner = 1L;
        for (var i = 1; i < axes.Length; i++)
            inner *= axes[i].Size;
        Grain = (int)Math.Max(ElementsOfPiece / inner, 1);
        if (Pattern == CopyPattern.Transpose && axes.Length == 2 && width > 0)
            Grain = (Grain + BlockTranspose.Edge(width) - 1) / BlockTranspose.Edge(width) * BlockTranspose.Edge(width);
    }

    /// <summary>Bytes of one element; 0 for references.</summary>
    public int Width { get; }

    /// <summary>From the outermost to the innermost.</summary>
    public CopyAxis[] Axes { get; }

    public int FromOffset { get; }

    public int ToOffset { get; }

    public CopyPattern Pattern { get; }

    /// <summary>Steps of the outermost loop that are worth a thread's while.</summary>
    public int Grain { get; }

    /// <summary>One past the last element of the source that is read, in the tensor's own elements.</summary>
    public long FromEnd { get; private init; }

    /// <summary>One past the last place of the destination that is written, in the tensor's own elements.</summary>
    public long ToEnd { get; private init; }

    public bool IsEmpty { get; private init; }

    public static CopyLoops Of(DType dtype, in StridedView from, in StridedView to)
    {
        if (!from.Dims.SequenceEqual(to.Dims))
            throw new ArgumentException(
                $"views differ: [{string.Join(',', from.Dims.ToArray())}] and [{string.Join(',', to.Dims.ToArray())}]");
        if (from.Dims.Contains(0))
            return new CopyLoops(0, [once, once], 0, 0) { IsEmpty = true };
        var axes = Merge(Order(from, to));
        var (width, fromOffset, toOffset) = (dtype.Size(), (int)from.Offset, (int)to.Offset);
        while (Widens(width, axes, fromOffset, toOffset))
        {
            (width, fromOffset, toOffset) = (width * 2, fromOffset / 2, toOffset / 2);
            axes = Halve(axes);
        }

        return new CopyLoops(width, BringTransposeInside(axes), fromOffset, toOffset) { FromEnd = End(from), ToEnd = End(to) };
    }

    private static CopyAxis[] Order(in StridedView from, in StridedView to)
    {
        var axes = new List<CopyAxis>(from.Rank);
        for (var i = 0; i < from.Rank; i++)
        {
            if (from.Dims[i] > 1)
                axes.Add(new CopyAxis((int)from.Dims[i], (int)from.Strides[i], (int)to.Strides[i]));
        }

        return [.. axes.OrderByDescending(axis => Math.Abs(axis.To))];
    }

    private static List<CopyAxis> Merge(CopyAxis[] axes)
    {
        var merged = new List<CopyAxis>(axes.Length);
        foreach (var axis in axes)
        {
            if (merged.Count > 0 && merged[^1] is var outer && Continues(outer, axis))
                merged[^1] = axis with { Size = axis.Size * outer.Size };
            else
                merged.Add(axis);
        }

        return merged;
    }

    private static bool Continues(CopyAxis outer, CopyAxis inner) =>
        outer.From == (long)inner.From * inner.Size && outer.To == (long)inner.To * inner.Size;

    // A run of one, two or four wide elements copies faster than one of many narrow ones; longer runs are fast as they are.
    private static bool Widens(int width, List<CopyAxis> axes, int fromOffset, int toOffset)
    {
        if (width is 0 or WidestElement || axes.Count == 0 || (fromOffset & 1) != 0 || (toOffset & 1) != 0)
            return false;
        if (axes[^1] is not { From: 1, To: 1 } run || (run.Size & 1) != 0 || run.Size * width > 4 * WidestElement)
            return false;
        for (var i = 0; i < axes.Count - 1; i++)
        {
            if ((axes[i].From & 1) != 0 || (axes[i].To & 1) != 0)
                return false;
        }

        return true;
    }

    private static List<CopyAxis> Halve(List<CopyAxis> axes)
    {
        var halved = axes.ConvertAll(axis => new CopyAxis(axis.Size, axis.From / 2, axis.To / 2));
        halved[^1] = new CopyAxis(axes[^1].Size / 2, 1, 1);
        if (halved[^1].Size == 1)
            halved.RemoveAt(halved.Count - 1);
        return Merge([.. halved]);
    }

    private static CopyAxis[] BringTransposeInside(List<CopyAxis> axes)
    {
        var neighbours = axes.FindIndex(axis => axis.From == 1);
        if (neighbours >= 0 && neighbours < axes.Count - 2 && axes[^1].From is not (-1 or 0 or 1))
        {
            var rows = axes[neighbours];
            axes.RemoveAt(neighbours);
            axes.Insert(axes.Count - 1, rows);
        }

        while (axes.Count < 2)
            axes.Insert(0, once);
        return [.. axes];
    }

    private static CopyPattern PatternOf(CopyAxis rows, CopyAxis columns) => (columns.From, columns.To) switch
    {
        (1, 1) => CopyPattern.Runs,
        (-1, 1) => CopyPattern.BackwardRuns,
        (0, 1) => CopyPattern.Fill,
        (_, 1) when rows.From == 1 => CopyPattern.Transpose,
        _ => CopyPattern.Strided,
    };

    private static long End(in StridedView view)
    {
        var (last, first) = (view.Offset, view.Offset);
        for (var i = 0; i < view.Rank; i++)
        {
            var reach = (view.Dims[i] - 1) * view.Strides[i];
            (last, first) = (last + Math.Max(reach, 0), first + Math.Min(reach, 0));
        }

        ArgumentOutOfRangeException.ThrowIfNegative(first);
        return last + 1;
    }
}
