using GraphRun.Errors;
using GraphRun.Formats.Stores;
using Xunit;

namespace GraphRun.Tests.Formats.Stores;

/// <summary>
/// A process that is stopped (Ctrl-Z, a debugger, a frozen container) keeps its locks. Others must not wait for ever, must learn who it is,
/// and must never see half of what it was writing.
/// </summary>
public sealed class StoppedProcessTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [LinuxFact]
    public void Readers_go_on_and_writers_are_told_who_holds_the_session_since_when()
    {
        Sessions.Commit(folder.Store, "s", ("n", GraphRun.Tensors.Tensor.Scalar(1L)));
        using var holder = StoreProcess.Start("hold", folder.Store, "s");
        Assert.Equal("holding", holder.StandardOutput.ReadLine());
        Signal(holder.Id, "STOP");
        try
        {
            Assert.Equal(1, Sessions.Read(folder.Store, "s", "n")!.Value<long>());
            using var store = Store.OpenForWriting(folder.Store, TimeSpan.FromMilliseconds(200));
            var busy = Assert.Throws<GraphRunException>(() => store.Begin("s"));
            Assert.Equal(ErrorCode.SessionBusy, busy.Code);
            Assert.Matches($"in use by process {holder.Id} \\(graphrun run long.yaml\\) in session 's' since [0-9-]+ [0-9:]+Z; nothing was changed", busy.Message);
            // Another session of the store is nobody's.
            Sessions.Commit(folder.Store, "t", ("n", GraphRun.Tensors.Tensor.Scalar(2L)));
        }
        finally
        {
            Signal(holder.Id, "CONT");
            holder.StandardInput.Close();
            holder.WaitForExit();
        }

        Sessions.Commit(folder.Store, "s", ("n", GraphRun.Tensors.Tensor.Scalar(3L)));
    }

    [LinuxFact]
    public void A_process_stopped_at_any_moment_of_a_commit_shows_nobody_half_of_it()
    {
        using var writer = StoreProcess.Start("increment", folder.Store, "s", "1000000");
        writer.OutputDataReceived += static (_, _) => { };
        writer.BeginOutputReadLine();
        while (!File.Exists(folder.Store) && !writer.HasExited)
            Thread.Sleep(10);
        var (random, seen) = (new Random(1), 0L);
        try
        {
            for (var round = 0; round < LongForm.Rounds(25, 500); round++)
            {
                Thread.Sleep(random.Next(12));
                Signal(writer.Id, "STOP");
                seen = Math.Max(seen, AssertWholeOrBusy(writer.Id));
                Signal(writer.Id, "CONT");
            }
        }
        finally
        {
            Signal(writer.Id, "CONT");
            writer.Kill();
            writer.WaitForExit();
        }

        Assert.True(seen > 1);
    }

    private long AssertWholeOrBusy(int writer)
    {
        try
        {
            using var store = Store.OpenForReading(folder.Store, TimeSpan.FromMilliseconds(50))!;
            if (store.Session("s")?.Latest is not { } state)
                return 0;
            var number = state.Read("n")!.Value<long>();
            Assert.False(state.Read("payload")!.Values<long>().ContainsAnyExcept(number), "torn");
            return number;
        }
        catch (GraphRunException busy) when (busy.Code == ErrorCode.SessionBusy)
        {
            // Stopped in the moment of writing itself; SQLite lets nobody read the file then.
            Assert.Contains($"process {writer} (test) in session 's' since", busy.Message);
            return 0;
        }
    }

    private static void Signal(int process, string signal) => Shell.Run($"kill -{signal} {process}");
}
