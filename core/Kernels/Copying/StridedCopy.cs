using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>
/// Copies the elements of one view to the places of another of the same dims. Prepared once, it runs any number of times and
/// allocates nothing: dims that lie next to each other in both views are one, short runs of small elements are one wider
/// element, and a transposition goes by square blocks, so that the copy keeps to the speed of memory.
/// </summary>
public sealed class StridedCopy
{
    private readonly CopyLoops loops;

    /// <summary>
    /// Prepares the copy. The views have equal dims and lie inside their tensors; no two places of <paramref name="to"/> coincide.
    /// </summary>
    public StridedCopy(DType dtype, in StridedView from, in StridedView to) => loops = CopyLoops.Of(dtype, from, to);

    /// <summary>Copies once.</summary>
    public static void Run(Tensor source, in StridedView from, Tensor destination, in StridedView to) =>
        new StridedCopy(source.DType, from, to).Run(source, destination);

    /// <summary>Copies from all of <paramref name="source"/>'s view to a destination that is row-major in the view's dims.</summary>
    public static void Run(Tensor source, in StridedView from, Tensor destination) =>
        Run(source, from, destination, StridedView.Of(from.Dims));

    /// <summary>Copies between tensors of the prepared dtype and sizes.</summary>
    public void Run(Tensor source, Tensor destination)
    {
        if (loops.IsEmpty)
            return;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(loops.FromEnd, source.ElementCount);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(loops.ToEnd, destination.ElementCount);
        switch (loops.Width)
        {
            case 1: Run<byte>(source, destination); break;
            case 2: Run<ushort>(source, destination); break;
            case 4: Run<uint>(source, destination); break;
            case 8: Run<ulong>(source, destination); break;
            case 16: Run<UInt128>(source, destination); break;
            default: RunReferences(source, destination); break;
        }
    }

    private void RunReferences(Tensor source, Tensor destination)
    {
        if (source.DType == DType.String)
            Run<byte[]>(source, destination);
        else
            Run<object>(source, destination);
    }

    private void Run<T>(Tensor source, Tensor destination) =>
        Workers.For(loops.Axes[0].Size, loops.Grain, new Piece<T>(this, source, destination));

    // The two innermost dims are one call of a loop; an odometer counts the others. A piece is a part of the outermost dim.
    private void Walk<T>(ref T from, ref T to, CopyAxis first)
    {
        ReadOnlySpan<CopyAxis> axes = loops.Axes;
        if (axes.Length == 2)
        {
            CopyPlane(ref from, ref to, first);
            return;
        }

        Span<int> position = stackalloc int[Shape.MaxRank];
        position.Clear();
        var (source, target) = (0, 0);
        int axis;
        do
        {
            CopyPlane(ref Unsafe.Add(ref from, source), ref Unsafe.Add(ref to, target), axes[^2]);
            for (axis = axes.Length - 3; axis >= 0; axis--)
            {
                var (size, fromStep, toStep) = axis == 0 ? first : axes[axis];
                (source, target) = (source + fromStep, target + toStep);
                if (++position[axis] < size)
                    break;
                (source, target) = (source - (fromStep * size), target - (toStep * size));
                position[axis] = 0;
            }
        }
        while (axis >= 0);
    }

    private void CopyPlane<T>(ref T from, ref T to, in CopyAxis rows)
    {
        ref readonly var columns = ref loops.Axes[^1];
        switch (loops.Pattern)
        {
            case CopyPattern.Runs: CopyRuns.Forward(ref from, ref to, rows, columns.Size); break;
            case CopyPattern.BackwardRuns: CopyRuns.Backward(ref from, ref to, rows, columns.Size); break;
            case CopyPattern.Fill: CopyRuns.Fill(ref from, ref to, rows, columns.Size); break;
            case CopyPattern.Transpose: BlockTranspose.Run(ref from, ref to, rows, columns); break;
            default: CopyRuns.Strided(ref from, ref to, rows, columns); break;
        }
    }

    private readonly struct Piece<T>(StridedCopy copy, Tensor source, Tensor destination) : IRangeBody
    {
        public void Run(long start, long end)
        {
            var loops = copy.loops;
            var first = loops.Axes[0];
            ref var from = ref MemoryMarshal.GetReference(source.Values<T>());
            ref var to = ref MemoryMarshal.GetReference(destination.Writable<T>());
            copy.Walk(
                ref Unsafe.Add(ref from, loops.FromOffset + ((int)start * first.From)),
                ref Unsafe.Add(ref to, loops.ToOffset + ((int)start * first.To)),
                first with { Size = (int)(end - start) });
        }
    }
}
