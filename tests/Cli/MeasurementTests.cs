using System.Text.Json;
using GraphRun.Cli;
using GraphRun.Cli.Measurements;
using Xunit;

namespace GraphRun.Tests.Cli;

public sealed class MeasurementTests : IDisposable
{
    private const string Graph =
        """
        graphrun: 1
        nodes:
          x: placeholder(float32, [batch, 64])
          w: reshape(range(0.0, 4096.0), [64, 64]) / 4096.0
          scaled: x @ w * 2.0
          hidden: relu(scaled + reshape(range(0.0, 64.0), [64]))
          again: relu(scaled + reshape(range(0.0, 64.0), [64]))
          y: reduce_mean(sigmoid(identity(hidden)) + again, axis=1)
          v: variable(0.0)
          step: assign_add(v, y[0])
        outputs: [y]
        """;

    private readonly Workspace workspace = new();

    public MeasurementTests() => workspace.Write("g.yaml", Graph);

    public void Dispose() => workspace.Dispose();

    [Fact]
    public async Task Explain_shows_steps_passes_and_memory() => await Verifier.Verify(Feed("explain", "g.yaml").ToString());

    [Fact]
    public async Task Explain_shows_a_plan_of_unknown_shapes_with_one_for_each() =>
        await Verifier.Verify(workspace.Run("explain", "g.yaml", "--fetch", "hidden", "--json").ToString());

    [Fact]
    public void Analyzing_adds_times_and_commits_nothing()
    {
        var result = workspace.Run("explain", "g.yaml", "--target", "step", "--init", "--analyze", "--json");

        using var document = JsonDocument.Parse(result.Output);
        Assert.All(document.RootElement.GetProperty("steps").EnumerateArray(), step => Assert.True(step.GetProperty("ms").GetDouble() >= 0));
        Assert.Equal([workspace.PathOf("g.yaml")], Directory.EnumerateFileSystemEntries(workspace.Directory));
    }

    [Fact]
    public void Bench_tells_what_was_measured()
    {
        using var document = JsonDocument.Parse(workspace.Run("bench", "g.yaml", "--runs", "5", "--warm-up", "1", "--json").Output);

        var root = document.RootElement;
        Assert.Equal(5, root.GetProperty("runs").GetInt32());
        Assert.InRange(root.GetProperty("min_ms").GetDouble(), 0, root.GetProperty("median_ms").GetDouble());
        Assert.InRange(root.GetProperty("median_ms").GetDouble(), 0, root.GetProperty("p90_ms").GetDouble());
        Assert.True(root.GetProperty("peak_bytes").GetInt64() > 0);
        Assert.NotEqual(0, root.GetProperty("steps").GetArrayLength());
    }

    [Theory]
    [InlineData("1e-9", ExitCodes.No)]
    [InlineData("1e9", ExitCodes.Done)]
    public void Bench_answers_no_when_it_is_slower_than_before(string before, int exitCode)
    {
        workspace.Write("before.json", $"{{\"median_ms\": {before}}}");

        Assert.Equal(exitCode, workspace.Run("bench", "g.yaml", "--runs", "3", "--warm-up", "1", "--compare", "before.json").ExitCode);
    }

    [Fact]
    public void Bench_refuses_to_compare_with_what_is_no_measurement()
    {
        workspace.Write("before.json", "{}");

        var result = workspace.Run("bench", "g.yaml", "--runs", "1", "--compare", "before.json");

        Assert.Equal(ExitCodes.InvalidFile, result.ExitCode);
        Assert.Contains("'before.json' has no number median_ms above 0", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_trace_has_an_event_for_each_step_of_each_run()
    {
        var feed = $"x=[[{string.Join(',', Enumerable.Repeat("1", 64))}]]";
        workspace.Run("run", "g.yaml", "--fetch", "hidden", "--feed", feed, "--repeat", "3", "--trace", "out.json");

        using var document = JsonDocument.Parse(File.ReadAllBytes(workspace.PathOf("out.json")));
        var events = document.RootElement.GetProperty("traceEvents").EnumerateArray().Where(item => item.GetProperty("ph").GetString() == "X").ToList();
        Assert.Equal(3, events.Count(item => item.GetProperty("name").GetString() == "scaled/matmul"));
        Assert.All(events, item => Assert.True(item.GetProperty("dur").GetDouble() >= 0));
    }

    [Theory]
    [InlineData(50, 2)]
    [InlineData(90, 4)]
    [InlineData(99, 4)]
    [InlineData(25, 1)]
    public void A_percentile_is_the_smallest_duration_that_so_many_do_not_exceed(int percent, double expected) =>
        Assert.Equal(expected, new Durations([4, 2, 1, 3]).Percentile(percent));

    private CommandResult Feed(params string[] arguments)
    {
        var row = $"[{string.Join(',', Enumerable.Repeat("1", 64))}]";
        return workspace.Run([.. arguments, "--feed", $"x=[{string.Join(',', Enumerable.Repeat(row, 40))}]"]);
    }
}
