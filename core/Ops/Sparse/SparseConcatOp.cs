using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.Sparse;

/// <summary>Sparse tensors joined, cut and filled.</summary>
public static class SparseConcatOp
{
    [Op]
    public static OpDef SparseConcat { get; } = new()
    {
        Name = "SparseConcat",
        Summary = "Sparse tensors joined along concat_dim; the entries of the result are in row-major order.",
        Inputs = ["indices: N * int64", "values: N * T", "shapes: N * int64"],
        Outputs = ["output_indices: int64", "output_values: T", "output_shape: int64"],
        Attrs = ["concat_dim: int", "N: int >= 2", "T: type"],
        Example = "SparseConcat([[[0, 0]], [[0, 0]]], [[1.0], [2.0]], [[1, 2], [1, 3]], concat_dim=1)",
        Shape = context =>
        {
            var (parts, count, rank) = (context.InputCount / 3, 0L, Shape.Unknown);
            for (var i = 0; i < parts; i++)
            {
                var indices = context.WithRank(i, 2);
                var entries = ShapeContext.Merge(indices[0], context.WithRank(parts + i, 1)[0]);
                count = entries == Shape.Unknown || count == Shape.Unknown ? Shape.Unknown : count + entries;
                rank = ShapeContext.Merge(rank, ShapeContext.Merge(indices[1], context.WithRank((2 * parts) + i, 1)[0]));
            }

            SparseEntries.Give(context, count, rank);
        },
        Kernel = builder =>
        {
            var axis = builder.Attrs.Int("concat_dim");
            return step => Join(step, axis);
        },
    };

    [Op("sparse_slice")]
    public static OpDef SparseSlice { get; } = new()
    {
        Name = "SparseSlice",
        Summary = "The entries of a sparse tensor inside the box that begins at start and has size, cut off at the tensor's shape; "
            + "indices count from start.",
        Inputs = ["indices: int64", "values: T", "shape: int64", "start: int64", "size: int64"],
        Outputs = ["output_indices: int64", "output_values: T", "output_shape: int64"],
        Attrs = ["T: type"],
        Example = "SparseSlice([[0, 0], [1, 1]], [1.0, 2.0], [2, 2], [1, 0], [1, 2])",
        Shape = context => SparseEntries.Give(context, Shape.Unknown, SparseEntries.Infer(context).Rank),
        Kernel = _ => Cut,
    };

    [Op("sparse_fill_empty_rows")]
    public static OpDef SparseFillEmptyRows { get; } = new()
    {
        Name = "SparseFillEmptyRows",
        Summary = "The entries by rows, the index of the first dim, with default_value at the beginning of each row that has none; which "
            + "rows were empty; and "
            + "for each old entry where it stands now.",
        Inputs = ["indices: int64", "values: T", "dense_shape: int64", "default_value: T"],
        Outputs = ["output_indices: int64", "output_values: T", "empty_row_indicator: bool", "reverse_index_map: int64"],
        Attrs = ["T: type"],
        Example = "SparseFillEmptyRows([[1, 0]], [2.0], [3, 2], 0.5)",
        Shape = context =>
        {
            var (count, rank) = SparseEntries.Infer(context);
            context.WithRank(3, 0);
            context.Output(0, Shape.Of(Shape.Unknown, rank));
            context.Output(1, Shape.Of(Shape.Unknown));
            context.Output(2, Shape.Of(context.ConstantShape(2) is { HasRank: true, Rank: > 0 } shape ? shape[0] : Shape.Unknown));
            context.Output(3, Shape.Of(count));
        },
        Kernel = _ => Fill,
        Gradient = context =>
        {
            if (context.Gradient(1) is not { } gradient)
                return [null, null, null, null];
            var zero = context.Builder.Constant(Tensor.Vector(0));
            var kept = context.Call("GatherV2", gradient, new Output(context.Node, 3), context.Builder.Constant(Tensor.Scalar(0)));
            return [null, kept, null, context.Call("Sub", context.Call("Sum", gradient, zero), context.Call("Sum", kept, zero))];
        },
    };

    private static void Join(Step step, long dim)
    {
        var count = step.InputCount / 3;
        var parts = new SparseEntries[count];
        for (var i = 0; i < count; i++)
            parts[i] = new SparseEntries(step.Input(i), step.Input(count + i), step.Input((2 * count) + i));
        var rank = parts[0].Rank;
        if (dim < -rank || dim >= rank)
            throw IntegerTensors.Invalid($"Concat dimension must be in range [{-rank}, {rank}), got {dim}");
        var axis = (int)(dim < 0 ? dim + rank : dim);
        var dims = (long[])parts[0].Dims.Clone();
        var places = new List<(long[] Place, int Source)>();
        for (var i = 0; i < count; i++)
        {
            Require(parts[i], parts[0], i, axis);
            var first = i == 0 ? 0 : dims[axis];
            for (var entry = 0; entry < parts[i].Count; entry++)
            {
                var place = parts[i].Place(entry).ToArray();
                place[axis] += first;
                places.Add((place, places.Count));
            }

            dims[axis] = first + parts[i].Dims[axis];
        }

        places.Sort((left, right) => SparseEntries.Compare(left.Place, right.Place) is not 0 and var order ? order
            : left.Source.CompareTo(right.Source));
        Write(step, [.. places.SelectMany(place => place.Place)], [.. places.Select(place => place.Source)], Joined(parts), dims);
    }

    private static void Require(SparseEntries part, SparseEntries first, int position, int axis)
    {
        if (part.Rank != first.Rank)
            throw IntegerTensors.Invalid(
                $"Ranks of all input tensors must match: expected {first.Rank} but got {part.Rank} at position {position}");
        for (var i = 0; i < part.Rank; i++)
        {
            if (i != axis && part.Dims[i] != first.Dims[i])
                throw IntegerTensors.Invalid(
                    $"Input shapes must match: expected {first.Dims[i]} for dimension {i} but got {part.Dims[i]} at position {position}");
        }
    }

    private static Tensor Joined(SparseEntries[] parts)
    {
        var joined = Tensor.Allocate(parts[0].Values.DType, Shape.Of(parts.Sum(part => (long)part.Count)));
        var row = 0L;
        foreach (var part in parts)
        {
            RowCopies.Pick(part.Values, 0, Numbers(part.Count), 1, joined, row);
            row += part.Count;
        }

        return joined;
    }

    private static void Cut(Step step)
    {
        var entries = SparseEntries.Of(step);
        var (start, size) = (step.Input(3).Integers(), step.Input(4).Integers());
        if (start.Length != entries.Rank || size.Length != entries.Rank)
            throw IntegerTensors.Invalid($"Expected start and size of {entries.Rank} elements, got {start.Length} and {size.Length}");
        var dims = new long[entries.Rank];
        for (var axis = 0; axis < dims.Length; axis++)
            dims[axis] = Math.Max(0, Math.Min(size[axis], entries.Dims[axis] - start[axis]));
        var (places, kept) = (new List<long>(), new List<int>());
        for (var entry = 0; entry < entries.Count; entry++)
        {
            var place = entries.Place(entry).ToArray();
            for (var axis = 0; axis < place.Length; axis++)
                place[axis] -= start[axis];
            if (!IsInside(place, dims))
                continue;
            kept.Add(entry);
            places.AddRange(place);
        }

        Write(step, [.. places], [.. kept], entries.Values, dims);
    }

    private static bool IsInside(long[] place, long[] dims)
    {
        for (var axis = 0; axis < place.Length; axis++)
        {
            if (place[axis] < 0 || place[axis] >= dims[axis])
                return false;
        }

        return true;
    }

    private static void Write(Step step, long[] places, int[] entries, Tensor values, long[] dims)
    {
        step.Allocate(0, Shape.Of(entries.Length, dims.Length)).Write(places);
        RowCopies.Pick(values, 0, entries, 1, step.Allocate(1, Shape.Of(entries.Length)), 0);
        step.Allocate(2, Shape.Of(dims.Length)).Write(dims);
    }

    private static void Fill(Step step)
    {
        var entries = SparseEntries.Of(step);
        if (entries.Rank == 0)
            throw IntegerTensors.Invalid("Dense shape cannot be empty.");
        if (step.Input(3).Rank != 0)
            throw IntegerTensors.Invalid($"default_value must be a scalar, saw: {step.Input(3).Shape}");
        var rows = new List<int>[entries.Dims[0]];
        for (var entry = 0; entry < entries.Count; entry++)
            (rows[entries.Place(entry)[0]] ??= []).Add(entry);
        var (places, sources, moved) = (new List<long>(), new List<int>(), new long[entries.Count]);
        var isEmpty = step.Allocate(2, Shape.Of(rows.Length)).Writable<bool>();
        for (var row = 0; row < rows.Length; row++)
        {
            isEmpty[row] = rows[row] is null;
            if (rows[row] is null)
                places.AddRange([row, .. new long[entries.Rank - 1]]);
            foreach (var entry in rows[row] ?? [])
            {
                moved[entry] = sources.Count;
                sources.Add(entry);
                places.AddRange(entries.Place(entry));
            }

            if (rows[row] is null)
                sources.Add(entries.Count);
        }

        var withDefault = Tensor.Allocate(entries.Values.DType, Shape.Of(entries.Count + 1));
        RowCopies.Pick(entries.Values, 0, Numbers(entries.Count), 1, withDefault, 0);
        RowCopies.Pick(step.Input(3), 0, [0], 1, withDefault, entries.Count);
        step.Allocate(0, Shape.Of(sources.Count, entries.Rank)).Write([.. places]);
        RowCopies.Pick(withDefault, 0, [.. sources], 1, step.Allocate(1, Shape.Of(sources.Count)), 0);
        step.Allocate(3, Shape.Of(entries.Count)).Write(moved);
    }

    private static int[] Numbers(int count) => [.. Enumerable.Range(0, count)];
}
