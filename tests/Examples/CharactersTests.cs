using GraphRun.Tests.Cli;
using Xunit;

namespace GraphRun.Tests.Examples;

/// <summary>The example in a short form: 12 steps of 2000, with 8 passages of 16 characters instead of 32 of 64.</summary>
public sealed class CharactersTests : IDisposable
{
    private readonly Workspace workspace = new();

    public CharactersTests()
    {
        ExampleFolder.CopyTo(workspace, "characters");
        var text = File.ReadAllText(workspace.PathOf("characters.yaml"));
        workspace.Write("characters.yaml", text.Replace("[32, 1]", "[8, 1]").Replace("range(65)", "range(17)"));
    }

    public void Dispose() => workspace.Dispose();

    [Fact]
    public void The_network_learns_and_goes_on_from_a_prompt()
    {
        var training = workspace.Run("train", "characters.yaml", "--feed", "text=@whale.txt", "--steps", "12");
        var first = Sample();
        var second = Sample();

        // Before it has learnt anything, each of 128 characters is as likely as the others: log(128) = 4.85.
        Assert.Equal(0, training.ExitCode);
        Assert.True(double.Parse(training.Output, System.Globalization.CultureInfo.InvariantCulture) < 4.0, training.Output);
        Assert.Equal((30, "whale"), (first.Length, first[..5]));
        Assert.Equal((30, "whale"), (second.Length, second[..5]));
        Assert.NotEqual(first, second);
    }

    private string Sample() => workspace.Run(
        "run", "characters.yaml", "--feed", "prompt=whale", "--feed", "count=30", "--fetch", "sample", "--format", "raw").Output;
}
