using GraphRun.Errors;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Formats.Training;

/// <summary>Examples: tensors of one first dim, each bound to the output that it is fed to.</summary>
public sealed class TrainingData
{
    private readonly Tensor[] tensors;

    /// <param name="columns">At least one; all have as many rows.</param>
    /// <exception cref="GraphRunException">Tensors of different lengths, or no examples.</exception>
    public TrainingData(IReadOnlyList<(Output Output, Tensor Value)> columns)
    {
        Outputs = [.. columns.Select(column => column.Output)];
        tensors = [.. columns.Select(column => column.Value)];
        Count = tensors[0].Shape[0];
        for (var i = 1; i < tensors.Length; i++)
        {
            if (tensors[i].Shape[0] != Count)
                throw Invalid($"'{Outputs[i]}' has {tensors[i].Shape[0]} examples, and '{Outputs[0]}' has {Count}");
        }

        if (Count == 0)
            throw Invalid("there are no examples");
        if (Count > int.MaxValue)
            throw Invalid($"{Count} examples are more than {int.MaxValue}");
    }

    /// <summary>What each tensor is fed to.</summary>
    public IReadOnlyList<Output> Outputs { get; }

    /// <summary>The number of examples.</summary>
    public long Count { get; }

    /// <summary>The batch size that the graph fixes; null when it takes any.</summary>
    /// <exception cref="GraphRunException">Two outputs fix different ones.</exception>
    public long? FixedBatch
    {
        get
        {
            long? size = null;
            foreach (var output in Outputs)
            {
                if (output.Shape.Rank <= 0 || output.Shape[0] == Shape.Unknown)
                    continue;
                if (size is { } known && known != output.Shape[0])
                    throw Invalid($"'{output}' takes batches of {output.Shape[0]} examples, others of {known}");
                size = output.Shape[0];
            }

            return size;
        }
    }

    /// <summary>The rows of these numbers, one tensor per output.</summary>
    public Tensor[] Batch(ReadOnlySpan<int> rows)
    {
        var batch = new Tensor[tensors.Length];
        for (var i = 0; i < batch.Length; i++)
            batch[i] = Rows(tensors[i], rows);
        return batch;
    }

    private static Tensor Rows(Tensor tensor, ReadOnlySpan<int> rows)
    {
        var length = tensor.ElementCount / tensor.Shape[0];
        var batch = Tensor.Allocate(tensor.DType, ExampleShapes.OfMany(tensor.Shape, rows.Length));
        for (var i = 0; i < rows.Length; i++)
            ElementRange.Copy(tensor, rows[i] * length, batch, i * length, length);
        return batch;
    }

    private static GraphRunException Invalid(string message) => new(ErrorCode.InvalidFeed, message);
}
