using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.Sparse;

/// <summary>The same sparse tensor, written otherwise.</summary>
public static class SparseReorderOp
{
    [Op("sparse_reorder")]
    public static OpDef SparseReorder { get; } = new()
    {
        Name = "SparseReorder",
        Summary = "The entries of a sparse tensor in row-major order; those of one place keep their order.",
        Inputs = ["input_indices: int64", "input_values: T", "input_shape: int64"],
        Outputs = ["output_indices: int64", "output_values: T"],
        Attrs = ["T: type"],
        Example = "SparseReorder([[1, 0], [0, 1]], [5.0, 6.0], [2, 2])",
        Shape = context =>
        {
            var (count, rank) = SparseEntries.Infer(context);
            SparseEntries.Give(context, count, rank);
        },
        Kernel = _ => step =>
        {
            var entries = SparseEntries.Of(step);
            var order = new int[entries.Count];
            for (var i = 0; i < order.Length; i++)
                order[i] = i;
            order.AsSpan().Sort((left, right) =>
                SparseEntries.Compare(entries.Place(left), entries.Place(right)) is not 0 and var before ? before : left.CompareTo(right));
            entries.WritePlaces(step, 0, order);
            entries.WriteValues(step, 1, order);
        },
        Gradient = context =>
        {
            if (context.Gradient(1) is not { } gradient)
                return [null, null, null];
            var numbers = context.Call("Range", Number(context, 0), context.Call("Size", context.Input(1)), Number(context, 1));
            var order = new Output(context.Call("SparseReorder", context.Input(0), numbers, context.Input(2)).Node, 1);
            return [null, context.Call("GatherV2", gradient, context.Call("InvertPermutation", order), Number(context, 0)), null];
        },
    };

    [Op("sparse_reshape")]
    public static OpDef SparseReshape { get; } = new()
    {
        Name = "SparseReshape",
        Summary = "The indices of a sparse tensor's entries in another shape of as many elements; one dim of new_shape may be -1.",
        Inputs = ["input_indices: int64", "input_shape: int64", "new_shape: int64"],
        Outputs = ["output_indices: int64", "output_shape: int64"],
        Example = "SparseReshape([[1, 0], [0, 1]], [2, 2], [4])",
        Shape = context =>
        {
            var (indices, shape) = (context.WithRank(0, 2), context.WithRank(2, 1));
            ShapeContext.Merge(indices[1], context.WithRank(1, 1)[0]);
            context.Output(0, Shape.Of(indices[0], shape[0]));
            context.Output(1, Shape.Of(shape[0]));
        },
        Kernel = _ => step =>
        {
            var (indices, old) = (step.Input(0), step.Input(1).Integers());
            if (indices.Rank != 2)
                throw IntegerTensors.Invalid($"Input indices should be a matrix but received shape {indices.Shape}");
            if (step.Input(1).Rank != 1 || step.Input(2).Rank != 1)
                throw IntegerTensors.Invalid(
                    $"Input shape should be a vector but received shape {(step.Input(1).Rank != 1 ? step.Input(1) : step.Input(2)).Shape}");
            if (indices.Shape[1] != old.Length)
                throw IntegerTensors.Invalid($"Input tensor rank must match input shape length, got {indices.Shape[1]} and {old.Length}");
            var wanted = Completed(old, step.Input(2).Integers());
            step.Allocate(0, Shape.Of(indices.Shape[0], wanted.Length)).Write(Moved(indices.Integers(), old, wanted,
                (int)indices.Shape[0]));
            step.Allocate(1, Shape.Of(wanted.Length)).Write(wanted);
        },
        Gradient = GradientRules.Stop,
    };

    private static Output Number(GradientContext context, int value) => context.Builder.Constant(Tensor.Scalar(value));

    private static long[] Completed(long[] old, long[] wanted)
    {
        var (elements, known, open) = (Product(old), 1L, -1);
        for (var i = 0; i < wanted.Length; i++)
        {
            if (wanted[i] == -1 && open >= 0)
                throw IntegerTensors.Invalid($"only one output dimension may be -1, not both {open} and {i}");
            if (wanted[i] < -1)
                throw IntegerTensors.Invalid($"size {i} must be non-negative, not {wanted[i]}");
            (known, open) = wanted[i] == -1 ? (known, i) : (checked(known * wanted[i]), open);
        }

        if (open >= 0 && (known == 0 || elements % known != 0))
            throw IntegerTensors.Invalid(
                $"Input to reshape is a SparseTensor with {elements} dense values, but the requested shape requires a multiple of {known}");
        if (open < 0 && known != elements)
            throw IntegerTensors.Invalid($"Input to reshape is a tensor with {elements} dense values, but the requested shape has {known}");
        if (open < 0)
            return wanted;
        var completed = (long[])wanted.Clone();
        completed[open] = elements / known;
        return completed;
    }

    private static long Product(long[] dims)
    {
        var product = 1L;
        foreach (var dim in dims)
            product = checked(product * dim);
        return product;
    }

    private static long[] Moved(long[] places, long[] old, long[] wanted, int count)
    {
        var moved = new long[count * wanted.Length];
        for (var entry = 0; entry < count; entry++)
        {
            var position = 0L;
            for (var axis = 0; axis < old.Length; axis++)
                position = (position * old[axis]) + places[(entry * old.Length) + axis];
            for (var axis = wanted.Length - 1; axis >= 0; position /= wanted[axis], axis--)
                moved[(entry * wanted.Length) + axis] = position % wanted[axis];
        }

        return moved;
    }
}
