using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>
/// Sums of products over named dims (<c>core/kernels/linalg/einsum_op_impl.h</c>): what one input alone has is summed first, then one
/// batched matrix product is made of the rest, whose dims are put in order before and after where they are not in order already.
/// </summary>
public static class EinsumProduct
{
    /// <summary>Computes an equation for its one or two inputs, of any number dtype.</summary>
    /// <param name="equation">The equation.</param>
    /// <param name="inputs">As many as the equation has.</param>
    /// <param name="output">Of the shape that the equation gives for the inputs.</param>
    public static void Run(EinsumEquation equation, ReadOnlySpan<Tensor> inputs, Tensor output)
    {
        var ranks = new int[inputs.Length];
        for (var i = 0; i < ranks.Length; i++)
            ranks[i] = inputs[i].Rank;
        var labels = equation.OutputLabels(ranks);
        var first = EinsumOperand.Of(inputs[0], equation.LabelsOf(0, ranks[0]));
        if (inputs.Length == 1)
        {
            int[] order = [.. labels.Distinct()];
            Place(first.Arrange(order), order, labels, output);
            return;
        }

        Multiply(first, EinsumOperand.Of(inputs[1], equation.LabelsOf(1, ranks[1])), labels, output);
    }

    private static void Multiply(EinsumOperand x, EinsumOperand y, int[] labels, Tensor output)
    {
        // The dims of an ellipsis are negative labels; they come first, in order, so that they broadcast from the right.
        int[] ellipsis = [.. labels.Where(label => label < 0).Distinct().Order()];
        int[] batch = [.. x.Labels.Where(label => label >= 0 && y.Labels.Contains(label) && labels.Contains(label))];
        int[] depth = [.. x.Labels.Where(label => y.Labels.Contains(label) && !labels.Contains(label))];
        var (rows, columns) = (Free(x, y, labels), Free(y, x, labels));
        var (left, isLeftTransposed) = Matrices(x, [.. ellipsis.Where(label => x.Labels.Contains(label)), .. batch], rows, depth);
        var (right, isRightTransposed) = Matrices(y, [.. ellipsis.Where(label => y.Labels.Contains(label)), .. batch], columns, depth);
        int[] order = [.. ellipsis, .. batch, .. rows, .. columns];
        long[] dims = [
            .. ellipsis.Select(label => SizeOf(label, x, y)),
            .. batch.Select(x.SizeOf),
            rows.Aggregate(1L, (size, label) => size * x.SizeOf(label)),
            columns.Aggregate(1L, (size, label) => size * y.SizeOf(label))];
        var isInOrder = order.AsSpan().SequenceEqual(labels);
        var product = isInOrder ? output.Reshape(Shape.Of(dims)) : Tensor.Allocate(output.DType, Shape.Of(dims));
        MatrixProduct.Run(left, right, new ProductForm(isLeftTransposed, !isRightTransposed), product);
        if (!isInOrder)
            Place(product.Reshape(Shape.Of([.. order.Select(label => SizeOf(label, x, y))])), order, labels, output);
    }

    private static int[] Free(EinsumOperand one, EinsumOperand other, int[] labels) =>
        [.. one.Labels.Where(label => label >= 0 && labels.Contains(label) && !other.Labels.Contains(label))];

    private static long SizeOf(int label, EinsumOperand x, EinsumOperand y) =>
        !x.Labels.Contains(label) ? y.SizeOf(label) : !y.Labels.Contains(label) ? x.SizeOf(label) : LargerOf(x.SizeOf(label), y.SizeOf(label));

    // One of two sizes that broadcast: an empty dim stays empty beside one of size 1.
    private static long LargerOf(long x, long y) => x == 1 ? y : x;

    /// <summary>[batch..., free, depth], or [batch..., depth, free] where the elements stand that way already.</summary>
    private static (Tensor Matrices, bool IsTransposed) Matrices(EinsumOperand operand, int[] batch, int[] free, int[] depth)
    {
        var isTransposed = operand.Has([.. batch, .. depth, .. free]) && !operand.Has([.. batch, .. free, .. depth]);
        var arranged = operand.Arrange(isTransposed ? [.. batch, .. depth, .. free] : [.. batch, .. free, .. depth]);
        var (freeSize, depthSize) = (Size(free), Size(depth));
        long[] dims = [.. batch.Select(operand.SizeOf), isTransposed ? depthSize : freeSize, isTransposed ? freeSize : depthSize];
        return (arranged.Reshape(Shape.Of(dims)), isTransposed);

        long Size(int[] labels) => labels.Aggregate(1L, (size, label) => size * operand.SizeOf(label));
    }

    /// <summary>Puts elements in the output's order; a label that stands twice there is a diagonal, with zeros beside it.</summary>
    private static void Place(Tensor elements, int[] order, int[] labels, Tensor output)
    {
        var (places, unique) = EinsumOperand.Diagonal(StridedView.Of(output.Shape), labels);
        if (unique.Length < labels.Length)
            Filling.Zeros(output);
        StridedCopy.Run(
            elements, StridedView.Of(elements.Shape).Permute([.. unique.Select(label => Array.IndexOf(order, label))]), output, places);
    }
}
