using GraphRun.Kernels;
using Xunit;

namespace GraphRun.Tests.Kernels;

[Collection("Workers")]
public sealed class WorkersTests : IDisposable
{
    private readonly int count = Workers.Count;

    public void Dispose() => Workers.Count = count;

    [Theory]
    [InlineData(1, 0, 5)]
    [InlineData(1, 17, 5)]
    [InlineData(2, 17, 5)]
    [InlineData(4, 20, 5)]
    [InlineData(4, 3, 5)]
    public void Every_item_is_visited_once(int threads, int length, int grain)
    {
        Workers.Count = threads;
        var visits = new int[length];

        Workers.For(length, grain, new Visit(visits));

        Assert.All(visits, visit => Assert.Equal(1, visit));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Pieces_begin_at_multiples_of_the_grain(int threads)
    {
        Workers.Count = threads;
        var starts = new int[25];

        Workers.For(25, 10, new MarkStart(starts));

        Assert.Equal([0, 10, 20], Enumerable.Range(0, 25).Where(i => starts[i] > 0));
        Assert.Equal([10, 10, 5], starts.Where(size => size > 0));
    }

    [Fact]
    public void The_first_failing_piece_is_the_one_thrown()
    {
        Workers.Count = 4;
        for (var round = 0; round < 100; round++)
        {
            var error = Assert.Throws<InvalidOperationException>(() => Workers.For(64, 1, default(FailFromTen)));
            Assert.Equal("10", error.Message);
        }
    }

    [Fact]
    public void After_a_failure_the_pool_works_on()
    {
        Workers.Count = 2;
        Assert.Throws<InvalidOperationException>(() => Workers.For(64, 1, default(FailFromTen)));
        var visits = new int[64];

        Workers.For(64, 1, new Visit(visits));

        Assert.All(visits, visit => Assert.Equal(1, visit));
    }

    [Fact]
    public void A_range_within_a_range_runs_on_the_thread_of_its_caller()
    {
        Workers.Count = 2;
        var visits = new int[8 * 8];

        Workers.For(8, 1, new Nest(visits));

        Assert.All(visits, visit => Assert.Equal(1, visit));
    }

    [Fact]
    public void Callers_on_many_threads_do_not_disturb_each_other()
    {
        Workers.Count = 3;
        var visits = Enumerable.Range(0, 4).Select(_ => new int[100]).ToArray();
        var callers = visits.Select(own => new Thread(() =>
        {
            for (var round = 0; round < 500; round++)
                Workers.For(100, 7, new Visit(own));
        })).ToArray();

        foreach (var caller in callers)
            caller.Start();
        foreach (var caller in callers)
            caller.Join();

        Assert.All(visits, own => Assert.All(own, visit => Assert.Equal(500, visit)));
    }

    [Fact]
    public void A_range_allocates_nothing_once_it_has_run_before()
    {
        Workers.Count = 2;
        var visits = new int[64];
        for (var round = 0; round < 10; round++)
            Workers.For(64, 8, new Visit(visits));
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var round = 0; round < 100; round++)
            Workers.For(64, 8, new Visit(visits));

        // A thread that blocks for the first time may take a wait object of the runtime with it.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1000);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Fewer_threads_than_one_are_refused(int threads) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Workers.Count = threads);

    private readonly struct Visit(int[] visits) : IRangeBody
    {
        public void Run(long start, long end)
        {
            for (var i = start; i < end; i++)
                Interlocked.Increment(ref visits[i]);
        }
    }

    private readonly struct MarkStart(int[] starts) : IRangeBody
    {
        public void Run(long start, long end) => starts[start] = (int)(end - start);
    }

    private readonly struct FailFromTen : IRangeBody
    {
        public void Run(long start, long end)
        {
            if (start >= 10)
                throw new InvalidOperationException(start.ToString());
        }
    }

    private readonly struct Nest(int[] visits) : IRangeBody
    {
        public void Run(long start, long end) => Workers.For(8, 2, new NestInner(visits, start));
    }

    private readonly struct NestInner(int[] visits, long row) : IRangeBody
    {
        public void Run(long start, long end)
        {
            for (var i = start; i < end; i++)
                Interlocked.Increment(ref visits[row * 8 + i]);
        }
    }
}
