using Xunit;

namespace GraphRun.Tests.Cli.Commands;

public sealed class LibraryCommandTests : IDisposable
{
    private readonly Workspace workspace = new();

    public void Dispose() => workspace.Dispose();

    [Fact]
    public void Functions_are_listed_with_their_signatures()
    {
        var output = workspace.Run("library").Output;
        Assert.Contains("\n  reduce_std(input_tensor, axis=None, keepdims=false)\n      The square root", output);
        Assert.Contains("\nlayers\n  dense(inputs, units, activation=None", output);
    }

    [Fact]
    public void A_library_is_a_graph_file_that_can_be_read_and_used()
    {
        workspace.Write("mine.yaml", workspace.Run("library", "tensorflow").Output + "\nnodes:\n  y: reduce_std([1.0, 3.0])\n");
        Assert.Equal("1.0\n", workspace.Run("run", "mine.yaml", "--ephemeral", "--fetch", "y").Output);
    }

    [Fact]
    public void An_unknown_library_names_its_nearest() =>
        Assert.Contains("did you mean 'layers'?", workspace.Run("library", "layer").Error);
}
