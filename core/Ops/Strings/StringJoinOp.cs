using System.Text;
using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.Strings;

/// <summary>Strings put together.</summary>
public static class StringJoinOp
{
    [Op("strings.join")]
    public static OpDef StringJoin { get; } = new()
    {
        Name = "StringJoin",
        Summary = "The strings of all inputs put together, one of each, with separator between them. Inputs have one shape; scalars serve every "
            + "element.",
        Inputs = ["inputs: N * string"],
        Outputs = ["output: string"],
        Attrs = ["separator: string = ''", "N: int >= 1"],
        Parameters = ["inputs: inputs", "separator: separator = ''"],
        Example = "strings.join(['graph', 'run'], separator='-')",
        Shape = context =>
        {
            var shape = Shape.Scalar;
            for (var i = 0; i < context.InputCount; i++)
            {
                var input = context.Input(i);
                shape = !input.HasRank || !shape.HasRank ? Shape.UnknownRank
                    : input.Rank == 0 ? shape
                    : shape.Rank == 0 ? input : ShapeContext.Merge(shape, input);
            }

            context.Output(0, shape);
        },
        Kernel = builder =>
        {
            var separator = Encoding.UTF8.GetBytes(builder.Attrs.Text("separator"));
            return step => Join(step, separator);
        },
        Gradient = Gradients.GradientRules.Stop,
    };

    [Op("strings.reduce_join")]
    public static OpDef ReduceJoin { get; } = new()
    {
        Name = "ReduceJoin",
        Summary = "The strings along axes put together with separator between them; \"\" of none. No axes leave the strings as they are.",
        Inputs = ["inputs: string", "reduction_indices: int32"],
        Outputs = ["output: string"],
        Attrs = ["keep_dims: bool = false", "separator: string = ''"],
        Parameters =
        [
            "inputs: inputs", "axis: reduction_indices = all_axes", "keepdims: keep_dims = false", "separator: separator = ''",
        ],
        Example = "strings.reduce_join([['a', 'b'], ['c', 'd']], axis=1)",
        Shape = ShapeRules.Reduction,
        Kernel = builder =>
        {
            var (keeps, separator) = (builder.Attrs.Bool("keep_dims"), Encoding.UTF8.GetBytes(builder.Attrs.Text("separator")));
            return step => Reduce(step, keeps, separator);
        },
        Gradient = Gradients.GradientRules.Stop,
    };

    private static void Join(Step step, byte[] separator)
    {
        var inputs = step.Inputs();
        var shape = Shape.Scalar;
        foreach (var input in inputs.Where(input => input.Rank > 0))
        {
            if (shape.Rank > 0 && !shape.Equals(input.Shape))
                throw StringElements.Invalid($"Input shapes do not match: {shape} vs. {input.Shape}");
            shape = input.Shape;
        }

        var output = step.Allocate(0, shape).Writable<byte[]>();
        var parts = new byte[inputs.Length][];
        for (var i = 0; i < output.Length; i++)
        {
            for (var j = 0; j < parts.Length; j++)
                parts[j] = inputs[j].Values<byte[]>()[inputs[j].Rank == 0 ? 0 : i];
            output[i] = Join(parts, separator);
        }
    }

    // The axes that are joined become the last ones, so that each output joins a run of neighbours.
    private static void Reduce(Step step, bool keeps, byte[] separator)
    {
        var input = step.Input(0);
        var axes = step.Input(1).Integers().Select(axis => Axis(axis, input.Rank)).ToArray();
        if (axes.Distinct().Count() != axes.Length)
            throw StringElements.Invalid($"Duplicate reduction dimension {axes.First(axis => axes.Count(other => other == axis) > 1)}");
        int[] kept = [.. Enumerable.Range(0, input.Rank).Except(axes)];
        var joined = Tensor.Allocate(DType.String, input.Shape);
        StridedCopy.Run(input, StridedView.Of(input.Shape).Permute([.. kept, .. axes]), joined);
        var dims = keeps
            ? Enumerable.Range(0, input.Rank).Select(axis => axes.Contains(axis) ? 1 : input.Shape[axis])
            : kept.Select(axis => input.Shape[axis]);
        var output = step.Allocate(0, Shape.Of([.. dims])).Writable<byte[]>();
        var count = (int)axes.Aggregate(1L, (size, axis) => size * input.Shape[axis]);
        for (var i = 0; i < output.Length; i++)
            output[i] = Join(joined.Values<byte[]>().Slice(i * count, count), separator);
    }

    private static int Axis(long axis, int rank) => axis >= -rank && axis < rank
        ? (int)(axis < 0 ? axis + rank : axis)
        : throw StringElements.Invalid($"Invalid reduction dimension {axis} for input with {rank} dimension(s)");

    private static byte[] Join(ReadOnlySpan<byte[]> parts, byte[] separator)
    {
        var length = separator.Length * Math.Max(parts.Length - 1, 0);
        foreach (var part in parts)
            length += part.Length;
        var (joined, next) = (new byte[length], 0);
        for (var i = 0; i < parts.Length; i++)
        {
            if (i > 0)
            {
                separator.CopyTo(joined, next);
                next += separator.Length;
            }

            parts[i].CopyTo(joined, next);
            next += parts[i].Length;
        }

        return joined;
    }
}
