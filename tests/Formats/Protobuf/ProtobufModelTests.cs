using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Formats.Binding;
using GraphRun.Formats.Graphs;
using GraphRun.Formats.Models;
using GraphRun.Formats.Sessions;
using GraphRun.Graphs;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Formats.Protobuf;

/// <summary>The models were encoded by protoc from the texts beside them; the expected values are worked out by hand.</summary>
public class ProtobufModelTests
{
    [Theory]
    [InlineData("dense")]
    [InlineData("dense/saved_model.pb")]
    [InlineData("dense/saved_model.pbtxt")]
    public void A_signature_that_is_a_function_computes_with_the_restored_variables(string name)
    {
        var graph = Binder.Load(Fixture.Model(name));
        // [1, 2] [[1, 2, 3], [4, 5, 6]] = [9, 12, 15]; the bias is [0.5, -20, 0.25].
        Assert.Equal([9.5f, 0, 15.25f], Run(graph, Tensor.Of<float>(Shape.Of(1, 2), [1, 2])).Values<float>());
        Assert.Equal(["output_0"], graph.Outputs.Select(output => output.Name));
        Assert.Equal(["x"], graph.Inputs.Select(input => input.Name));
    }

    [Theory]
    [InlineData("predict", new[] { 9.5, -8, 15.25 })]
    [InlineData("classify", new[] { 2.0 })]
    public void Each_signature_of_TensorFlow_1_can_be_chosen(string signature, double[] expected)
    {
        var graph = Binder.Load(Fixture.Model("first"), choice: new ModelChoice(signature));
        var scores = Run(graph, Tensor.Of<float>(Shape.Of(1, 2), [1, 2]));
        Assert.Equal(expected, scores.DType == DType.Float32 ? [.. scores.Values<float>().ToArray().Select(value => (double)value)] : [scores.Integer(0)]);
    }

    [Fact]
    public void Several_signatures_without_a_default_are_all_named()
    {
        var error = Assert.Throws<GraphRunException>(() => Binder.Load(Fixture.Model("first")));
        Assert.Equal(ErrorCode.UnknownName, error.Code);
        Assert.Contains("classify, predict", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tags_that_no_graph_has_are_told_with_those_there_are()
    {
        var error = Assert.Throws<GraphRunException>(() => Binder.Load(Fixture.Model("dense"), choice: new ModelChoice(Tags: ["train"])));
        Assert.Contains("no graph has the tags train; there are: serve", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("loop.pb", 4, 10, 5, -5)]
    [InlineData("loop.pbtxt", 4, 10, 5, -5)]
    [InlineData("loop.pb", 5, 15, -15, 15)]
    [InlineData("loop.pb", 0, 0, 0, 0)]
    public void A_bare_graph_with_a_loop_and_functions_runs(string name, int n, int sum, int chosen, int result)
    {
        var graph = Binder.Load(Fixture.Model(name));
        Fetch[] fetches = [.. new[] { "while/Exit_sum", "chosen", "result" }.Select(node => Fetch.Parse(graph, node))];
        Assert.True(graph.TryGetNode("n", out var placeholder));
        var values = new Session().Run(graph, fetches, [(new Output(placeholder!, 0), Tensor.Scalar(n))]);
        Assert.Equal([sum, chosen, result], values.Select(value => value.Value<int>()));
    }

    [Theory]
    [InlineData("loop.pb")]
    [InlineData("loop.pbtxt")]
    public void A_graph_may_come_from_a_stream_without_a_name(string name)
    {
        using var stream = File.OpenRead(Fixture.Model(name));
        var graph = Binder.Load(stream, "-");
        Assert.Equal(10, new Session().Run(graph, [Fetch.Parse(graph, "while/Exit_sum")], [(OutputNames.Find(graph, "n"), Tensor.Scalar(4))])[0].Value<int>());
    }

    [Theory]
    [InlineData("dense/saved_model.pb")]
    [InlineData("dense/saved_model.pbtxt")]
    public void A_SavedModel_from_a_stream_has_no_files_beside_it(string name)
    {
        using var stream = File.OpenRead(Fixture.Model(name));
        var graph = Binder.Load(stream, "-");
        Assert.Equal(["x"], graph.Inputs.Select(input => input.Name));
        Assert.Null(graph.VariableValues);
    }

    [Fact]
    public void A_loop_hands_the_handle_of_a_variable_on()
    {
        var graph = Binder.Load(Fixture.Model("handle_loop.pbtxt"));
        var session = new Session();
        Assert.True(graph.TryGetNode("set", out var set));
        session.Run(graph, [], [], [set!]);
        // Three times 2.5.
        Assert.Equal(7.5f, session.Run(graph, [Fetch.Parse(graph, "out")])[0].Value<float>());
    }

    [Fact]
    public void Nodes_that_save_and_restore_are_left_out_of_a_graph()
    {
        var file = GraphFile.Read(Fixture.Model("first"), new ModelChoice("predict"));
        Assert.DoesNotContain(file.Nodes, node => node.Name.StartsWith("save/", StringComparison.Ordinal));
    }

    [Fact]
    public void Unsupported_ops_are_told_together_with_their_numbers()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("graphrun").FullName, "g.pbtxt");
        File.WriteAllText(path, """
            node { name: "a" op: "Teleport" } node { name: "b" op: "Teleport" }
            node { name: "c" op: "Const" attr { key: "dtype" value { type: DT_QINT8 } } }
            node { name: "d" op: "Fold" input: "a" }
            """);
        var error = Assert.Throws<GraphRunException>(() => Binder.Load(path));
        Assert.Equal(ErrorCode.UnknownOp, error.Code);
        Assert.Contains("2 of its op types are not supported: Teleport (2), Fold (1)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_names_the_file_and_the_number_of_the_node()
    {
        var bytes = File.ReadAllBytes(Fixture.Model("loop.pb"));
        // The input of 'result', the last node, 'chosen', becomes the unknown 'chosem'.
        var at = bytes.AsSpan().LastIndexOf("\u001a\u0006chosen"u8);
        bytes[at + 7] = (byte)'m';
        var path = Path.Combine(Directory.CreateTempSubdirectory("graphrun").FullName, "g.pb");
        File.WriteAllBytes(path, bytes);
        var error = Assert.Throws<GraphRunException>(() => Binder.Load(path)).Diagnostics[0];
        Assert.Equal(("Node 'result': Unknown input node 'chosem'", 24), (error.Message, error.Span.Line));
        Assert.Equal("result = negate(chosem)", error.Span.Text!.Line(error.Span.Line));
    }

    private static Tensor Run(Graph graph, Tensor input)
    {
        using var open = new OpenSession(graph, new SessionSettings());
        return open.Session.Run(graph, [graph.Outputs[0].Fetch], [(graph.Inputs[0].Output, input)])[0];
    }
}
