using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.Shaping;

/// <summary>Sequences of different lengths backwards.</summary>
public static class ReverseSequenceOp
{
    [Op("reverse_sequence")]
    public static OpDef ReverseSequence { get; } = new()
    {
        Name = "ReverseSequence",
        Summary = "For each index of batch_dim, the first seq_lengths[index] elements along seq_dim backwards and the rest as they are.",
        Inputs = ["input: T", "seq_lengths: Tlen"],
        Outputs = ["output: T"],
        Attrs = ["seq_dim: int", "batch_dim: int = 0", "T: type", "Tlen: {int32, int64} = DT_INT64"],
        Parameters = ["input: input", "seq_lengths: seq_lengths", "seq_axis: seq_dim", "batch_axis: batch_dim = 0"],
        Example = "reverse_sequence(x, [1, 2], seq_axis=1)",
        Shape = context =>
        {
            var lengths = context.WithRank(1, 1);
            var input = context.Input(0);
            if (!input.HasRank)
                return;
            var (sequence, batch) = Axes(context.Attrs, input.Rank);
            context.Output(0, input[batch] == Shape.Unknown ? input.With(batch, ShapeContext.Merge(input[batch], lengths[0])) : input);
            ShapeContext.Merge(input[batch], lengths[0]);
        },
        Kernel = builder =>
        {
            var attrs = builder.Attrs;
            return step =>
            {
                var (input, lengths) = (step.Input(0), step.Input(1));
                var (sequence, batch) = Axes(attrs, input.Rank);
                if (lengths.Rank != 1 || lengths.ElementCount != input.Shape[batch])
                    throw IntegerTensors.Invalid(
                        $"Length of seq_lengths != input.dims({batch}), ({lengths.ElementCount} vs. {input.Shape[batch]})");
                Reordering.ReverseSequence(input, lengths.Integers(), sequence, batch, step.Allocate(0, input.Shape));
            };
        },
        Gradient = context =>
        [
            context.Call(
                "ReverseSequence",
                [context.Gradient()!.Value, context.Input(1)],
                ("seq_dim", context.Node.Attrs.Int("seq_dim")), ("batch_dim", context.Node.Attrs.Int("batch_dim"))),
            null,
        ],
    };

    private static (int Sequence, int Batch) Axes(Attrs attrs, int rank)
    {
        var (sequence, batch) = (attrs.Int("seq_dim"), attrs.Int("batch_dim"));
        if (batch >= rank)
            throw ShapeContext.Error($"batch_dim must be < input rank: {batch} vs. {rank}");
        if (sequence >= rank)
            throw ShapeContext.Error($"seq_dim must be < input rank: {sequence} vs. {rank}");
        return sequence != batch ? ((int)sequence, (int)batch) : throw ShapeContext.Error($"batch_dim == seq_dim == {batch}");
    }
}
