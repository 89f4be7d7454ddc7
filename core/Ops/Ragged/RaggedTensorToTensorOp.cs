using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.Ragged;

/// <summary>Rows of different lengths as a dense tensor.</summary>
public static class RaggedTensorToTensorOp
{
    [Op]
    public static OpDef RaggedTensorToTensor { get; } = new()
    {
        Name = "RaggedTensorToTensor",
        Summary = "A dense tensor of the rows, filled up with default_value. shape sets its dims, -1 for as long as the longest row; "
            + "longer rows are cut off. The "
            + "row partitions are FIRST_DIM_SIZE, VALUE_ROWIDS or ROW_SPLITS, from the outermost dim on.",
        Inputs = ["shape: Tshape", "values: T", "default_value: T", "row_partition_tensors: num_row_partition_tensors * Tindex"],
        Outputs = ["result: T"],
        Attrs =
        [
            "T: type", "Tindex: {int64, int32}", "Tshape: {int64, int32}", "num_row_partition_tensors: int >= 1",
            "row_partition_types: list(string)",
        ],
        Example = "RaggedTensorToTensor(-1, [1.0, 2.0, 3.0], 0.0, [[0, 2, 3]], row_partition_types=['ROW_SPLITS'])",
        Shape = context =>
        {
            var (types, values) = (context.Attrs.Texts("row_partition_types"), context.WithRankAtLeast(1, 1));
            if (!values.HasRank)
                return;
            var depth = types.Length + (types is ["FIRST_DIM_SIZE", ..] ? 0 : 1);
            var known = context.Input(0) is { Rank: 1 } ? context.ConstantShape(0) : Shape.UnknownRank;
            var whole = Shape.OfRank(depth).Then(values.From(1));
            context.Output(0, known.HasRank && known.Rank == whole.Rank ? ShapeContext.Merge(known, whole) : whole);
        },
        Kernel = builder =>
        {
            var types = builder.Attrs.Texts("row_partition_types");
            if (types.Length != builder.Node.Inputs.Count - 3)
                throw IntegerTensors.Invalid($"row_partition_types must have {builder.Node.Inputs.Count - 3} elements, got {types.Length}");
            return step => Run(step, types);
        },
    };

    private static void Run(Step step, string[] types)
    {
        var (values, hasSize) = (step.Input(1), types[0] == "FIRST_DIM_SIZE");
        var partitions = new long[types.Length - (hasSize ? 1 : 0)][];
        for (var i = 0; i < partitions.Length; i++)
            partitions[i] = Parents(types[i + (hasSize ? 1 : 0)], step.Input(3 + i + (hasSize ? 1 : 0)));
        var first = hasSize ? step.Input(3).Integer(0) : types[0] == "ROW_SPLITS" ? step.Input(3).ElementCount - 1
            : throw IntegerTensors.Invalid($"Cannot handle VALUE_ROWIDS in first dimension.");
        var shape = OutputShape(step.Input(0), first, partitions, values.Shape);
        var (output, size) = (step.Allocate(0, shape), (int)values.Shape.From(1).ElementCount);
        FillWithDefault(step.Input(2), values.Shape.From(1), shape, output);
        var rows = Places(first, partitions, shape);
        if (rows.Length != values.Shape[0])
            throw IntegerTensors.Invalid($"The row partitions are of {rows.Length} values, got {values.Shape[0]}");
        var kept = Enumerable.Range(0, rows.Length).Where(i => rows[i] >= 0).ToArray();
        var picked = Tensor.Allocate(values.DType, values.Shape.With(0, kept.Length));
        RowCopies.Pick(values, 0, kept, size, picked, 0);
        RowCopies.Put(picked, Array.ConvertAll(kept, i => rows[i]), size, output);
    }

    /// <summary>The row of each value.</summary>
    private static long[] Parents(string type, Tensor partition)
    {
        var numbers = partition.Integers();
        if (type == "VALUE_ROWIDS")
            return numbers;
        if (type != "ROW_SPLITS")
            throw IntegerTensors.Invalid($"Unsupported partition type: {type}");
        if (numbers.Length == 0 || numbers[0] != 0)
            throw IntegerTensors.Invalid("Invalid row split: must begin with 0");
        var parents = new List<long>();
        for (var row = 0; row < numbers.Length - 1; row++)
        {
            if (numbers[row + 1] < numbers[row])
                throw IntegerTensors.Invalid("Invalid row split: must not fall");
            for (var i = numbers[row]; i < numbers[row + 1]; i++)
                parents.Add(row);
        }

        return [.. parents];
    }

    private static Shape OutputShape(Tensor wanted, long first, long[][] partitions, Shape values)
    {
        long[] dims = [first, .. partitions.Select(Longest), .. values.From(1).Dims];
        if (wanted.Rank == 0)
            return wanted.Integer(0) == -1 ? Shape.Of(dims) : throw IntegerTensors.Invalid(
                "The only valid scalar shape tensor is the fully unknown shape specified as -1.");
        if (wanted.ElementCount != dims.Length)
            throw IntegerTensors.Invalid($"shape must have {dims.Length} elements, got {wanted.ElementCount}");
        for (var i = 0; i < dims.Length; i++)
        {
            if (i > partitions.Length && wanted.Integer(i) >= 0 && wanted.Integer(i) != dims[i])
                throw IntegerTensors.Invalid($"Inner dimension {i} of the values is {dims[i]}, but shape asks for {wanted.Integer(i)}");
            dims[i] = wanted.Integer(i) >= 0 ? wanted.Integer(i) : dims[i];
        }

        return Shape.Of(dims);
    }

    private static long Longest(long[] parents)
    {
        var (longest, length) = (0L, 0L);
        for (var i = 0; i < parents.Length; i++)
        {
            length = i > 0 && parents[i] == parents[i - 1] ? length + 1 : 1;
            longest = Math.Max(longest, length);
        }

        return longest;
    }

    /// <summary>The row of the result that each value becomes; -1 for one that is cut off.</summary>
    private static int[] Places(long first, long[][] partitions, Shape shape)
    {
        var rows = new int[first];
        for (var i = 0; i < rows.Length; i++)
            rows[i] = i < shape[0] ? i : -1;
        for (var depth = 0; depth < partitions.Length; depth++)
        {
            var (parents, width, inRow) = (partitions[depth], shape[depth + 1], 0L);
            var next = new int[parents.Length];
            for (var i = 0; i < next.Length; i++)
            {
                if (parents[i] < 0 || parents[i] >= rows.Length || (i > 0 && parents[i] < parents[i - 1]))
                    throw IntegerTensors.Invalid($"Invalid value row id {parents[i]}: must rise and be below {rows.Length}");
                inRow = i > 0 && parents[i] == parents[i - 1] ? inRow + 1 : 0;
                next[i] = rows[parents[i]] < 0 || inRow >= width ? -1 : (int)((rows[parents[i]] * width) + inRow);
            }

            rows = next;
        }

        return rows;
    }

    private static void FillWithDefault(Tensor value, Shape element, Shape shape, Tensor output)
    {
        if (value.Rank > element.Rank)
            throw IntegerTensors.Invalid(
                $"default_value.shape={value.Shape} and rt_input.flat_values.shape={shape} are incompatible: default_value.rank = "
                + $"{value.Rank}  must be less than rt_input.flat_values.rank = {element.Rank + 1}");
        if (value.ElementCount == 1)
            Filling.Fill(value.Reshape(Shape.Scalar), output);
        else
            Repeating.BroadcastTo(value, output);
    }
}
