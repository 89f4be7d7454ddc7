using System.Runtime.Versioning;
using GraphRun.Errors;
using GraphRun.Formats.TensorFiles;
using GraphRun.Tensors;
using GraphRun.Tests.Formats.Graphs;
using Xunit;

namespace GraphRun.Tests.Formats.Binding;

[SupportedOSPlatform("linux")]
public sealed class ExternalTensorTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public ExternalTensorTests()
    {
        Directory.CreateDirectory(folder.PathOf("graphs/data"));
        Write("graphs/w.npy");
        Write("graphs/data/w.npy");
        Write("outside.npy");
        using var archive = File.Create(folder.PathOf("graphs/w.npz"));
        NpzWriter.Write([new NamedTensor("dense/kernel", Tensor.Vector(5f))], archive);
    }

    [Theory]
    [InlineData("w.npy", "float32[2] 1 2")]
    [InlineData("data/w.npy", "float32[2] 1 2")]
    [InlineData("w.npz[dense/kernel]", "float32[1] 5")]
    public void A_constant_can_lie_in_a_file_below_the_graph(string file, string value) =>
        Assert.Equal(value, BoundGraph.Print(Bind(file).Nodes[0].Attrs.Tensor("value")));

    [Theory]
    [InlineData("../outside.npy")]
    [InlineData("/etc/passwd")]
    [InlineData("data/../w.npy")]
    [InlineData("..\\outside.npy")]
    [InlineData("C:/w.npy")]
    [InlineData("CON")]
    [InlineData("")]
    [InlineData("data")]
    [InlineData("link.npy")]
    [InlineData("linked/w.npy")]
    [InlineData("hard.npy")]
    public void A_path_that_may_lead_elsewhere_is_refused(string file)
    {
        File.CreateSymbolicLink(folder.PathOf("graphs/link.npy"), folder.PathOf("outside.npy"));
        Directory.CreateSymbolicLink(folder.PathOf("graphs/linked"), folder.PathOf("graphs/data"));
        using (var link = System.Diagnostics.Process.Start("ln", [folder.PathOf("outside.npy"), folder.PathOf("graphs/hard.npy")]))
            link.WaitForExit();
        var error = Assert.Throws<GraphRunException>(() => Bind(file)).Diagnostics[0];
        Assert.Equal(ErrorCode.ForbiddenPath, error.Code);
        Assert.Equal(3, error.Span.Line);
    }

    [Fact]
    public void A_file_that_is_missing_is_named_with_its_neighbour()
    {
        var error = Assert.Throws<GraphRunException>(() => Bind("data/v.npy")).Diagnostics[0];
        Assert.Equal((ErrorCode.InvalidTensorFile, "there is no file 'data/v.npy' in the graph's folder"), (error.Code, error.Message));
        Assert.Equal("did you mean 'w.npy'?", error.Help);
    }

    [Fact]
    public void A_graph_from_standard_input_names_no_files() => Assert.Contains(
        "standard input",
        Assert.Throws<GraphRunException>(() => BoundGraph.Nodes("y: {op: Const, value: {file: w.npy}}")).Message);

    public void Dispose() => folder.Dispose();

    private GraphRun.Graphs.Graph Bind(string file) => BoundGraph.File(
        $"graphrun: 1\nnodes:\n  y: {{op: Const, value: {{file: '{file}'}}}}\n", folder.PathOf("graphs"));

    private void Write(string path)
    {
        using var stream = File.Create(folder.PathOf(path));
        NpyWriter.Write(Tensor.Vector(1f, 2f), stream);
    }
}
