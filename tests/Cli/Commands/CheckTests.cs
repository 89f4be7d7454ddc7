using Xunit;

namespace GraphRun.Tests.Cli.Commands;

public sealed class CheckTests : IDisposable
{
    private readonly Workspace workspace = new();

    public CheckTests()
    {
        workspace.Write("good.yaml", "graphrun: 1\nnodes:\n  v: variable(1)\n  add: assign_add(v, 1)\n");
        workspace.Write("race.yaml", "graphrun: 1\nnodes:\n  v: variable(1)\n  next: v + 1\n  add: assign_add(v, 1)\n");
        workspace.Write("bad.yaml", "graphrun: 1\nnodes:\n  a: nope + 1\n  b: Matmull(1, 2)\n");
    }

    public void Dispose() => workspace.Dispose();

    [Theory]
    [InlineData("good", "check good.yaml")]
    [InlineData("race", "check race.yaml")]
    [InlineData("strict", "check --strict race.yaml")]
    [InlineData("bad", "check bad.yaml")]
    [InlineData("many", "check good.yaml race.yaml bad.yaml nope.yaml")]
    [InlineData("json", "check --json good.yaml race.yaml bad.yaml")]
    public async Task Check_tells_everything_about_each_file(string name, string line) =>
        await Verifier.Verify(workspace.Run(line.Split(' ')).ToString()).UseParameters(name);
}
