using GraphRun.Errors;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Formats.Training;

/// <summary>Examples: columns of as many rows, each bound to the output that it is fed to.</summary>
public sealed class TrainingData : IDisposable
{
    private readonly IExampleRows[] columns;

    /// <param name="columns">At least one; all have as many rows.</param>
    /// <exception cref="GraphRunException">Columns of different lengths, or no examples.</exception>
    internal TrainingData(IReadOnlyList<(Output Output, IExampleRows Rows)> columns)
    {
        Outputs = [.. columns.Select(column => column.Output)];
        this.columns = [.. columns.Select(column => column.Rows)];
        Count = this.columns[0].Shape[0];
        for (var i = 1; i < this.columns.Length; i++)
        {
            if (this.columns[i].Shape[0] != Count)
                throw Invalid($"'{Outputs[i]}' has {this.columns[i].Shape[0]} examples, and '{Outputs[0]}' has {Count}");
        }

        if (Count == 0)
            throw Invalid("there are no examples");
        if (Count > int.MaxValue)
            throw Invalid($"{Count} examples are more than {int.MaxValue}");
    }

    /// <summary>What each column is fed to.</summary>
    public IReadOnlyList<Output> Outputs { get; }

    /// <summary>The number of examples.</summary>
    public long Count { get; }

    /// <summary>All examples are in memory, in the dtypes in which they are fed.</summary>
    public bool IsInMemory => Array.TrueForAll(columns, column => column.IsInMemory);

    /// <summary>The bytes of one example.</summary>
    public long ExampleBytes => columns.Sum(column => ExampleShapes.OfOne(column.Shape).ElementCount * Math.Max(column.DType.Size(), 1));

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

    /// <summary>The rows of these numbers, one tensor per output. Not for several threads at once.</summary>
    /// <exception cref="GraphRunException">A row of a file is not what its output takes.</exception>
    public Tensor[] Batch(ReadOnlySpan<int> rows)
    {
        var batch = new Tensor[columns.Length];
        for (var i = 0; i < batch.Length; i++)
        {
            batch[i] = Tensor.Allocate(columns[i].DType, ExampleShapes.OfMany(columns[i].Shape, rows.Length));
            Fill(columns[i], rows, batch[i]);
        }

        return batch;
    }

    public void Dispose()
    {
        foreach (var column in columns)
            column.Dispose();
    }

    /// <summary>Rows that are neighbours are read together.</summary>
    private static void Fill(IExampleRows column, ReadOnlySpan<int> rows, Tensor batch)
    {
        for (var at = 0; at < rows.Length;)
        {
            var count = 1;
            while (at + count < rows.Length && rows[at + count] == rows[at] + count)
                count++;
            column.Read(rows[at], count, batch, at);
            at += count;
        }
    }

    private static GraphRunException Invalid(string message) => new(ErrorCode.InvalidFeed, message);
}
