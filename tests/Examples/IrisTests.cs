using System.Globalization;
using GraphRun.Tests.Cli;
using Xunit;

namespace GraphRun.Tests.Examples;

public sealed class IrisTests : IDisposable
{
    private const string Feeds = "--feed measurements=@measurements.csv --feed species=@species.csv";

    private readonly Workspace workspace = new();

    public IrisTests() => ExampleFolder.CopyTo(workspace, "iris");

    public void Dispose() => workspace.Dispose();

    [Fact]
    public void Training_and_continuing_tells_the_flowers_apart()
    {
        var first = workspace.Run([.. $"run iris.yaml {Feeds} --init --target train --repeat 300 --fetch accuracy".Split(' ')]);
        var second = workspace.Run([.. $"run iris.yaml {Feeds} --target train --repeat 700 --fetch accuracy".Split(' ')]);

        Assert.Equal("session iris: checkpoint 1 (.graphrun/sessions.db)\n", first.Error);
        Assert.Equal("session iris: checkpoint 2 (.graphrun/sessions.db)\n", second.Error);
        Assert.True(float.Parse(second.Output, CultureInfo.InvariantCulture) > 0.95f, second.Output);
    }

    [Fact]
    public void An_optimizer_learns_from_the_files_in_batches()
    {
        var result = workspace.Run(
            [.. "train fit.yaml --data measurements=measurements.csv --data species=species.csv --epochs 60 --shuffle --fetch accuracy".Split(' ')]);

        Assert.Equal(0, result.ExitCode);
        Assert.True(float.Parse(result.Output, CultureInfo.InvariantCulture) > 0.94f, result.Output + result.Error);
    }

    [Fact]
    public void Stopping_and_continuing_equals_never_having_stopped()
    {
        workspace.Run([.. $"run iris.yaml {Feeds} --session stopped --init --target train --repeat 20".Split(' ')]);
        workspace.Run([.. $"run iris.yaml {Feeds} --session stopped --target train --repeat 30".Split(' ')]);
        workspace.Run([.. $"run iris.yaml {Feeds} --session whole --init --target train --repeat 50".Split(' ')]);

        var stopped = workspace.Run("run", "iris.yaml", "--session", "stopped", "--fetch", "weights");
        var whole = workspace.Run("run", "iris.yaml", "--session", "whole", "--fetch", "weights");

        Assert.Equal(whole.ToString(), stopped.ToString());
    }
}
