using GraphRun.Tests.Cli;
using Xunit;
using static GraphRun.Tests.Examples.Report;

namespace GraphRun.Tests.Examples;

/// <summary>The example in a short form: 40 steps of 900.</summary>
public sealed class DigitsTests : IDisposable
{
    private readonly Workspace workspace = new();

    public DigitsTests() => ExampleFolder.CopyTo(workspace, "digits");

    public void Dispose() => workspace.Dispose();

    [Fact]
    public void Most_digits_that_were_held_out_are_read_after_forty_steps()
    {
        var result = workspace.Run(
            "train", "digits.yaml", "--data", "training.npz", "--validation", "heldout.npz", "--feed", "training=true", "--shuffle",
            "--steps", "40", "--fetch", "loss,accuracy");

        Assert.Equal(0, result.ExitCode);
        Assert.True(Value(result, "validation/accuracy") > 0.8, result.Output);
    }

    [Fact]
    public void Reading_digits_leaves_the_session_as_it_is()
    {
        string[] options = ["--data", "training.npz", "--feed", "training=true", "--steps", "1"];
        Assert.Equal(0, workspace.Run(["train", "digits.yaml", .. options]).ExitCode);

        var result = workspace.Run("run", "digits.yaml", "--feed", "image=@heldout.npz:image");

        Assert.Equal("", result.Error);
        Assert.Equal(359, result.Output.Split(',').Length);
    }

    [Fact]
    public void Its_gradients_equal_central_differences() =>
        Assert.Equal(0, workspace.Run("check", "digits.yaml", "--gradients").ExitCode);
}
