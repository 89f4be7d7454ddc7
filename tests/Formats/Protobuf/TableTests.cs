using System.Text;
using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Formats.Binding;
using GraphRun.Graphs;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Formats.Protobuf;

/// <summary>Models with tables, in the forms in which TensorFlow writes them; what is found is plain from keys and values.</summary>
public sealed class TableTests
{
    private const string Find = """
        node { name: "x" op: "Placeholder" attr { key: "dtype" value { type: DT_STRING } } attr { key: "shape" value { shape { dim { size: -1 } } } } }
        node { name: "missing" op: "Const" attr { key: "dtype" value { type: DT_INT64 } }
          attr { key: "value" value { tensor { dtype: DT_INT64 tensor_shape {} int64_val: -1 } } } }
        node { name: "table" op: "HashTableV2" attr { key: "key_dtype" value { type: DT_STRING } }
          attr { key: "value_dtype" value { type: DT_INT64 } } attr { key: "shared_name" value { s: "words" } } }
        node { name: "found" op: "LookupTableFindV2" input: "table" input: "x" input: "missing"
          attr { key: "Tin" value { type: DT_STRING } } attr { key: "Tout" value { type: DT_INT64 } } }
        """;

    private const string Contents = """
        node { name: "keys" op: "Const" attr { key: "dtype" value { type: DT_STRING } }
          attr { key: "value" value { tensor { dtype: DT_STRING tensor_shape { dim { size: 2 } } string_val: "cat" string_val: "dog" } } } }
        node { name: "values" op: "Const" attr { key: "dtype" value { type: DT_INT64 } }
          attr { key: "value" value { tensor { dtype: DT_INT64 tensor_shape { dim { size: 2 } } int64_val: 10 int64_val: 20 } } } }
        """;

    private const string Initialize = """
        { name: "init" op: "InitializeTableV2" input: "TABLE" input: "KEYS" input: "VALUES"
          attr { key: "Tkey" value { type: DT_STRING } } attr { key: "Tval" value { type: DT_INT64 } } }
        """;

    [Fact]
    public void A_table_has_the_constants_of_its_initializer() =>
        Assert.Equal([20, -1, 10], Run(Find + Contents + "node " + Init("table", "keys", "values")));

    [Fact]
    public void Another_handle_of_the_same_shared_name_fills_the_table()
    {
        var other = """
            node { name: "other" op: "HashTableV2" attr { key: "key_dtype" value { type: DT_STRING } }
              attr { key: "value_dtype" value { type: DT_INT64 } } attr { key: "shared_name" value { s: "words" } } }
            """;
        Assert.Equal([20, -1, 10], Run(Find + Contents + other + "node " + Init("other", "keys", "values")));
    }

    [Fact]
    public void A_function_in_a_function_fills_the_table()
    {
        var call = """
            node { name: "start" op: "StatefulPartitionedCall" input: "table" attr { key: "f" value { func { name: "outer" } } }
              attr { key: "Tin" value { list { type: DT_RESOURCE } } } attr { key: "Tout" value { list { } } } }
            """;
        var inner = Contents.Replace("node {", "node_def {", StringComparison.Ordinal)
            + "node_def " + Init("t", "keys:output:0", "values:output:0");
        var library = $$"""
            library {
              function { signature { name: "outer" input_arg { name: "t" type: DT_RESOURCE } }
                node_def { name: "call" op: "StatefulPartitionedCall" input: "t" attr { key: "f" value { func { name: "inner" } } }
                  attr { key: "Tin" value { list { type: DT_RESOURCE } } } attr { key: "Tout" value { list { } } } } }
              function { signature { name: "inner" input_arg { name: "t" type: DT_RESOURCE } } {{inner}} }
            }
            """;
        Assert.Equal([20, -1, 10], Run(Find + call + library));
    }

    [Fact]
    public void A_vocabulary_of_a_SavedModel_lies_below_its_assets()
    {
        var path = """
            node { name: "path" op: "Const" attr { key: "dtype" value { type: DT_STRING } }
              attr { key: "value" value { tensor { dtype: DT_STRING tensor_shape {} string_val: "/somewhere/else.txt" } } } }
            node { name: "init" op: "InitializeTableFromTextFileV2" input: "table" input: "path" attr { key: "key_index" value { i: -2 } }
              attr { key: "value_index" value { i: -1 } } attr { key: "vocab_size" value { i: -1 } } attr { key: "delimiter" value { s: "\t" } } }
            """;
        var model = $$"""
            saved_model_schema_version: 1
            meta_graphs { meta_info_def { tags: "serve" } graph_def { {{Find}} {{path}} }
              signature_def { key: "serving_default" value {
                inputs { key: "x" value { name: "x:0" dtype: DT_STRING } } outputs { key: "found" value { name: "found:0" dtype: DT_INT64 } } } }
              asset_file_def { tensor_info { name: "path:0" } filename: "words.txt" } }
            """;
        var folder = Directory.CreateTempSubdirectory("graphrun").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "assets"));
        File.WriteAllText(Path.Combine(folder, "saved_model.pbtxt"), model);
        File.WriteAllText(Path.Combine(folder, "assets", "words.txt"), "fish\ncat\r\ndog\n");
        Assert.Equal([2, -1, 1], Found(Binder.Load(folder)));
    }

    [Fact]
    public void A_vocabulary_outside_the_model_is_refused()
    {
        var model = """
            saved_model_schema_version: 1
            meta_graphs { meta_info_def { tags: "serve" } graph_def {
              node { name: "path" op: "Const" attr { key: "dtype" value { type: DT_STRING } }
                attr { key: "value" value { tensor { dtype: DT_STRING tensor_shape {} string_val: "x" } } } }
              node { name: "table" op: "HashTableV2" }
              node { name: "init" op: "InitializeTableFromTextFileV2" input: "table" input: "path" } }
              asset_file_def { tensor_info { name: "path:0" } filename: "../../../etc/passwd" } }
            """;
        var folder = Directory.CreateTempSubdirectory("graphrun").FullName;
        File.WriteAllText(Path.Combine(folder, "saved_model.pbtxt"), model);
        Assert.Equal(ErrorCode.ForbiddenPath, Assert.Throws<GraphRunException>(() => Binder.Load(folder)).Code);
    }

    [Fact]
    public void A_table_without_contents_is_told_as_what_is_not_supported() => Assert.Contains(
        "1 of its op types are not supported: HashTableV2 (1)",
        Assert.Throws<GraphRunException>(() => Load(Find)).Message,
        StringComparison.Ordinal);

    private static string Init(string table, string keys, string values) => Initialize
        .Replace("TABLE", table, StringComparison.Ordinal)
        .Replace("KEYS", keys, StringComparison.Ordinal)
        .Replace("VALUES", values, StringComparison.Ordinal);

    private static long[] Run(string text) => Found(Load(text));

    private static Graph Load(string text)
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("graphrun").FullName, "g.pbtxt");
        File.WriteAllText(path, text);
        return Binder.Load(path);
    }

    private static long[] Found(Graph graph)
    {
        var x = Tensor.Vector<byte[]>("dog"u8.ToArray(), "cow"u8.ToArray(), "cat"u8.ToArray());
        return new Session().Run(graph, [Fetch.Parse(graph, "found")], [(OutputNames.Find(graph, "x"), x)])[0].Integers();
    }
}
