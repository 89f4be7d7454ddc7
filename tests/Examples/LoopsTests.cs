using GraphRun.Tests.Cli;
using Xunit;

namespace GraphRun.Tests.Examples;

public sealed class LoopsTests : IDisposable
{
    private readonly Workspace workspace = new();

    public LoopsTests() => ExampleFolder.CopyTo(workspace, "loops");

    public void Dispose() => workspace.Dispose();

    [Fact]
    public void Newton_finds_roots_and_27_takes_longest_to_come_down()
    {
        var result = workspace.Run("run", "loops.yaml");

        // OEIS A006577: 27 takes 111 steps, more than any other number up to 30.
        Assert.Equal("roots = [1.4142135, 3.0, 12.0]\nlongest = 27\nsteps = 111\n", result.Output);
    }
}
