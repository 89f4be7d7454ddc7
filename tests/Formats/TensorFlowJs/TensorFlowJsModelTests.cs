using GraphRun.Errors;
using GraphRun.Formats.Binding;
using GraphRun.Formats.Graphs;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Formats.TensorFlowJs;

public sealed class TensorFlowJsModelTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("graphrun-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private GraphDef Read(string json, params (string Name, byte[] Content)[] files)
    {
        foreach (var (name, content) in files)
            File.WriteAllBytes(Path.Combine(folder, name), content);
        var path = Path.Combine(folder, "model.json");
        File.WriteAllText(path, json);
        return GraphFile.Read(path);
    }

    /// <summary>A model whose only node is the constant w, with one shard.</summary>
    private Tensor ReadWeight(string weight, byte[] shard, string dtype)
    {
        var graph = Read(
            """{"modelTopology": {"node": [{"name": "w", "op": "Const", "attr": {"dtype": {"type": """ + $"\"{dtype}\""
            + """}}}]}, "weightsManifest": [{"paths": ["w.bin"], "weights": [{"name": "w", """ + weight + "}]}]}",
            ("w.bin", shard));
        return (Tensor)Attr(graph.Nodes[0], "value")!;
    }

    private static object? Attr(NodeDef node, string name) => node.Attrs.Single(attr => attr.Name.Text == name).Value.Typed;

    private static void Fails(ErrorCode code, string message, Func<object> read)
    {
        var error = Assert.Throws<GraphRunException>(read);
        Assert.Equal(code, error.Code);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nodes_have_their_inputs_and_typed_attrs()
    {
        var graph = Read(
            """
            {"modelTopology": {"node": [
              {"name": "x", "op": "Placeholder", "attr": {"shape": {"shape": {"dim": [{"size": "-1"}, {"size": 4}]}}}},
              {"name": "s", "op": "StridedSlice", "input": ["x", "^x"],
               "attr": {"T": {"type": 1}, "begin_mask": {"i": "3"}, "_x": {"b": true}}}]}}
            """);
        Assert.Equal("[?,4]", Attr(graph.Nodes[0], "shape")!.ToString());
        Assert.Equal(["x", "^x"], graph.Nodes[1].Inputs.Select(input => (string)input.Value.Typed!));
        Assert.Equal(DType.Float32, Attr(graph.Nodes[1], "T"));
        Assert.Equal(3L, Attr(graph.Nodes[1], "begin_mask"));
        Assert.DoesNotContain(graph.Nodes[1].Attrs, attr => attr.Name.Text == "_x");
    }

    [Fact]
    public void A_dtype_that_the_op_has_no_attr_for_is_left_out()
    {
        var graph = Read("""{"modelTopology": {"node": [{"name": "x", "op": "All", "input": ["a", "b"], "attr": {"T": {"type": "DT_BOOL"}}}]}}""");
        Assert.Empty(graph.Nodes[0].Attrs);
    }

    [Fact]
    public void Weights_lie_one_behind_the_other_over_all_shards()
    {
        var graph = Read(
            """
            {"modelTopology": {"node": [{"name": "a", "op": "Const", "attr": {}}, {"name": "b", "op": "Const", "attr": {}}]},
             "weightsManifest": [{"paths": ["1.bin", "2.bin"], "weights": [
               {"name": "a", "shape": [2], "dtype": "int32"}, {"name": "b", "shape": [], "dtype": "bool"}]}]}
            """,
            ("1.bin", [1, 0, 0, 0, 2]),
            ("2.bin", [0, 0, 0, 1]));
        Assert.Equal([1, 2], ((Tensor)Attr(graph.Nodes[0], "value")!).Values<int>().ToArray());
        Assert.True(((Tensor)Attr(graph.Nodes[1], "value")!).Value<bool>());
    }

    [Theory]
    [InlineData("""{"dtype": "uint8", "scale": 0.5, "min": -1}""", new byte[] { 0, 3 }, new[] { -1f, 0.5f })]
    [InlineData("""{"dtype": "uint16", "scale": 0.25, "min": 1}""", new byte[] { 0, 1, 4, 0 }, new[] { 65f, 2f })]
    [InlineData("""{"dtype": "float16"}""", new byte[] { 0, 0x3C, 0, 0xC0 }, new[] { 1f, -2f })]
    public void Quantized_weights_are_what_they_stand_for(string quantization, byte[] shard, float[] values)
    {
        var weight = ReadWeight("\"shape\": [2], \"dtype\": \"float32\", \"quantization\": " + quantization, shard, "DT_FLOAT");
        Assert.Equal(values, weight.Values<float>().ToArray());
    }

    [Fact]
    public void Strings_have_their_lengths_before_them()
    {
        var weight = ReadWeight("\"shape\": [2], \"dtype\": \"string\"", [1, 0, 0, 0, (byte)'a', 0, 0, 0, 0], "DT_STRING");
        Assert.Equal(["a"u8.ToArray(), []], weight.Values<byte[]>().ToArray());
    }

    [Fact]
    public void A_weight_takes_the_dtype_that_its_node_says() =>
        Assert.Equal(7, ReadWeight("\"shape\": [], \"dtype\": \"int32\"", [7, 0, 0, 0], "DT_INT64").Value<long>());

    [Fact]
    public void Ops_that_are_not_there_are_told_all_at_once()
    {
        const string Model =
            """
            {"modelTopology": {"node": [{"name": "a", "op": "Foo"}, {"name": "b", "op": "Bar"}, {"name": "c", "op": "Foo"}]}}
            """;
        Fails(ErrorCode.UnknownOp, "2 of its op types are not supported: Foo (2), Bar (1)", () => Binder.Bind(Read(Model)));
    }

    [Theory]
    [InlineData(3, "the weights take 4 bytes, but the shards hold 3")]
    [InlineData(5, "the weights take 4 bytes, but the shards hold 5")]
    public void Shards_of_another_size_are_refused(int length, string message) => Fails(
        ErrorCode.InvalidTensorFile, message, () => ReadWeight("\"shape\": [], \"dtype\": \"float32\"", new byte[length], "DT_FLOAT"));

    [Theory]
    [InlineData("""{"modelTopology": {"class_name": "Model"}}""", ErrorCode.Unsupported, "layers model")]
    [InlineData("""{"weightsManifest": []}""", ErrorCode.NoGraph, "without modelTopology")]
    [InlineData("""{"modelTopology": {"node": [{"name": "w", "op": "Const"}]}}""", ErrorCode.InvalidTensorFile, "has no weight 'w'")]
    public void A_damaged_model_is_refused(string json, ErrorCode code, string message) => Fails(code, message, () => Read(json));
}
