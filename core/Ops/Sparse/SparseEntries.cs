using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.Sparse;

/// <summary>
/// A sparse tensor: a matrix of indices with a row for each entry, as many values, and the shape of the whole. Ops expect the rows in
/// row-major order, as SparseReorder leaves them.
/// </summary>
internal readonly record struct SparseEntries
{
    private readonly long[] places;

    /// <exception cref="Errors.GraphRunException">The three tensors do not belong together, or an index is outside the shape.</exception>
    public SparseEntries(Tensor indices, Tensor values, Tensor shape)
    {
        if (indices.Rank != 2)
            throw IntegerTensors.Invalid($"Input indices should be a matrix but received shape {indices.Shape}");
        if (values.Rank != 1)
            throw IntegerTensors.Invalid($"Input values should be a vector but received shape {values.Shape}");
        if (shape.Rank != 1)
            throw IntegerTensors.Invalid($"Input shape should be a vector but received shape {shape.Shape}");
        if (values.ElementCount != indices.Shape[0])
            throw IntegerTensors.Invalid(
                $"Number of elements in values ({values.ElementCount}) does not match the rows of indices ({indices.Shape[0]})");
        if (shape.ElementCount != indices.Shape[1])
            throw IntegerTensors.Invalid($"Index rank ({indices.Shape[1]}) and shape rank ({shape.ElementCount}) do not match.");
        (places, Values, Dims) = (indices.Integers(), values, shape.Integers());
        for (var i = 0; i < places.Length; i++)
        {
            if (places[i] < 0 || places[i] >= Dims[i % Rank])
                throw IntegerTensors.Invalid(
                    $"indices[{i / Rank},{i % Rank}] = {places[i]} is out of bounds: need 0 <= index < {Dims[i % Rank]}");
        }
    }

    public Tensor Values { get; }

    /// <summary>The size of each dim of the whole.</summary>
    public long[] Dims { get; }

    public int Rank => Dims.Length;

    public int Count => (int)Values.ElementCount;

    /// <summary>The indices of an entry.</summary>
    public ReadOnlySpan<long> Place(int entry) => places.AsSpan(entry * Rank, Rank);

    /// <summary>The entries of the inputs from <paramref name="first"/> on: indices, values, shape.</summary>
    public static SparseEntries Of(Step step, int first = 0) => new(step.Input(first), step.Input(first + 1), step.Input(first + 2));

    /// <summary>Which of two places stands first in row-major order: below 0, 0 or above 0.</summary>
    public static int Compare(ReadOnlySpan<long> left, ReadOnlySpan<long> right) => left.SequenceCompareTo(right);

    /// <summary>Shapes of indices, values and shape that fit each other as far as known: the number of entries and the rank.</summary>
    public static (long Count, long Rank) Infer(ShapeContext context, int first = 0)
    {
        var (indices, values, shape) = (context.WithRank(first, 2), context.WithRank(first + 1, 1), context.WithRank(first + 2, 1));
        return (ShapeContext.Merge(indices[0], values[0]), ShapeContext.Merge(indices[1], shape[0]));
    }

    /// <summary>Sets the shapes of outputs that hold indices, values and shape.</summary>
    public static void Give(ShapeContext context, long count, long rank)
    {
        context.Output(0, Shape.Of(count, rank));
        context.Output(1, Shape.Of(count));
        if (context.OutputCount > 2)
            context.Output(2, Shape.Of(rank));
    }

    /// <summary>Writes the values of some entries, in this order.</summary>
    public void WriteValues(Step step, int output, ReadOnlySpan<int> entries) =>
        RowCopies.Pick(Values, 0, entries, 1, step.Allocate(output, Shape.Of(entries.Length)), 0);

    /// <summary>Writes the indices of some entries, in this order.</summary>
    public void WritePlaces(Step step, int output, ReadOnlySpan<int> entries)
    {
        var written = new long[entries.Length * Rank];
        for (var i = 0; i < entries.Length; i++)
            Place(entries[i]).CopyTo(written.AsSpan(i * Rank));
        step.Allocate(output, Shape.Of(entries.Length, Rank)).Write(written);
    }
}
