using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using GraphRun.Tensors;

namespace GraphRun.Formats.Training;

/// <summary>
/// Gives one batch after the other. While one is worked with, the next ones are read on another thread, unless that would cost more than
/// it saves: a few rows of memory are copied at once. What comes is the same in both cases.
/// </summary>
public sealed class BatchReader : IDisposable
{
    /// <summary>Batches that are ready before they are asked for.</summary>
    private const int Ahead = 2;

    /// <summary>Copying so many bytes takes longer than waking a thread.</summary>
    private const long WorthAThread = 1 << 16;

    private readonly TrainingData data;
    private readonly BatchOrder order;
    private readonly BlockingCollection<(Tensor[] Batch, int Count, ExceptionDispatchInfo? Failure)>? ready;
    private readonly CancellationTokenSource cancellation = new();
    private readonly Thread? thread;
    private UInt128 used;

    /// <param name="used">The examples used since the first epoch began.</param>
    public BatchReader(TrainingData data, BatchOrder order, UInt128 used)
    {
        (this.data, this.order, this.used) = (data, order, used);
        if (data.IsInMemory && data.ExampleBytes * order.BatchSize < WorthAThread)
            return;
        ready = new(Ahead);
        thread = new Thread(ReadAhead) { IsBackground = true, Name = "batches" };
        thread.Start();
    }

    /// <summary>The next batch and the number of its examples.</summary>
    /// <exception cref="Errors.GraphRunException">A row of a file is not what its output takes.</exception>
    public (Tensor[] Batch, int Count) Next()
    {
        if (ready is null)
            return Read();
        var (batch, count, failure) = ready.Take();
        failure?.Throw();
        return (batch, count);
    }

    public void Dispose()
    {
        cancellation.Cancel();
        thread?.Join();
        ready?.Dispose();
        cancellation.Dispose();
    }

    private (Tensor[] Batch, int Count) Read()
    {
        var rows = order.Next(used);
        used += (ulong)rows.Length;
        return (data.Batch(rows), rows.Length);
    }

    private void ReadAhead()
    {
        try
        {
            for (var isFailed = false; !isFailed;)
            {
                var next = ReadOrFail();
                isFailed = next.Failure is not null;
                ready!.Add(next, cancellation.Token);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private (Tensor[] Batch, int Count, ExceptionDispatchInfo? Failure) ReadOrFail()
    {
        try
        {
            var (batch, count) = Read();
            return (batch, count, null);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return ([], 0, ExceptionDispatchInfo.Capture(failure));
        }
    }
}
