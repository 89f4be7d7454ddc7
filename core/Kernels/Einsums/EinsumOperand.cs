using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>An input of an Einsum on its way: no label stands twice any more, and the elements are walked by a view.</summary>
internal readonly struct EinsumOperand
{
    private readonly Tensor tensor;
    private readonly StridedView view;

    private EinsumOperand(Tensor tensor, StridedView view, int[] labels)
    {
        this.tensor = tensor;
        this.view = view;
        Labels = labels;
    }

    /// <summary>The labels of the dims, in their order.</summary>
    public int[] Labels { get; }

    /// <summary>The input, of each label that stands more than once the diagonal.</summary>
    public static EinsumOperand Of(Tensor tensor, int[] labels)
    {
        var (view, unique) = Diagonal(StridedView.Of(tensor.Shape), labels);
        return new EinsumOperand(tensor, view, unique);
    }

    /// <summary>The view in which every label stands once.</summary>
    public static (StridedView View, int[] Labels) Diagonal(StridedView view, int[] labels)
    {
        var unique = new List<int>(labels);
        for (var axis = 0; axis < unique.Count; axis++)
        {
            for (var other = unique.LastIndexOf(unique[axis]); other > axis; other = unique.LastIndexOf(unique[axis]))
            {
                view = view.Diagonal(axis, other);
                unique.RemoveAt(other);
            }
        }

        return (view, [.. unique]);
    }

    /// <summary>The size of a label's dim.</summary>
    public long SizeOf(int label) => view.Dims[Array.IndexOf(Labels, label)];

    /// <summary>Whether the elements stand in memory in this order of labels already.</summary>
    public bool Has(int[] order) => view.Dims.Length == tensor.Rank && Labels.AsSpan().SequenceEqual(order);

    /// <summary>The elements in this order, summed over every label that the order lacks.</summary>
    public Tensor Arrange(int[] order)
    {
        if (Has(order))
            return tensor;
        var own = Labels;
        int[] summed = [.. own.Where(label => !order.Contains(label))];
        var permuted = view.Permute([.. order.Concat(summed).Select(label => Array.IndexOf(own, label))]);
        var arranged = Tensor.Allocate(tensor.DType, Shape.Of(permuted.Dims));
        StridedCopy.Run(tensor, permuted, arranged);
        if (summed.Length == 0)
            return arranged;
        var sum = Tensor.Allocate(tensor.DType, Shape.Of(permuted.Dims[..order.Length]));
        Reduction.Sum(arranged, [.. Enumerable.Range(order.Length, summed.Length)], sum);
        return sum;
    }
}
