using GraphRun.Formats.Stores;
using Xunit;

namespace GraphRun.Tests.Formats.Stores;

/// <summary>Processes are killed while they commit: the store then has the old checkpoint or the new one, whole.</summary>
public sealed class CrashTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_killed_process_leaves_the_old_checkpoint_or_the_new_one()
    {
        var random = new Random(LongForm.IsOn ? Environment.TickCount : 1);
        var last = 0L;
        for (var round = 0; round < LongForm.Rounds(8, 2000, onCI: 200); round++)
        {
            var printed = KillWhileWriting(random.Next(120));
            last = AssertWhole(Math.Max(last, printed));
        }

        Assert.True(last > 0);
        AssertNextRunTidiesUp();
    }

    private long KillWhileWriting(int milliseconds)
    {
        using var process = StoreProcess.Start("increment", folder.Store, "s", "1000000");
        var first = process.StandardOutput.ReadLine();
        Assert.NotNull(first);
        Thread.Sleep(milliseconds);
        process.Kill();
        var rest = process.StandardOutput.ReadToEnd().Split('\n');
        process.WaitForExit();
        // The last line may have been cut short.
        return rest.Length > 1 ? long.Parse(rest[^2]) : long.Parse(first);
    }

    /// <summary>The number that the store has: what was printed, or one more that was committed and not printed any more.</summary>
    private long AssertWhole(long printed)
    {
        using var store = Store.OpenForReading(folder.Store)!;
        var report = store.Check(deep: true);
        Assert.True(report.IsWhole, string.Join('\n', report.Problems));
        var session = store.Session("s")!;
        var number = session.Latest.Read("n")!.Value<long>();
        Assert.InRange(number, printed, printed + 1);
        Assert.Equal(number, session.Head.Number);
        Assert.Equal((UInt128)number, session.Latest.RandomCounter("noise"));
        foreach (var element in session.Latest.Read("payload")!.Values<long>())
            Assert.Equal(number, element);
        return number;
    }

    /// <summary>A lock file that locks nothing, or a journal with nothing to undo, may lie beside the store until the next commit.</summary>
    private void AssertNextRunTidiesUp()
    {
        using var process = StoreProcess.Start("increment", folder.Store, "s", "1");
        process.WaitForExit();
        Assert.Equal([folder.Store], Directory.EnumerateFiles(folder.Path));
    }
}
