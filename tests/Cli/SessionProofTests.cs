using System.Diagnostics;
using GraphRun.Formats.Stores;
using GraphRun.Tests.Formats.Stores;
using Xunit;

namespace GraphRun.Tests.Cli;

/// <summary>
/// The promises on sessions, proved on the program as users run it: processes that are killed, that race, that stop and continue.
/// </summary>
public sealed class SessionProofTests : IDisposable
{
    private const string Counter = "graphrun: 1\nnodes:\n  v: variable(0)\n  big: variable(zeros([30000]))\n  add: assign_add(v, 1)\n"
        + "  more: assign_add(big, ones([30000]))\n  sum: {expr: 'reduce_sum(big)', after: [more]}\n";

    private readonly Workspace workspace = new();

    public SessionProofTests() => workspace.Write("g.yaml", Counter);

    public void Dispose() => workspace.Dispose();

    [Fact]
    public void A_killed_run_leaves_the_old_checkpoint_or_the_new_one()
    {
        workspace.Run("run", "g.yaml", "--init");
        var random = new Random(LongForm.IsOn ? Environment.TickCount : 4);
        var value = 0;
        for (var round = 0; round < LongForm.Rounds(4, 2000); round++)
        {
            using var process = Start("run", "g.yaml", "--target", "add", "--target", "more");
            if (!process.WaitForExit(random.Next(900)))
                process.Kill();
            process.WaitForExit();
            var now = AssertWhole();
            Assert.InRange(now, value, value + 1);
            value = now;
        }

        Assert.Equal(0, workspace.Run("session", "check", "--deep").ExitCode);
        Assert.Equal($"{value}\n", workspace.Run("run", "g.yaml", "--fetch", "v").Output);
        Assert.Equal(0, workspace.Run("replay", "g", "--verify").ExitCode);
    }

    [Fact]
    public void Processes_that_count_together_lose_no_number_and_readers_see_whole_checkpoints()
    {
        workspace.Run("run", "g.yaml", "--init");
        var (writers, times) = (LongForm.Rounds(3, 8), LongForm.Rounds(3, 50));
        var running = Enumerable.Range(0, writers).Select(_ => new Thread(() => Count(times))).ToList();
        running.ForEach(thread => thread.Start());
        while (running.Exists(thread => thread.IsAlive))
        {
            var read = workspace.Run("run", "g.yaml", "--fetch", "v", "--fetch", "big", "--format", "json");
            Assert.Equal(0, read.ExitCode);
            using var json = System.Text.Json.JsonDocument.Parse(read.Output);
            var outputs = json.RootElement.GetProperty("outputs");
            var last = outputs.GetProperty("big").GetProperty("data")[29_999].GetDouble();
            Assert.Equal(outputs.GetProperty("v").GetProperty("data").GetInt32(), last);
        }

        running.ForEach(thread => thread.Join());
        Assert.Equal($"{writers * times}\n", workspace.Run("run", "g.yaml", "--fetch", "v").Output);
    }

    [Fact]
    public void Stopping_and_continuing_equals_never_having_stopped_bit_for_bit()
    {
        workspace.Write("r.yaml", "graphrun: 1\nnodes:\n  w: variable(truncated_normal([50]))\n  m: variable(zeros([50]))\n"
            + "  noise: random_normal([50]) + cast(random_uniform([50], 0, 9, dtype=int32), float32)\n"
            + "  mean: assign(m, 0.9 * m + noise)\n  step: {expr: 'assign_sub(w, 0.1 * random_shuffle(m))', after: [mean]}\n");
        workspace.Run("run", "r.yaml", "--init", "--session", "whole", "--target", "step", "--repeat", "24");
        workspace.Run("run", "r.yaml", "--init", "--session", "parts");
        foreach (var times in (string[])["1", "7", "1", "15"])
            workspace.Run("run", "r.yaml", "--session", "parts", "--target", "step", "--repeat", times);
        Assert.Equal("", workspace.Run("session", "diff", "whole", "parts").ToString());
        workspace.Run("session", "fork", "parts@3", "branch");
        workspace.Run("run", "r.yaml", "--session", "branch", "--target", "step", "--repeat", "16");
        Assert.Equal("", workspace.Run("session", "diff", "whole", "branch").ToString());
    }

    [Fact]
    public void A_session_in_use_is_exit_6_with_the_name_of_its_holder()
    {
        workspace.Run("run", "g.yaml", "--init");
        using var holder = Start("run", "g.yaml", "--target", "add", "--repeat", "1000000000", "--timeout", "60s");
        var name = $"process {holder.Id} (graphrun run g.yaml --target add";
        CommandResult busy;
        // Until the other has begun, and signed.
        do
            busy = workspace.Run("run", "g.yaml", "--target", "add", "--lock-timeout", "0s");
        while (!busy.Error.Contains(name, StringComparison.Ordinal) && !holder.HasExited);
        holder.Kill();
        holder.WaitForExit();
        Assert.Equal(6, busy.ExitCode);
        Assert.Contains(name, busy.Error, StringComparison.Ordinal);
        Assert.Equal(0, workspace.Run("run", "g.yaml", "--target", "add", "--lock-timeout", "0s").ExitCode);
    }

    /// <summary>The state of the counter, which every variable agrees on.</summary>
    private int AssertWhole()
    {
        using var store = Store.OpenForReading(Path.Combine(workspace.Directory, ".graphrun", "sessions.db"))!;
        var report = store.Check(deep: true);
        Assert.True(report.IsWhole, string.Join('\n', report.Problems));
        var state = store.RequiredSession("g").Latest;
        var number = state.Read("v")!.Value<int>();
        Assert.False(state.Read("big")!.Values<float>().ContainsAnyExcept(number), "torn");
        return number;
    }

    private void Count(int times)
    {
        for (var time = 0; time < times; time++)
        {
            using var process = Start("run", "g.yaml", "--target", "add", "--target", "more", "--lock-timeout", "5m");
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
        }
    }

    private Process Start(params string[] args) => Process.Start(new ProcessStartInfo(Workspace.Executable, args)
    {
        WorkingDirectory = workspace.Directory,
        RedirectStandardError = true,
        RedirectStandardOutput = true,
    })!;
}
