using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace GraphRun.Kernels;

/// <summary>Work on a range of independent items; the same range always gives the same bits, whichever thread runs it.</summary>
public interface IRangeBody
{
    /// <summary>Works on the items from <paramref name="start"/> up to, not including, <paramref name="end"/>.</summary>
    void Run(long start, long end);
}

/// <summary>
/// The process's one pool of threads. A range is cut at fixed boundaries (multiples of the grain, whatever the number of threads), the
/// caller and its helpers take the pieces one after the other, and the caller waits for pieces that were begun, never for a helper that
/// did not wake. Threads are created at the first range that is worth one and sleep when there is nothing to do. Waking one takes tens of
/// microseconds on a virtual machine, so between the ranges of a run they look out for the next one for a moment before they sleep.
/// </summary>
public static class Workers
{
    /// <summary>How long a helper looks out for the next range of a run, and a caller for the last piece, before it sleeps.</summary>
    private static readonly long patience = Stopwatch.Frequency / 4000;

    private static readonly SemaphoreSlim wake = new(0);
    private static readonly object finished = new();
    private static readonly Runner ranges = new();

    // The range at work. Written only by the caller that holds "busy"; read by helpers between two readings of "ticket".
    private static Runner? runner;
    private static int pieces;
    private static int pending;
    private static int failedPiece;
    private static Exception? failure;

    // The number of the range (upper half) and the next piece that nobody has taken (lower half).
    private static long ticket;
    private static int busy;
    private static int helpers;
    private static int sleeping;
    private static int runs;
    private static int count = Environment.ProcessorCount;

    [ThreadStatic]
    private static bool isWorking;

    /// <summary>Told when each piece of shared work began and ended, on the thread that did it; null when nobody wants to know.</summary>
    internal static Action<long, long>? Watch { get; set; }

    /// <summary>How many threads may work at once, the caller included; at least 1. Default: the number of processors.</summary>
    public static int Count
    {
        get => count;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            count = value;
        }
    }

    /// <summary>
    /// Runs <paramref name="body"/> over 0 to <paramref name="length"/> in pieces of <paramref name="grain"/> items (the last one may be
    /// shorter), one piece per call. A range within a range, or beside another one, runs on its caller's thread alone.
    /// </summary>
    /// <param name="length">The number of items; 0 does nothing.</param>
    /// <param name="grain">Items per piece, at least 1: enough for some 20 microseconds of work.</param>
    /// <param name="body">What to do; copied once, so it should hold references and numbers only.</param>
    /// <exception cref="Exception">What the first failing piece threw; pieces after it may not have run.</exception>
    public static void For<TBody>(long length, long grain, in TBody body)
        where TBody : struct, IRangeBody
    {
        if (length <= grain)
        {
            if (length > 0)
                Unsafe.AsRef(in body).Run(0, length);
            return;
        }

        if (count == 1 || isWorking || Interlocked.CompareExchange(ref busy, 1, 0) != 0)
            RunAlone(length, grain, ref Unsafe.AsRef(in body));
        else
            RunTogether(length, grain, in body);
    }

    /// <summary>A run of a plan begins: its ranges follow each other closely. To be ended by <see cref="EndRun"/>.</summary>
    public static void BeginRun() => Interlocked.Increment(ref runs);

    /// <summary>The run is over: what looks out for work goes to sleep.</summary>
    public static void EndRun() => Interlocked.Decrement(ref runs);

    private static void RunAlone<TBody>(long length, long grain, ref TBody body)
        where TBody : struct, IRangeBody
    {
        for (var start = 0L; start < length; start += grain)
            body.Run(start, Math.Min(start + grain, length));
    }

    private static void RunTogether<TBody>(long length, long grain, in TBody body)
        where TBody : struct, IRangeBody
    {
        var own = body;
        isWorking = true;
        try
        {
            var number = checked((int)((length + grain - 1) / grain));
            CreateHelpers(Math.Min(count, number) - 1);
            ranges.Set(ref own, length, grain);
            Publish(ranges, number);
            TakePieces();
            WaitForPieces();
        }
        finally
        {
            var thrown = failure;
            failure = null;
            isWorking = false;
            Volatile.Write(ref busy, 0);
            if (thrown is not null)
                ExceptionDispatchInfo.Throw(thrown);
        }
    }

    private static void Publish(Runner work, int number)
    {
        // Closed first: a helper that still holds the last range's ticket must not match it with this range's fields.
        var next = ((ticket >> 32) + 1) << 32;
        Interlocked.Exchange(ref ticket, next | int.MaxValue);
        runner = work;
        pieces = number;
        pending = number;
        failedPiece = int.MaxValue;
        // A full fence before the sleepers are counted: a helper counts itself among them before it looks at the ticket for the last time.
        Interlocked.Exchange(ref ticket, next);
        var wanted = Math.Min(Math.Min(helpers, count - 1), number - 1);
        var missing = Math.Min(Volatile.Read(ref sleeping), wanted) - wake.CurrentCount;
        if (missing > 0)
            wake.Release(missing);
    }

    private static void CreateHelpers(int wanted)
    {
        for (; helpers < wanted; helpers++)
            new Thread(Help) { IsBackground = true, Name = $"worker {helpers + 1}" }.Start();
    }

    private static void Help()
    {
        isWorking = true;
        while (true)
        {
            TakePieces();
            if (LookOut())
                continue;
            Interlocked.Increment(ref sleeping);
            if (!HasPiece())
                wake.Wait();
            Interlocked.Decrement(ref sleeping);
        }
    }

    /// <summary>Looks out for the next range as long as a run is under way, but not for longer than is worth it.</summary>
    private static bool LookOut()
    {
        var end = Stopwatch.GetTimestamp() + patience;
        while (Volatile.Read(ref runs) > 0 && Stopwatch.GetTimestamp() < end)
        {
            if (HasPiece())
                return true;
            Thread.SpinWait(10);
        }

        return false;
    }

    private static bool HasPiece()
    {
        var next = (int)Volatile.Read(ref ticket);
        return Volatile.Read(ref runner) is not null && next < Volatile.Read(ref pieces);
    }

    // A piece is taken only while the ticket still carries the number of the range whose fields were read, and a range with a piece that
    // is not done keeps its fields: so a helper that wakes late takes part in the range at work or does nothing.
    private static void TakePieces()
    {
        while (true)
        {
            var seen = Volatile.Read(ref ticket);
            var work = Volatile.Read(ref runner);
            var piece = (int)seen;
            if (work is null || piece >= Volatile.Read(ref pieces))
                return;
            if (Interlocked.CompareExchange(ref ticket, seen + 1, seen) == seen)
                RunPiece(work, piece);
        }
    }

    private static void RunPiece(Runner work, int piece)
    {
        try
        {
            if (piece < Volatile.Read(ref failedPiece))
                RunWatched(work, piece);
        }
        catch (Exception exception)
        {
            Fail(piece, exception);
        }

        if (Interlocked.Decrement(ref pending) == 0)
        {
            lock (finished)
                Monitor.PulseAll(finished);
        }
    }

    private static void RunWatched(Runner work, int piece)
    {
        if (Watch is not { } watch)
        {
            work.Run(piece);
            return;
        }

        var start = Stopwatch.GetTimestamp();
        work.Run(piece);
        watch(start, Stopwatch.GetTimestamp());
    }

    // Pieces are taken in order, so every piece before a failed one was taken as well: the first failure does not depend on timing.
    private static void Fail(int piece, Exception exception)
    {
        lock (finished)
        {
            if (piece >= failedPiece)
                return;
            failure = exception;
            Volatile.Write(ref failedPiece, piece);
        }
    }

    private static void WaitForPieces()
    {
        var end = Stopwatch.GetTimestamp() + patience;
        while (Volatile.Read(ref pending) > 0 && Stopwatch.GetTimestamp() < end)
            Thread.SpinWait(5);
        if (Volatile.Read(ref pending) == 0)
            return;
        lock (finished)
        {
            while (Volatile.Read(ref pending) > 0)
                Monitor.Wait(finished);
        }
    }

    /// <summary>
    /// The range at work. It points to the body on its caller's stack, where it stays until the last piece is done: an object for each
    /// type of body would make thousands of types that the program sets up when it starts.
    /// </summary>
    private sealed unsafe class Runner
    {
        private delegate*<void*, long, long, void> run;
        private void* body;
        private long length;
        private long grain;

        public void Set<TBody>(ref TBody newBody, long newLength, long newGrain)
            where TBody : struct, IRangeBody
        {
            run = &RunCopy<TBody>;
            body = Unsafe.AsPointer(ref newBody);
            (length, grain) = (newLength, newGrain);
        }

        public void Run(int piece) => run(body, piece * grain, Math.Min((piece + 1) * grain, length));

        // A copy, so that a body that keeps count of something cannot see another thread's count.
        private static void RunCopy<TBody>(void* body, long start, long end)
            where TBody : struct, IRangeBody
        {
            var own = Unsafe.Read<TBody>(body);
            own.Run(start, end);
        }
    }
}
