using GraphRun.Formats.Stores;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Cli;

public sealed class ReplayTests : IDisposable
{
    private const string Graph =
        """
        graphrun: 1
        outputs: {total: w}
        nodes:
          x: placeholder(float32, [2])
          w: variable(random_normal([2]))
          noise: random_uniform([2])
          step: assign_add(w, x * noise)
          data: {op: Const, value: {file: data.npy}}
          other: assign(w, data)
        """;

    private readonly Workspace workspace = new();

    public ReplayTests()
    {
        workspace.Write("g.yaml", Graph);
        workspace.Write("y.yaml", "graphrun: 1\nnodes:\n  y: [1.0, 2.0]\n");
        workspace.Run("run", "y.yaml", "--fetch", "y", "--output", "data.npy");
        Run("run g.yaml --init --seed 7");
        Run("run g.yaml --target step --feed x=[1,2] --repeat 3");
        Run("run g.yaml --target other --fetch w@post --assert reduce_all(w>0)");
        workspace.Write("lines.jsonl", "{\"x\": [1, 2]}\n{\"x\": [3, 4]}\n");
        Run("run g.yaml --target step --each lines.jsonl");
    }

    public void Dispose() => workspace.Dispose();

    [Fact]
    public void Every_kind_of_run_leads_to_its_checkpoint_again() => Assert.Equal(
        "checkpoint 1: same\ncheckpoint 2: same\ncheckpoint 3: same\ncheckpoint 4: same\n", Run("replay g --verify").ToString());

    [Fact]
    public void Graph_and_lines_need_not_be_there_any_more()
    {
        File.Delete(workspace.PathOf("g.yaml"));
        File.Delete(workspace.PathOf("lines.jsonl"));
        Assert.Equal("checkpoint 2: same\ncheckpoint 3: same\ncheckpoint 4: same\n", Run("replay g 2.. --verify").ToString());
    }

    [Fact]
    public void Without_verify_the_results_are_printed_again() => Assert.Equal(
        "checkpoint 3: graphrun run g.yaml --target other --fetch w@post --assert 'reduce_all(w>0)'\n[1.0, 2.0]\n",
        Run("replay g 3").ToString());

    [Fact]
    public void What_was_done_by_hand_is_passed_over_and_a_rollback_is_proved()
    {
        Run("session set g w=[0,0]");
        Run("session rollback g 2");
        Assert.Equal("checkpoint 5: passed over: set, no run\ncheckpoint 6: same as 2\n", Run("replay g 5.. --verify").ToString());
        Assert.Equal(5, workspace.Run("replay", "g", "5").ExitCode);
    }

    [Fact]
    public void A_run_whose_beginning_was_not_kept_is_passed_over()
    {
        Run("session gc --keep 2");
        Assert.Equal(
            "checkpoint 3: passed over: the state of checkpoint 2 was not kept\ncheckpoint 4: same\n", Run("replay g --verify").ToString());
    }

    [Fact]
    public void A_changed_file_is_a_changed_graph()
    {
        workspace.Write("y.yaml", "graphrun: 1\nnodes:\n  y: [1.0, 3.0]\n");
        Run("run y.yaml --fetch y --output data.npy");
        var result = workspace.Run("replay", "g", "3", "--verify");
        Assert.Equal(5, result.ExitCode);
        Assert.Contains("is not the graph of checkpoint 3", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Large_feeds_are_recorded_only_when_asked_for()
    {
        workspace.Write(
            "big.yaml", "graphrun: 1\nnodes:\n  x: placeholder(float32, [?])\n  w: variable(0.0)\n  add: assign_add(w, reduce_sum(x))\n");
        Run("run big.yaml --init --target add --feed x[20000]=ones");
        Run("run big.yaml --target add --feed x[20000]=ones --record");
        Assert.Equal("checkpoint 2: same\n", Run("replay big 2 --verify").ToString());
        var refused = workspace.Run("replay", "big", "1", "--verify");
        Assert.Equal(5, refused.ExitCode);
        Assert.Contains("was fed 'x', which was not recorded", refused.Error, StringComparison.Ordinal);
        Assert.Equal("checkpoint 1: same\n", Run("replay big 1 --verify --feed x[20000]=ones").ToString());
        Assert.Equal(5, workspace.Run("replay", "big", "1", "--verify", "--feed", "x[20000]=zeros").ExitCode);
    }

    [Fact]
    public void The_first_run_that_differs_is_named_with_its_variable()
    {
        // A program whose arithmetic differs: the checkpoint says that 1 + 1 was 3.
        workspace.Write("c.yaml", "graphrun: 1\nnodes:\n  v: variable(1)\n  add: assign_add(v, 1)\n");
        Run("run c.yaml --init");
        Run("run c.yaml --target add");
        Forge("c", 2, "v", 3);
        var result = workspace.Run("replay", "c", "--verify");
        Assert.Equal(1, result.ExitCode);
        Assert.Equal("checkpoint 1: passed over: fork, no run\ncheckpoint 2: differs, recorded -> repeated\n  v  3 -> 2\n", result.Output);
    }

    [Fact]
    public void Initialization_and_renaming_are_repeated_too()
    {
        var renamed = Graph.Replace("w:", "u:", StringComparison.Ordinal).Replace("(w,", "(u,", StringComparison.Ordinal);
        workspace.Write("g.yaml", renamed.Replace("total: w", "total: u", StringComparison.Ordinal));
        Run("run g.yaml --rename w=u --target step --feed x=[1,1]");
        Assert.Equal("checkpoint 5: same\n", Run("replay g 5 --verify").ToString());
    }

    [Fact]
    public void Bisecting_finds_the_first_bad_checkpoint_even_if_later_ones_are_good()
    {
        Run("session set g w=[nan,1]");
        Run("session set g w=[5,1]");
        Assert.StartsWith("checkpoint 5 ", workspace.Run("bisect", "g", "--bad", "reduce_any(is_nan(w))").Output, StringComparison.Ordinal);
        Assert.StartsWith("checkpoint 6 ", workspace.Run("bisect", "g", "6..", "--bad", "w[0] == 5").Output, StringComparison.Ordinal);
        Assert.Equal(1, workspace.Run("bisect", "g", "--bad", "reduce_any(w > 1000.0)").ExitCode);
        Assert.Equal(
            "{\"schemaVersion\":1,\"session\":\"g\",\"bad\":5,\"good\":4,\"asked\":5}\n",
            Run("bisect g --bad reduce_any(is_nan(w)) --json").Output);
        Assert.Equal(3, workspace.Run("bisect", "g", "--bad", "w").ExitCode);
        Assert.Equal(3, workspace.Run("bisect", "g", "--bad", "nope").ExitCode);
    }

    [Fact]
    public void Bisecting_by_what_never_had_a_value_is_an_error_with_its_name()
    {
        workspace.Write("part.yaml", "graphrun: 1\nnodes:\n  v: variable(1)\n  u: variable(2)\n  one: assign(v, 3)\n");
        Run("run part.yaml --target one");
        var result = workspace.Run("bisect", "part", "--bad", "u>1");
        Assert.Equal(4, result.ExitCode);
        Assert.Contains("--bad has no answer at any checkpoint of session 'part': Attempting to use uninitialized value u", result.Error);
    }

    [Fact]
    public void Bisecting_needs_no_graph()
    {
        Run("session import data.json free --force");
        Assert.StartsWith(
            "checkpoint 1 ", workspace.Run("bisect", "free", "--bad", "reduce_sum(`a/b`) == 3").Output, StringComparison.Ordinal);
    }

    private CommandResult Run(string line)
    {
        if (line.Contains("data.json", StringComparison.Ordinal))
            workspace.Write("data.json", "{\"a/b\": [1, 2]}");
        var result = workspace.Run(line.Split(' '));
        Assert.True(result.ExitCode == 0, $"{line}: {result.Error}");
        return result;
    }

    /// <summary>Puts another value into a checkpoint, as a run with another outcome would have.</summary>
    private void Forge(string session, long number, string variable, int value)
    {
        var path = workspace.PathOf(".graphrun/sessions.db");
        CheckpointRecord record;
        using (var store = Store.OpenForReading(path)!)
        {
            var state = store.RequiredSession(session).At(number);
            record = new CheckpointRecord
            {
                Graph = state.Checkpoint.Graph,
                GraphText = state.GraphText(),
                Targets = state.Checkpoint.Targets,
                Options = state.Checkpoint.Options,
            };
        }

        Run($"session fork {session}@{number - 1} forged");
        using (var store = Store.OpenForWriting(path))
        using (var transaction = store.Begin("forged"))
            transaction.Commit(record, [KeyValuePair.Create(variable, (Tensor?)Tensor.Scalar(value))], []);
        Run($"session rm {session} --yes");
        Run($"session rename forged {session}");
    }
}
