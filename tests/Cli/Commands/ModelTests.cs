using GraphRun.Tests.Formats.Protobuf;
using Xunit;

namespace GraphRun.Tests.Cli.Commands;

/// <summary>Models and checkpoints of TensorFlow on the command line; the expected values are worked out by hand.</summary>
public sealed class ModelTests : IDisposable
{
    private readonly Workspace workspace = new();

    private static string Dense => Fixture.Model("dense");

    public void Dispose() => workspace.Dispose();

    [Fact]
    public void A_run_that_writes_nothing_leaves_no_session()
    {
        var result = workspace.Run("run", Dense, "--feed", "x=[[1,2]]");
        Assert.Equal((0, "[[9.5, 0.0, 15.25]]\n", ""), (result.ExitCode, result.Output, result.Error));
        Assert.False(Directory.Exists(workspace.PathOf(".graphrun")));
    }

    [Fact]
    public void A_session_keeps_what_it_was_given_and_takes_the_rest_from_the_model()
    {
        File.WriteAllText(workspace.PathOf("b.json"), """{"dense/bias": [1.5, 1.5, 1.5]}""");
        workspace.Run("session", "import", "b.json", "dense");
        Assert.Equal("[[2.5, 3.5, 4.5]]\n", workspace.Run("run", Dense, "--feed", "x=[[1,0]]").Output);
    }

    [Fact]
    public void A_checkpoint_becomes_a_session()
    {
        var result = workspace.Run("session", "import", Fixture.Checkpoint("kinds") + ".index", "--quiet");
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        var shown = workspace.Run("session", "show", "model.ckpt-7").Output;
        Assert.All(["dense/kernel", "embedding", "step", "words", "wide"], name => Assert.Contains(name, shown, StringComparison.Ordinal));
    }

    [Fact]
    public void A_damaged_checkpoint_writes_nothing()
    {
        var folder = Fixture.Copy(Path.GetDirectoryName(Fixture.Checkpoint("kinds"))!);
        File.WriteAllBytes(Path.Combine(folder, "model.ckpt-7.data-00000-of-00002"), new byte[1890]);
        var result = workspace.Run("session", "import", Path.Combine(folder, "model.ckpt-7"));
        Assert.Equal(3, result.ExitCode);
        Assert.Contains("does not match its checksum", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(workspace.PathOf(".graphrun")));
    }

    [Fact]
    public void Check_and_show_take_models()
    {
        Assert.Equal(0, workspace.Run("check", Dense, Fixture.Model("loop.pb")).ExitCode);
        Assert.Contains("dense/kernel", workspace.Run("show", Dense).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_signature_of_a_file_that_has_none_is_refused()
    {
        var result = workspace.Run("run", Fixture.Model("loop.pb"), "--signature", "s", "--feed", "n=1");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("has no signatures or tags to choose from", result.Error, StringComparison.Ordinal);
    }
}
