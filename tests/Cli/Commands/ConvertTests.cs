using GraphRun.Tests.Formats.Protobuf;
using Xunit;

namespace GraphRun.Tests.Cli.Commands;

public sealed class ConvertTests : IDisposable
{
    private readonly Workspace workspace = new();

    public ConvertTests() => workspace.Write("g.yaml", """
        graphrun: 1
        nodes:
          w: variable(2.0)
          x: placeholder(float32, [])
          y: x * w
          train: assign(w, y)
        """);

    public void Dispose() => workspace.Dispose();

    [Fact]
    public void A_graph_is_converted_to_standard_output()
    {
        var result = workspace.Run("convert", "g.yaml", "-", "--to", "yaml");
        const string expected = """
            graphrun: 1
            nodes:
              w/initial_value: {op: Const, value: 2.0, dtype: float32}
              w: {op: VariableV2, shape: [], dtype: float32, initializer: w/Assign}
              w/Assign: {op: Assign, inputs: [w, w/initial_value]}
              x: {op: Placeholder, dtype: float32, shape: []}
              y: {op: Mul, inputs: [x, w]}
              train: {op: Assign, inputs: [w, y]}

            """;
        Assert.Equal((0, expected, ""), (result.ExitCode, result.Output, result.Error));
    }

    [Fact]
    public void A_converted_graph_goes_on_with_the_session_of_the_first()
    {
        workspace.Run("run", "g.yaml", "--init", "--session", "s", "--target", "train", "--feed", "x=3");
        Assert.Equal("wrote g.pb\n", workspace.Run("convert", "g.yaml", "g.pb").Error);
        var result = workspace.Run("run", "g.pb", "--session", "s", "--fetch", "w");
        Assert.Equal((0, "6.0\n"), (result.ExitCode, result.Output));
    }

    [Fact]
    public void A_file_that_exists_is_only_replaced_when_asked()
    {
        workspace.Write("g.pb", "mine");
        Assert.Equal(8, workspace.Run("convert", "g.yaml", "g.pb").ExitCode);
        Assert.Equal("mine", File.ReadAllText(workspace.PathOf("g.pb")));
        Assert.Equal(0, workspace.Run("convert", "g.yaml", "g.pb", "--force").ExitCode);
        Assert.Equal(0, workspace.Run("check", "g.pb").ExitCode);
    }

    [Fact]
    public void A_name_without_a_format_is_refused()
    {
        var result = workspace.Run("convert", "g.yaml", "g.onnx");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("'g.onnx' does not say which format to write", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_extract_is_frozen_with_the_values_of_a_session()
    {
        workspace.Run("run", "g.yaml", "--init", "--target", "train", "--feed", "x=3");
        Assert.Equal(0, workspace.Run("extract", "g.yaml", "y.pbtxt", "--fetch", "y", "--freeze").ExitCode);
        var result = workspace.Run("run", "y.pbtxt", "--ephemeral", "--feed", "x=10");
        Assert.Equal((0, "60.0\n"), (result.ExitCode, result.Output));
        Assert.DoesNotContain("Assign", File.ReadAllText(workspace.PathOf("y.pbtxt")), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_value_nothing_can_be_frozen()
    {
        var result = workspace.Run("extract", "g.yaml", "y.pb", "--fetch", "y", "--freeze");
        Assert.Equal(4, result.ExitCode);
        Assert.Contains("Attempting to use uninitialized value w", result.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(workspace.PathOf("y.pb")));
    }

    [Fact]
    public void A_SavedModel_becomes_a_graph_file_with_the_names_of_its_signature()
    {
        workspace.Run("convert", Fixture.Model("dense"), "dense.yaml");
        var result = workspace.Run("run", "dense.yaml", "--ephemeral", "--feed", "x=[[1,2]]", "--fetch", "output_0");
        Assert.Equal((0, "[[9.5, 0.0, 15.25]]\n"), (result.ExitCode, result.Output));
    }
}
