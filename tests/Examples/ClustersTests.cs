using System.Globalization;
using GraphRun.Tests.Cli;
using Xunit;

namespace GraphRun.Tests.Examples;

public sealed class ClustersTests : IDisposable
{
    private readonly Workspace workspace = new();

    public ClustersTests() => ExampleFolder.CopyTo(workspace, "clusters");

    public void Dispose() => workspace.Dispose();

    [Fact]
    public void The_groups_are_those_that_NumPy_finds()
    {
        var steps = workspace.Run([.. "run clusters.yaml --feed wines=@wines.csv --init --target step --repeat 20".Split(' ')]);
        var result = workspace.Run([.. "run clusters.yaml --feed wines=@wines.csv --fetch inertia".Split(' ')]);

        // The best of 20 starts in NumPy is 1277.9284888446; the others end between 1278.7 and 1282.5, or beyond 1586.
        Assert.Equal("session clusters: checkpoint 1 (.graphrun/sessions.db)\n", steps.Error);
        Assert.Equal(1277.9284888446, double.Parse(result.Output, CultureInfo.InvariantCulture), 0.001);
    }
}
