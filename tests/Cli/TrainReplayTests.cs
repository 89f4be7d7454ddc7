using Xunit;

namespace GraphRun.Tests.Cli;

/// <summary>A training is repeated from the state that it went on from, through the same batches, to the state of its checkpoint.</summary>
public sealed class TrainReplayTests : IDisposable
{
    private const string Graph =
        """
        graphrun: 1
        nodes:
          x: placeholder(float32, [batch, 2])
          y: placeholder(float32, [batch])
          scale: placeholder_with_default(1.0, [])
          w: variable(truncated_normal([2, 1]))
          loss: reduce_mean(square(squeeze(dropout(x, rate=0.2) @ w, [1]) * scale - y))
          train: minimize(loss, adam(0.05))
        """;

    private readonly Workspace workspace = new();

    public TrainReplayTests()
    {
        workspace.Write("g.yaml", Graph);
        WriteData("x", 2);
        WriteData("y", 1);
        Assert.Equal(0, Run("train g.yaml --data x=x.jsonl --data y=y.jsonl --batch-size 4 --shuffle --epochs 2 --checkpoint-every 2 --every 3").ExitCode);
        Assert.Equal(0, Run("train g.yaml --data x=x.jsonl --data y=y.jsonl --steps 9 --seed -3 --feed scale=2 --patience 1").ExitCode);
    }

    public void Dispose() => workspace.Dispose();

    [Fact]
    public void Every_checkpoint_of_a_training_is_proved() => Assert.Equal(
        "checkpoint 1: same\ncheckpoint 2: same\ncheckpoint 3: same\ncheckpoint 4: same\n", Run("replay g --verify").ToString());

    [Fact]
    public void The_graph_need_not_be_there_any_more()
    {
        File.Delete(workspace.PathOf("g.yaml"));
        Assert.Equal("checkpoint 2: same\n", Run("replay g 2 --verify").ToString());
    }

    [Fact]
    public void A_training_whose_examples_have_changed_or_gone_is_passed_over_with_the_reason()
    {
        WriteData("y", 1, first: 9);
        Assert.Equal("checkpoint 4: passed over: it learnt from files, and y.jsonl is not what it was\n", Run("replay g 4.. --verify").ToString());
        File.Delete(workspace.PathOf("y.jsonl"));
        Assert.Equal("checkpoint 4: passed over: it learnt from files, and y.jsonl is not there any more\n", Run("replay g 4.. --verify").ToString());
        var asked = Run("replay g 4");
        Assert.Equal(5, asked.ExitCode);
        Assert.Contains("checkpoint 4 cannot be repeated: it learnt from files, and y.jsonl is not there any more", asked.Error);
    }

    /// <summary>Ten examples of so many numbers.</summary>
    private void WriteData(string name, int width, int first = 0)
    {
        var rows = Enumerable.Range(0, 10).Select(row => Enumerable.Range(0, width).Select(column => (first + row * 7 + column * 3) % 5));
        workspace.Write($"{name}.jsonl", string.Concat(rows.Select(row => width == 1
            ? $"{{\"{name}\": {row.First()}}}\n"
            : $"{{\"{name}\": [{string.Join(", ", row)}]}}\n")));
    }

    private CommandResult Run(string line) => workspace.Run(line.Split(' '));
}
