using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>The inverse of mirroring margins: they are folded onto the elements they mirror and added (MirrorPadGrad).</summary>
public static class MirrorFolding
{
    /// <summary>
    /// Folds one dim after the other. The output has the inside's shape; <paramref name="before"/> is the margin in front of each dim.
    /// </summary>
    public static void Run(Tensor input, ReadOnlySpan<long> before, bool repeatsEdge, Tensor output)
    {
        var whole = Tensor.Allocate(input.DType, input.Shape);
        Filling.Copy(input, whole);
        var view = StridedView.Of(input.Shape);
        for (var axis = 0; axis < input.Rank; axis++)
        {
            var size = output.Shape[axis];
            Fold(whole, view, axis, before[axis], size, repeatsEdge ? 0 : 1);
            view = view.Slice(axis, before[axis], size);
        }

        StridedCopy.Run(whole, view, output);
    }

    private static void Fold(Tensor tensor, StridedView view, int axis, long before, long size, int skipped)
    {
        var inside = view.Slice(axis, before, size);
        var behind = view.Dims[axis] - before - size;
        Add(tensor, view.Slice(axis, before - 1, before, -1), inside.Slice(axis, skipped, before));
        Add(tensor, view.Slice(axis, before + size, behind), inside.Slice(axis, size - 1 - skipped, behind, -1));
    }

    private static void Add(Tensor tensor, StridedView margin, StridedView mirrored)
    {
        var count = Gathering.Product(margin.Dims);
        if (count == 0)
            return;
        var addend = Tensor.Allocate(tensor.DType, Shape.Of(count));
        var sum = Tensor.Allocate(tensor.DType, Shape.Of(count));
        StridedCopy.Run(tensor, margin, addend, StridedView.Of(margin.Dims));
        StridedCopy.Run(tensor, mirrored, sum, StridedView.Of(margin.Dims));
        ArithmeticTypes.Run(tensor.DType, new RowCombination<Addition>(addend, [0], count, sum));
        StridedCopy.Run(sum, StridedView.Of(margin.Dims), tensor, mirrored);
    }
}
