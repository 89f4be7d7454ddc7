using System.Text.Json;
using Xunit;

namespace GraphRun.Tests.Cli.Commands;

public sealed class ShowTests : IDisposable
{
    // w has 6 numbers of 4 bytes, b has 2. The product takes 2 * 3 operations for each of 2 outputs, the sum and the square 1 each.
    private const string Graph =
        """
        graphrun: 1
        outputs: [y, k]
        nodes:
          x: placeholder(float32, [batch, 3])
          w: {op: Const, value: [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]}
          b: variable([0.0, 0.0])
          k: 7
          z: MatMul(x, w)
          s: z + b
          y: square(s)
        """;

    private const string Model =
        """
        {"modelTopology": {"node": [
          {"name": "x", "op": "Placeholder", "attr": {"dtype": {"type": "DT_FLOAT"}, "shape": {"shape": {"dim": [{"size": "-1"}]}}}},
          {"name": "a", "op": "Foo", "input": ["x"], "attr": {"T": {"type": "DT_FLOAT"}}},
          {"name": "b", "op": "Foo", "input": ["a"]},
          {"name": "y", "op": "Relu", "input": ["b"]}]}}
        """;

    private readonly Workspace workspace = new();

    public ShowTests()
    {
        workspace.Write("g.yaml", Graph);
        workspace.Write("model.json", Model);
    }

    public void Dispose() => workspace.Dispose();

    [Theory]
    [InlineData("g.yaml")]
    [InlineData("model.json")]
    public async Task A_graph_is_summed_up(string file) => await Verifier.Verify(workspace.Run("show", file).ToString()).UseParameters(file);

    [Fact]
    public void Parameters_and_operations_are_counted_with_a_batch_of_1()
    {
        using var json = JsonDocument.Parse(workspace.Run("show", "g.yaml", "--json").Output);
        Assert.Equal(8, json.RootElement.GetProperty("parameters").GetProperty("count").GetInt64());
        Assert.Equal(32, json.RootElement.GetProperty("parameters").GetProperty("bytes").GetInt64());
        Assert.Equal((2 * 3 * 2) + 2 + 2, json.RootElement.GetProperty("flops").GetInt64());
        Assert.Equal("[null,3]", json.RootElement.GetProperty("inputs")[0].GetProperty("shape").GetRawText());
    }

    [Fact]
    public void A_model_with_quantized_constants_is_shown_as_far_as_it_can_be_read()
    {
        workspace.Write("q.pbtxt", """
            node { name: "x" op: "Placeholder" attr { key: "dtype" value { type: DT_FLOAT } } }
            node { name: "q" op: "Const" attr { key: "dtype" value { type: DT_QUINT8 } } }
            node { name: "y" op: "QuantizedRelu" input: "q" input: "x" }
            """);
        Assert.Equal(
            """
            nodes        3
            input        x              float32
            output       y
            parameters   0              0 bytes
            op           Const          1
            op           Placeholder    1
            op           QuantizedRelu  1
            unsupported  QuantizedRelu  1
            problem                     Node 'q': attr 'dtype': dtype quint8 is not supported

            """,
            workspace.Run("show", "q.pbtxt").ToString());
    }

    [Fact]
    public void Unsupported_ops_are_counted_and_leave_the_cost_open()
    {
        using var json = JsonDocument.Parse(workspace.Run("show", "model.json", "--json").Output);
        Assert.Equal("{\"Foo\":2}", json.RootElement.GetProperty("unsupported").GetRawText());
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("flops").ValueKind);
    }

    [Fact]
    public void A_model_with_unsupported_ops_does_not_run()
    {
        var result = workspace.Run("run", "model.json");
        Assert.Equal(3, result.ExitCode);
        Assert.Contains("error[GR2005]: model.json: 1 of its op types are not supported: Foo (2)", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_graph_comes_from_standard_input_too()
    {
        using var input = new MemoryStream("graphrun: 1\nnodes: {y: 1}\n"u8.ToArray());
        Assert.Equal("nodes       1\nparameters  0      0 bytes\nflops       0\nop          Const  1\n", workspace.RunWith(input, "show", "-").ToString());
    }
}
