using System.Diagnostics;
using GraphRun.Errors;
using GraphRun.Formats.Stores;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Formats.Stores;

public sealed class ConcurrencyTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Processes_that_count_together_lose_no_number()
    {
        // From no store at all, so that creating it is part of the race.
        var (writers, times) = (LongForm.Rounds(4, 8), LongForm.Rounds(10, 50));
        var processes = Enumerable.Range(0, writers).Select(_ => StoreProcess.Start("increment", folder.Store, "s", times.ToString())).ToList();
        var printed = processes.AsParallel().WithDegreeOfParallelism(writers).SelectMany(Finish).Order().ToList();
        Assert.Equal(Enumerable.Range(1, writers * times).Select(number => (long)number), printed);
        Assert.Equal(writers * times, Sessions.Read(folder.Store, "s", "n")!.Value<long>());
        Assert.Equal([folder.Store], Directory.EnumerateFiles(folder.Path));
    }

    [Fact]
    public void Threads_that_count_together_lose_no_number_and_readers_see_whole_checkpoints()
    {
        const int writers = 8;
        var times = LongForm.Rounds(10, 50);
        var writing = Enumerable.Range(0, writers).Select(_ => new Thread(() => Count(times))).ToList();
        writing.ForEach(thread => thread.Start());
        var last = 0L;
        while (writing.Any(thread => thread.IsAlive))
        {
            using var store = Store.OpenForReading(folder.Store);
            if (store?.Session("s")?.Latest is not { } state)
                continue;
            var number = state.Read("n")!.Value<long>();
            Assert.True(number >= last, $"{number} after {last}");
            Assert.Equal(number, state.Read("payload")!.Values<long>()[^1]);
            Assert.Equal((UInt128)number, state.RandomCounter("noise"));
            last = number;
        }

        writing.ForEach(thread => thread.Join());
        Assert.Equal(writers * times, Sessions.Read(folder.Store, "s", "n")!.Value<long>());
    }

    [Fact]
    public void A_session_in_use_is_refused_with_the_name_of_who_uses_it()
    {
        Sessions.Commit(folder.Store, "s", ("a", Tensor.Scalar(1)));
        using var holder = StoreProcess.Start("hold", folder.Store, "s");
        Assert.Equal("holding", holder.StandardOutput.ReadLine());
        using (var store = Store.OpenForWriting(folder.Store, TimeSpan.FromMilliseconds(100)))
        {
            var exception = Assert.Throws<GraphRunException>(() => store.Begin("s"));
            Assert.Equal(ErrorCode.SessionBusy, exception.Code);
            Assert.Contains($"process {holder.Id} (graphrun run long.yaml) in session 's' since 2", exception.Message);
        }

        // Others read, and other sessions are written, meanwhile.
        Assert.Equal(1, Sessions.Read(folder.Store, "s", "a")!.Value<int>());
        Sessions.Commit(folder.Store, "other", ("a", Tensor.Scalar(2)));
        holder.StandardInput.Close();
        holder.WaitForExit();
        Sessions.Commit(folder.Store, "s", ("a", Tensor.Scalar(3)));
    }

    [Fact]
    public void A_killed_process_holds_nothing()
    {
        Sessions.Commit(folder.Store, "s", ("a", Tensor.Scalar(1)));
        using var holder = StoreProcess.Start("hold", folder.Store, "s");
        Assert.Equal("holding", holder.StandardOutput.ReadLine());
        holder.Kill();
        holder.WaitForExit();
        using var store = Store.OpenForWriting(folder.Store, TimeSpan.Zero);
        using var transaction = store.Begin("s");
        transaction.Commit(new CheckpointRecord(), [KeyValuePair.Create("a", (Tensor?)Tensor.Scalar(2))], []);
    }

    [Fact]
    public void A_reader_that_stays_makes_a_commit_fail_in_time_and_whole()
    {
        Sessions.Commit(folder.Store, "s", ("a", Tensor.Scalar(1)));
        using (var reading = Store.OpenForReading(folder.Store)!)
        using (var store = Store.OpenForWriting(folder.Store, TimeSpan.FromMilliseconds(50)))
        using (var transaction = store.Begin("s"))
        {
            var exception = Assert.Throws<GraphRunException>(
                () => transaction.Commit(new CheckpointRecord(), [KeyValuePair.Create("a", (Tensor?)Tensor.Scalar(2))], []));
            Assert.Equal(ErrorCode.SessionBusy, exception.Code);
            Assert.Equal(1, reading.Session("s")!.Latest.Read("a")!.Value<int>());
        }

        Assert.Equal(1, Sessions.Read(folder.Store, "s", "a")!.Value<int>());
    }

    [Fact]
    public async Task A_reader_sees_one_state_while_others_are_committed()
    {
        Sessions.Commit(folder.Store, "s", ("a", Tensor.Scalar(1)), ("b", Tensor.Scalar(1)));
        using var reading = Store.OpenForReading(folder.Store)!;
        var state = reading.Session("s")!.Latest;
        Assert.Equal(1, state.Read("a")!.Value<int>());
        var writer = Task.Run(() => Sessions.Commit(folder.Store, "s", ("a", Tensor.Scalar(2)), ("b", Tensor.Scalar(2))));
        Assert.NotSame(writer, await Task.WhenAny(writer, Task.Delay(100)));
        Assert.Equal(1, state.Read("b")!.Value<int>());
        reading.Dispose();
        Assert.Equal(2, (await writer).Number);
    }

    private static List<long> Finish(Process process)
    {
        using (process)
        {
            var printed = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(long.Parse).ToList();
            var error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, error);
            return printed;
        }
    }

    private void Count(int times)
    {
        for (var time = 0; time < times; time++)
        {
            using var store = Store.OpenForWriting(folder.Store, TimeSpan.FromMinutes(2));
            using var transaction = store.Begin("s");
            var number = (transaction.Session?.Latest.Read("n")?.Value<long>() ?? 0) + 1;
            transaction.Commit(
                new CheckpointRecord(),
                [KeyValuePair.Create("n", (Tensor?)Tensor.Scalar(number)), KeyValuePair.Create("payload", (Tensor?)StoreProcess.Payload(number))],
                [KeyValuePair.Create("noise", (UInt128)number)]);
        }
    }
}
