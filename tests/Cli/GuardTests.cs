using Xunit;

namespace GraphRun.Tests.Cli;

/// <summary>Runs that must not be committed because of what they computed.</summary>
public sealed class GuardTests : IDisposable
{
    private const string Graph =
        """
        graphrun: 1
        outputs: [loss]
        nodes:
          w: variable([1.0, 4.0])
          x: placeholder(float32, [2])
          loss: reduce_sum(w * x)
          logs: log(w - 1.0)
          masked: where([false, true], logs, [0.0, 0.0])
          step: assign_sub(w, x)
        """;

    private readonly Workspace workspace = new();

    public GuardTests()
    {
        workspace.Write("g.yaml", Graph);
        workspace.Run("run", "g.yaml", "--init", "--feed", "x=[0,0]");
    }

    public void Dispose() => workspace.Dispose();

    [Fact]
    public void A_variable_in_an_assertion_has_its_value_after_the_run()
    {
        var refused = workspace.Run("run", "g.yaml", "--target", "step", "--feed", "x=[2,2]", "--assert", "reduce_all(w > 0)");
        Assert.Equal(
            (4, "error[GR4003]: --assert 'reduce_all(w > 0)' is false; nothing is committed\n"), (refused.ExitCode, refused.Error));
        Assert.Equal("[1.0, 4.0]\n", workspace.Run("run", "g.yaml", "--fetch", "w").ToString());
        Assert.Equal(
            0, workspace.Run("run", "g.yaml", "--target", "step", "--feed", "x=[0.5,2]", "--assert", "reduce_all(w > 0)").ExitCode);
        Assert.Equal("[0.5, 2.0]\n", workspace.Run("run", "g.yaml", "--fetch", "w").ToString());
    }

    [Fact]
    public void A_node_in_an_assertion_has_its_value_of_the_run() =>
        Assert.Equal(
            0, workspace.Run("run", "g.yaml", "--target", "step", "--fetch", "loss", "--feed", "x=[1,1]", "--assert", "loss == 5.0").ExitCode);

    [Fact]
    public void An_assertion_is_checked_after_each_of_many_runs() =>
        Assert.Equal(
            4, workspace.Run("run", "g.yaml", "--target", "step", "--feed", "x=[1,1]", "--repeat", "5", "--assert", "w[1] > 0").ExitCode);

    [Fact]
    public void An_assertion_alone_asks_a_session() =>
        Assert.Equal((0, 4), (workspace.Run("run", "g.yaml", "--target", "w", "--assert", "w[1] == 4").ExitCode,
            workspace.Run("run", "g.yaml", "--target", "w", "--assert", "w[1] == 5").ExitCode));

    [Theory]
    [InlineData("word", "los < 1")]
    [InlineData("syntax", "loss <")]
    [InlineData("dtype", "loss")]
    public async Task An_assertion_that_is_none_is_pointed_at(string name, string assertion) => await Verifier.Verify(
        workspace.Run("run", "g.yaml", "--feed", "x=[1,1]", "--assert", assertion).ToString()).UseParameters(name);

    [Fact]
    public async Task What_is_not_finite_is_traced_to_its_node()
    {
        var result = workspace.Run("run", "g.yaml", "--target", "step", "--fetch", "masked", "--feed", "x=[1,1]", "--check-finite");
        Assert.Equal("[1.0, 4.0]\n", workspace.Run("run", "g.yaml", "--fetch", "w").ToString());
        await Verifier.Verify(result.ToString());
    }

    [Fact]
    public void Finite_runs_and_constants_that_are_infinite_pass_the_check()
    {
        workspace.Write("c.yaml", "graphrun: 1\nnodes:\n  low: -inf\n  y: maximum(low, 3.0)\n");
        Assert.Equal("3.0\n", workspace.Run("run", "c.yaml", "--fetch", "y", "--check-finite").ToString());
    }

    [Fact]
    public void An_assertion_does_not_change_which_graph_it_is()
    {
        workspace.Run("run", "g.yaml", "--target", "step", "--feed", "x=[1,1]", "--assert", "true");
        var log = workspace.Run("session", "log", "g", "--json").Output;
        var prints = log.Split("\"graph\":\"")[1..].Select(part => part[..32]);
        Assert.Single(prints.Distinct());
    }
}
