using System.Globalization;
using System.Text.Json;
using Xunit;
namespace GraphRun.Tests.Cli;

public sealed class TrainTests : IDisposable
{
    private const string Line =
        """
        graphrun: 1
        seed: 7
        nodes:
          x: placeholder(float32, [batch])
          y: placeholder(float32, [batch])
          a: variable(0.0)
          b: variable(0.0)
          noise: random_normal(shape(x), stddev=0.01)
          loss: reduce_mean(square(a * x + b + noise - y))
          train: minimize(loss, adam(0.05))
        """;

    private readonly Workspace workspace = new();

    public TrainTests()
    {
        workspace.Write("line.yaml", Line);
        var rows = Enumerable.Range(0, 50).Select(i => $"{i / 10.0:0.0},{2 * (i / 10.0) + 1:0.0}");
        workspace.Write("line.csv", "x,y\n" + string.Join('\n', rows) + "\n");
    }

    public void Dispose() => workspace.Dispose();

    [Fact]
    public void A_line_is_learnt_from_the_columns_of_a_table()
    {
        var result = workspace.Run("train", "line.yaml", "--data", "line.csv", "--batch-size", "10", "--epochs", "200", "--shuffle", "--every", "100");

        Assert.Equal("", result.Error.Contains("error") ? result.Error : "");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("step 1000", result.Error);
        var values = workspace.Run("run", "line.yaml", "--fetch", "a", "--fetch", "b").Output.Split(['\n', ' ', '='], StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, float.Parse(values[1], CultureInfo.InvariantCulture), 0.05f);
        Assert.Equal(1, float.Parse(values[3], CultureInfo.InvariantCulture), 0.1f);
    }

    [Fact]
    public void Stopping_and_going_on_in_the_middle_of_an_epoch_equals_never_having_stopped()
    {
        string[] options = ["line.yaml", "--data", "line.csv", "--batch-size", "7", "--shuffle"];

        Assert.Equal(0, workspace.Run(["train", .. options, "--session", "whole", "--steps", "37"]).ExitCode);
        foreach (var steps in new[] { "5", "6", "19", "37" })
            Assert.Equal(0, workspace.Run(["train", .. options, "--session", "parts", "--steps", steps]).ExitCode);

        foreach (var name in new[] { "a", "b", "a/Adam", "b/Adam_1", "beta1_power" })
            Assert.Equal(Value("whole", name), Value("parts", name));
    }

    [Fact]
    public void A_killed_training_goes_on_from_its_last_checkpoint_as_if_nothing_had_happened()
    {
        const string options = "line.yaml --data line.csv --batch-size 7 --shuffle --checkpoint-every 1";
        Assert.Equal(0, workspace.Shell($"graphrun train {options} --session whole --steps 300").ExitCode);

        workspace.Shell(
            $"""
            for pause in 0.4 0.5 0.6; do
              graphrun train {options} --session parts --steps 300 & sleep $pause; kill -9 $! 2>/dev/null; wait $! 2>/dev/null
            done
            graphrun train {options} --session parts --steps 300
            """);

        foreach (var name in new[] { "a", "b", "a/Adam" })
            Assert.Equal(Value("whole", name), Value("parts", name));
    }

    [Fact]
    public void Interruption_ends_after_the_current_step_with_its_checkpoint_committed()
    {
        const string options = "line.yaml --data line.csv --batch-size 7 --shuffle";
        // Tests that run in the background of a shell inherit that interruption is ignored.
        var result = workspace.Shell(
            $$"""
            { while [ ! -s m.jsonl ]; do sleep 0.1; done; kill -INT $$; } &
            exec env --default-signal=INT graphrun train {{options}} --session parts --steps 1000000000 --metrics m.jsonl
            """);

        Assert.Equal(130, result.ExitCode);
        var step = result.Error.Split("interrupted after step ")[1].Split(',')[0];
        Assert.Contains("session parts: checkpoint 1 (.graphrun/sessions.db)", result.Error);
        Assert.Equal(0, workspace.Run(["train", .. options.Split(' '), "--session", "whole", "--steps", step]).ExitCode);
        foreach (var name in new[] { "a", "b", "a/Adam" })
            Assert.Equal(Value("whole", name), Value("parts", name));
    }

    [Fact]
    public void Reports_and_patience_go_on_over_a_stop()
    {
        workspace.Write("up.yaml", "graphrun: 1\nnodes:\n  v: variable(0.0)\n  loss: v\n  train: assign_add(v, 1.0)\n");
        string[] options = ["train", "up.yaml", "--patience", "3", "--every", "2", "--metrics", "up.jsonl", "--checkpoint-every", "1"];

        Assert.Equal(0, workspace.Run([.. options, "--steps", "3"]).ExitCode);
        Assert.Equal(0, workspace.Run(options).ExitCode);

        var reports = File.ReadAllLines(workspace.PathOf("up.jsonl")).Select(line => JsonDocument.Parse(line).RootElement)
            .Select(line => (line.GetProperty("step").GetInt32(), line.GetProperty("loss").GetDouble()));
        Assert.Equal([(2, 0.5), (3, 2), (4, 3), (6, 4.5)], reports);
    }

    [Theory]
    [InlineData("loss", "--until", "los < 1", "'los' is not watched")]
    [InlineData("loss", "--until", "validation/loss < 1", "'validation/loss' is not watched")]
    [InlineData("x", "--steps", "1", "'x' is float32[32]: only a single number can be watched")]
    public void A_metric_that_cannot_be_watched_is_refused(string fetch, string option, string value, string message)
    {
        var result = workspace.Run("train", "line.yaml", "--data", "line.csv", "--fetch", fetch, option, value);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(message, result.Error);
    }

    [Fact]
    public void The_order_of_the_examples_changes_from_epoch_to_epoch_only_when_it_is_shuffled()
    {
        workspace.Write(
            "sum.yaml",
            """
            graphrun: 1
            seed: 3
            nodes:
              x: placeholder(float32, [batch])
              loss: x[0]
              seen: variable(0.0)
              train: assign(seen, loss)
            """);
        workspace.Write("x.csv", "x\n0\n1\n2\n3\n4\n5\n6\n7\n");

        Assert.Equal("0 1 2 3 4 5 6 7 0 1 2 3 4 5 6 7", Losses("plain"));
        var shuffled = Losses("mixed", "--shuffle").Split(' ');
        Assert.Equal(["0", "1", "2", "3", "4", "5", "6", "7"], shuffled[..8].Order());
        Assert.Equal(["0", "1", "2", "3", "4", "5", "6", "7"], shuffled[8..].Order());
        Assert.NotEqual(shuffled[..8], shuffled[8..]);
    }

    [Fact]
    public void Training_stops_when_a_metric_meets_the_condition()
    {
        var result = workspace.Run(
            "train", "line.yaml", "--data", "line.csv", "--steps", "5000", "--every", "10", "--until", "loss < 0.5", "--batch-size", "50");

        Assert.Equal(0, result.ExitCode);
        Assert.True(float.Parse(result.Output, CultureInfo.InvariantCulture) < 0.5f);
    }

    [Fact]
    public void Validation_looks_at_other_examples_and_changes_nothing()
    {
        workspace.Write("test.csv", "x,y\n6,13\n7,15\n");
        var result = workspace.Run(
            "train", "line.yaml", "--data", "line.csv", "--validation", "test.csv", "--epochs", "3", "--metrics", "m.jsonl", "--session", "v");

        Assert.Equal(0, result.ExitCode);
        var lines = File.ReadAllLines(workspace.PathOf("m.jsonl")).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal([2, 4, 6], lines.Select(line => line.GetProperty("step").GetInt32()));
        Assert.True(lines[0].GetProperty("validation/loss").GetDouble() > 50);
        workspace.Run("train", "line.yaml", "--data", "line.csv", "--epochs", "3", "--session", "alone");
        Assert.Equal(Value("alone", "a/Adam"), Value("v", "a/Adam"));
    }

    [Fact]
    public void The_first_node_that_is_not_finite_stops_the_training_and_is_named_with_the_step()
    {
        workspace.Write(
            "log.yaml",
            """
            graphrun: 1
            nodes:
              w: variable(1.0)
              inner: log(w)
              loss: inner
              train: minimize(loss, sgd(0.6))
            """);
        var result = workspace.Run("train", "log.yaml", "--steps", "10", "--check-finite", "--checkpoint-every", "1");

        // 1 - 0.6 = 0.4, 0.4 - 0.6 / 0.4 = -1.1: the logarithm of the third step is NaN.
        Assert.Equal(4, result.ExitCode);
        Assert.Contains("step 3: 'inner' (op: 'Log') gave NaN", result.Error);
        Assert.Equal(-1.1f, float.Parse(Value(null, "w", "log.yaml"), CultureInfo.InvariantCulture), 1e-6f);
    }

    [Fact]
    public void Events_for_TensorBoard_are_records_with_masked_checksums()
    {
        Assert.Equal(0, workspace.Run("train", "line.yaml", "--data", "line.csv", "--epochs", "1", "--tensorboard", "logs").ExitCode);

        var bytes = File.ReadAllBytes(Assert.Single(Directory.GetFiles(workspace.PathOf("logs"))));
        // The first record is an event with the version of the format: its length, and the text at its end.
        Assert.Equal(24UL, BitConverter.ToUInt64(bytes));
        Assert.Equal("brain.Event:2", System.Text.Encoding.ASCII.GetString(bytes, 12 + 11, 13));
        Assert.Contains("loss", System.Text.Encoding.Latin1.GetString(bytes));
    }

    [Theory]
    [InlineData("x,y\n1,2\n3\n", "row 3")]
    [InlineData("x,z\n1,2\n", "'y'")]
    [InlineData("x,y\n1,two\n", "two")]
    [InlineData("x,y\n", "there are no examples")]
    public void Data_that_do_not_fit_are_errors(string csv, string named)
    {
        workspace.Write("bad.csv", csv);

        var result = workspace.Run("train", "line.yaml", "--data", "bad.csv", "--epochs", "1");

        Assert.True(result.ExitCode is 2 or 3, result.Error);
        Assert.Contains(named, result.Error);
    }

    [Fact]
    public void A_run_that_never_ends_is_refused()
    {
        var result = workspace.Run("train", "line.yaml", "--data", "line.csv");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("nothing says when to stop", result.Error);
    }

    private string Losses(string session, params string[] options)
    {
        var metrics = $"{session}.jsonl";
        workspace.Run(["train", "sum.yaml", "--data", "x.csv", "--batch-size", "1", "--epochs", "2", "--every", "1", "--session", session, "--metrics", metrics, .. options]);
        return string.Join(' ', File.ReadAllLines(workspace.PathOf(metrics)).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("loss").GetDouble()));
    }

    private string Value(string? session, string name, string graph = "line.yaml") =>
        workspace.Run(["run", graph, "--fetch", name, .. session is null ? (string[])[] : ["--session", session]]).Output.Trim();
}
