using System.Text.Json;
using GraphRun.Formats.Schemas;
using Xunit;

namespace GraphRun.Tests.Formats.Schemas;

public sealed class GraphSchemaTests
{
    private static readonly JsonElement schema = Schema();

    [Theory]
    [InlineData("""{"graphrun": 1, "nodes": {}}""")]
    [InlineData("""{"$schema": "s.json", "graphrun": 1, "name": "n", "description": "d", "seed": 7, "nodes": {}, "outputs": ["a"]}""")]
    [InlineData("""{"graphrun": 1, "nodes": {"a": "x + 1", "b": 3, "c": [[1, 2]], "d": true}, "outputs": {"y": "a"}}""")]
    [InlineData("""{"graphrun": 1, "nodes": {"a": {"op": "Assign", "inputs": ["v", 1], "validate_shape": false, "after": "b"}}}""")]
    [InlineData("""{"graphrun": 1, "nodes": {"a": {"op": "assign", "inputs": {"ref": "v", "value": 1}}}}""")]
    [InlineData("""{"graphrun": 1, "nodes": {"a": {"expr": "assign(v, 1)", "after": ["b", "c"]}}}""")]
    [InlineData("""{"graphrun": 1, "nodes": {"s": {"scope": {"w": 1, "t": {"scope": {"b": 2}}}}}}""")]
    [InlineData("""{"graphrun": 1, "nodes": [{"name": "a", "op": "Const", "value": {"file": "x.npy"}, "dtype": "float"}]}""")]
    [InlineData("""{"graphrun": 1, "nodes": {"a": {"op": "Placeholder", "dtype": "float32", "shape": ["?", 784]}}}""")]
    public void A_graph_file_is_accepted(string graph) => Assert.True(IsValid(graph));

    [Theory]
    [InlineData("""{"nodes": {}}""")]
    [InlineData("""{"graphrun": 2, "nodes": {}}""")]
    [InlineData("""{"graphrun": 1, "nodes": {}, "extra": 1}""")]
    [InlineData("""{"graphrun": 1, "nodes": {"a": null}}""")]
    [InlineData("""{"graphrun": 1, "nodes": {"a b": 1}}""")]
    [InlineData("""{"graphrun": 1, "nodes": {"a": {"op": "Asign"}}}""")]
    [InlineData("""{"graphrun": 1, "nodes": {"a": {"opp": "Assign"}}}""")]
    [InlineData("""{"graphrun": 1, "nodes": {"a": {"op": "Assign", "validate_shap": true}}}""")]
    [InlineData("""{"graphrun": 1, "nodes": {"a": {"op": "Placeholder", "dtype": "floot32"}}}""")]
    [InlineData("""{"graphrun": 1, "nodes": [{"op": "NoOp"}]}""")]
    public void What_is_no_graph_file_is_refused(string graph) => Assert.False(IsValid(graph));

    private static bool IsValid(string graph)
    {
        using var document = JsonDocument.Parse(graph);
        return new SchemaValidator(schema).IsValid(document.RootElement);
    }

    private static JsonElement Schema()
    {
        using var stream = new MemoryStream();
        GraphSchema.Write(stream);
        stream.Position = 0;
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }
}
