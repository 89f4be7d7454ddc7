using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.Ragged;

/// <summary>Rows of different lengths picked by number.</summary>
public static class RaggedGatherOp
{
    [Op]
    public static OpDef RaggedGather { get; } = new()
    {
        Name = "RaggedGather",
        Summary = "The rows of a ragged tensor that indices number, in the shape of the indices.",
        Inputs = ["params_nested_splits: PARAMS_RAGGED_RANK * Tsplits", "params_dense_values: Tvalues", "indices: Tindices"],
        Outputs = ["output_nested_splits: OUTPUT_RAGGED_RANK * Tsplits", "output_dense_values: Tvalues"],
        Attrs =
        [
            "Tvalues: type", "Tindices: {int32, int64}", "Tsplits: {int32, int64} = DT_INT64", "PARAMS_RAGGED_RANK: int >= 1",
            "OUTPUT_RAGGED_RANK: int >= 0",
        ],
        Example = "RaggedGather([[0, 2, 3]], [1.0, 2.0, 3.0], [1, 0], OUTPUT_RAGGED_RANK=1)",
        Shape = context =>
        {
            var (rank, depth, indices) = ((int)context.Attrs.Int("PARAMS_RAGGED_RANK"), context.OutputCount - 1,
                context.Input(context.InputCount - 1));
            for (var i = 0; i < rank; i++)
                context.WithRank(i, 1);
            if (indices.HasRank && depth != indices.Rank - 1 + rank)
                throw ShapeContext.Error($"indices rank {indices.Rank} + PARAMS_RAGGED_RANK {rank} - 1 must be OUTPUT_RAGGED_RANK {depth}");
            for (var i = 0; i < depth; i++)
                context.Output(i, Shape.Of(Shape.Unknown));
            var values = context.WithRankAtLeast(rank, 1);
            context.Output(depth, values.HasRank ? values.With(0, Shape.Unknown) : values);
        },
        Kernel = _ => Run,
    };

    private static void Run(Step step)
    {
        var (rank, indices) = (step.InputCount - 2, step.Input(step.InputCount - 1));
        var splits = new long[rank][];
        for (var i = 0; i < rank; i++)
            splits[i] = step.Input(i).ElementCount > 0 ? step.Input(i).Integers() : throw IntegerTensors.Invalid(
                "Split tensors must not be empty");
        var output = new List<long>[step.OutputCount - 1];
        for (var i = 0; i < output.Length; i++)
            output[i] = i < indices.Rank - 1 ? Even(indices.Shape, i) : [0];
        var rows = new List<int>();
        for (var i = 0; i < indices.ElementCount; i++)
        {
            var row = indices.Integer(i);
            if (row < 0 || row >= splits[0].Length - 1)
                throw IntegerTensors.Invalid($"indices[{i}] = {row} is not in [0, {splits[0].Length - 1})");
            Append(splits, row, output.AsSpan(output.Length - rank), rows, step.Input(rank).Shape[0]);
        }

        for (var i = 0; i < output.Length; i++)
            step.Allocate(i, Shape.Of(output[i].Count)).Write([.. output[i]]);
        var values = step.Input(rank);
        var picked = step.Allocate(output.Length, values.Shape.With(0, rows.Count));
        RowCopies.Pick(values, 0, [.. rows], (int)values.Shape.From(1).ElementCount, picked, 0);
    }

    // Dims of the indices before the last are rows of one length.
    private static List<long> Even(Shape indices, int axis)
    {
        var count = indices.Part(0, axis + 1).ElementCount;
        return [.. Enumerable.Range(0, (int)count + 1).Select(i => i * indices[axis + 1])];
    }

    private static void Append(long[][] splits, long row, Span<List<long>> output, List<int> rows, long count)
    {
        var (start, limit) = (row, row + 1);
        for (var depth = 0; depth < splits.Length; depth++)
        {
            if (limit >= splits[depth].Length)
                throw IntegerTensors.Invalid("Ragged splits must not be larger than what they split");
            for (var i = start; i < limit; i++)
                output[depth].Add(output[depth][^1] + splits[depth][i + 1] - splits[depth][i]);
            (start, limit) = (splits[depth][start], splits[depth][limit]);
            if (start < 0 || limit < start)
                throw IntegerTensors.Invalid("Ragged splits must be sorted");
        }

        if (limit > count)
            throw IntegerTensors.Invalid("Ragged splits must not point past values");
        for (var i = start; i < limit; i++)
            rows.Add((int)i);
    }
}
