using System.Diagnostics;
using GraphRun.Kernels;

namespace GraphRun.Execution;

/// <summary>What happened when in runs of a plan: each step, and each piece of work that a step gave to a thread.</summary>
public sealed class Recording
{
    private readonly List<RecordedStep> steps = [];
    private readonly List<RecordedPiece> pieces = [];

    /// <summary>The steps in the order in which they ran.</summary>
    public IReadOnlyList<RecordedStep> Steps => steps;

    /// <summary>The pieces of work of all threads.</summary>
    public IReadOnlyList<RecordedPiece> Pieces => pieces;

    /// <summary>Runs a step and takes its time.</summary>
    internal void Run(int index, Step step)
    {
        Workers.Watch = Add;
        var read = 0L;
        for (var i = 0; i < step.InputCount; i++)
            read += step.InputSlots[i] < 0 ? 0 : step.Input(i).ByteCount;
        var start = Stopwatch.GetTimestamp();
        try
        {
            step.Kernel(step);
        }
        finally
        {
            Workers.Watch = null;
        }

        var end = Stopwatch.GetTimestamp();
        var written = 0L;
        for (var i = 0; i < (step.Kernel.Target is VariableRead ? 1 : step.OutputCount); i++)
            written += step.Output(i).ByteCount;
        steps.Add(new RecordedStep(index, start, end, read, written, Environment.CurrentManagedThreadId));
    }

    private void Add(long start, long end)
    {
        lock (pieces)
            pieces.Add(new RecordedPiece(start, end, Environment.CurrentManagedThreadId));
    }
}

/// <param name="Index">The step's place in its plan.</param>
/// <param name="Start">When it began, in ticks of <see cref="Stopwatch"/>.</param>
/// <param name="End">When it was done.</param>
/// <param name="BytesRead">The bytes of its inputs.</param>
/// <param name="BytesWritten">The bytes of its outputs.</param>
/// <param name="Thread">The thread that ran it.</param>
public readonly record struct RecordedStep(int Index, long Start, long End, long BytesRead, long BytesWritten, int Thread)
{
    /// <summary>In milliseconds.</summary>
    public double Milliseconds => Stopwatch.GetElapsedTime(Start, End).TotalMilliseconds;
}

/// <summary>A piece of work that a step cut off for a thread.</summary>
public readonly record struct RecordedPiece(long Start, long End, int Thread);
