using System.Text;
using GraphRun.Errors;
using GraphRun.Formats.Binding;
using GraphRun.Formats.Graphs;
using Xunit;

namespace GraphRun.Tests.Formats.TensorFlowJs;

/// <summary>Models that are damaged, or made to do harm: refused with the file, field or node, before memory is taken.</summary>
public sealed class HostileModelTests : IDisposable
{
    /// <summary>One of everything that a model can hold.</summary>
    private const string Whole =
        """
        {"format": "graph-model", "modelTopology": {"node": [
          {"name": "x", "op": "Placeholder", "attr": {"dtype": {"type": "DT_FLOAT"}, "shape": {"shape": {"dim": [{"size": "-1"}, {"size": "2"}]}}}},
          {"name": "w", "op": "Const", "attr": {"dtype": {"type": "DT_FLOAT"}}},
          {"name": "q", "op": "Const", "attr": {"dtype": {"type": "DT_FLOAT"}}},
          {"name": "a", "op": "Const", "attr": {"dtype": {"type": "DT_INT32"}, "value": {"tensor": {"dtype": "DT_INT32",
            "tensorShape": {"dim": [{"size": "2"}]}, "intVal": [1, 0]}}}},
          {"name": "m", "op": "_FusedMatMul", "input": ["x", "w", "q"], "attr": {"num_args": {"i": "1"}, "fused_ops": {"list": {"s": ["Qmlhc0FkZA=="]}},
            "epsilon": {"f": 0.0}, "transpose_a": {"b": false}, "T": {"type": 1}}},
          {"name": "t", "op": "Transpose", "input": ["m", "a", "^x"], "attr": {"Tperm": {"type": "DT_INT32"}}},
          {"name": "p", "op": "PartitionedCall", "input": ["t"], "attr": {"f": {"func": {"name": "twice"}}, "Tin": {"list": {"type": ["DT_FLOAT"]}},
            "Tout": {"list": {"type": ["DT_FLOAT"]}}}}],
         "library": {"function": [{"signature": {"name": "twice", "inputArg": [{"name": "v", "type": "DT_FLOAT"}],
           "outputArg": [{"name": "r", "type": "DT_FLOAT"}]},
           "nodeDef": [{"name": "sum", "op": "AddV2", "input": ["v", "v"]}], "ret": {"r": "sum:z:0"}}]}},
         "signature": {"inputs": {"x": {"name": "x:0"}}, "outputs": {"y": {"name": "p:0"}}},
         "weightsManifest": [{"paths": ["w.bin"], "weights": [
           {"name": "w", "shape": [2, 2], "dtype": "float32"},
           {"name": "q", "shape": [2], "dtype": "float32", "quantization": {"dtype": "uint8", "scale": 0.5, "min": -1}}]}]}
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("graphrun-").FullName;

    public HostileModelTests() => File.WriteAllBytes(Path.Combine(folder, "w.bin"), new byte[18]);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private GraphRunException Refused(string json)
    {
        var path = Path.Combine(folder, "model.json");
        File.WriteAllText(path, json);
        return Assert.Throws<GraphRunException>(() => Binder.Load(path));
    }

    /// <summary>The whole model with one part replaced; the part must be there.</summary>
    private GraphRunException RefusedWith(string part, string replacement)
    {
        Assert.Contains(part, Whole, StringComparison.Ordinal);
        return Refused(Whole.Replace(part, replacement, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(
        """{"modelTopology": {"keras_version": "2.4.0", "model_config": {"class_name": "Sequential", "config": {"layers": [{"class_name": "Dense"}]}}}}""",
        "this is a layers model of Keras 2.4.0 (Sequential, 1 layer)")]
    [InlineData("""{"modelTopology": {"class_name": "Model", "config": {}}}""", "this is a layers model of Keras (Model, 0 layers)")]
    [InlineData("""{"class_name": "Sequential", "config": [{}, {}]}""", "this is a layers model of Keras (Sequential, 2 layers)")]
    [InlineData("""{"modelTopology": {"class_name": [], "config": 1}}""", "this is a layers model of Keras (unnamed, 0 layers)")]
    [InlineData("""{"modelTopology": 7}""", "modelTopology has no list of nodes")]
    public void A_model_of_layers_is_told_from_a_graph(string json, string message) =>
        Assert.Contains(message, Refused(json).Message, StringComparison.Ordinal);

    [Fact]
    public void The_whole_model_is_sound()
    {
        File.WriteAllText(Path.Combine(folder, "model.json"), Whole);
        Assert.Equal("[2,?]", Binder.Load(Path.Combine(folder, "model.json")).Outputs[0].Fetch.Output.Shape.ToString());
    }

    [Theory]
    [InlineData("../w.bin")]
    [InlineData("/etc/passwd")]
    [InlineData("a/../../w.bin")]
    [InlineData("C:\\\\w.bin")]
    [InlineData("CON")]
    [InlineData("")]
    public void A_shard_outside_the_folder_is_not_opened(string path) =>
        Assert.Equal(ErrorCode.ForbiddenPath, RefusedWith("\"w.bin\"", $"\"{path}\"").Code);

    [Fact]
    public void A_shard_that_is_a_link_is_not_opened()
    {
        File.CreateSymbolicLink(Path.Combine(folder, "link.bin"), Path.Combine(folder, "w.bin"));
        Assert.Equal(ErrorCode.ForbiddenPath, RefusedWith("w.bin", "link.bin").Code);
    }

    [Fact]
    public void A_model_from_a_stream_can_name_no_shards()
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(Whole));
        Assert.Equal(ErrorCode.ForbiddenPath, Assert.Throws<GraphRunException>(() => GraphFile.Read(stream, "-")).Code);
    }

    [Theory]
    [InlineData("[\"w.bin\"]", "[\"none.bin\"]", "there is no file 'none.bin'")]
    [InlineData("[\"w.bin\"]", "[7]", "the path of a shard must be a text")]
    [InlineData("\"shape\": [2, 2]", "\"shape\": [2, 3]", "the weights take 26 bytes, but the shards hold 18")]
    [InlineData("\"shape\": [2, 2]", "\"shape\": [1000000, 1000000]", "the weights take 4000000000002 bytes, but the shards hold 18")]
    [InlineData("\"shape\": [2, 2]", "\"shape\": [-1]", "a dim of weight 'w' must be an integer from 0 on")]
    [InlineData("\"shape\": [2, 2]", "\"shape\": [4294967296, 4294967296, 4294967296]", "elements")]
    [InlineData("\"shape\": [2, 2], \"dtype\": \"float32\"", "\"shape\": [2, 2], \"dtype\": \"resource\"", "the dtype of weight 'w'")]
    [InlineData("\"shape\": [2, 2], \"dtype\": \"float32\"", "\"shape\": [9], \"dtype\": \"string\"", "do not fit into 18 bytes")]
    [InlineData("{\"name\": \"q\", \"shape\"", "{\"name\": \"w\", \"shape\"", "weight 'w' stands twice")]
    [InlineData("\"dtype\": \"uint8\", \"scale\"", "\"dtype\": \"uint7\", \"scale\"", "the quantization of weight 'q' must be uint8, uint16 or float16")]
    [InlineData("\"scale\": 0.5, ", "", "the scale of weight 'q' is missing")]
    [InlineData("\"intVal\": [1, 0]", "\"intVal\": [1, 0, 2]", "3 values for int32[2]")]
    [InlineData("\"intVal\": [1, 0]", "\"intVal\": [3000000000, 0]", "an element of attr 'value' must be int32")]
    [InlineData("\"intVal\": [1, 0]", "\"tensorContent\": \"AAAA\"", "3 bytes of content are no int32[2]")]
    [InlineData("{\"i\": \"1\"}", "{\"i\": \"one\"}", "attr 'num_args' must be an integer, got 'one'")]
    [InlineData("{\"i\": \"1\"}", "{\"s\": \"Qmlhc0FkZA==\"}", "attr 'num_args' of _FusedMatMul must be an int")]
    [InlineData("\"Qmlhc0FkZA==\"", "\"%%%\"", "attr 'fused_ops' must be base64")]
    [InlineData("\"type\": 1}", "\"type\": 77}", "attr 'T' must be a dtype of TensorFlow's")]
    [InlineData("\"input\": [\"x\", \"w\", \"q\"]", "\"input\": [\"x\", \"w\", \"zzz\"]", "Unknown input node 'zzz'")]
    [InlineData("\"input\": [\"x\", \"w\", \"q\"]", "\"input\": [\"x\", \"p\", \"q\"]", "these nodes need each other")]
    [InlineData("\"name\": \"t\", \"op\"", "\"name\": \"m\", \"op\"", "Node 'm' is not unique")]
    [InlineData("{\"name\": \"twice\"}", "{\"name\": \"thrice\"}", "thrice")]
    [InlineData("\"op\": \"AddV2\", \"input\": [\"v\", \"v\"]", "\"op\": \"twice\", \"input\": [\"v\"]", "calls itself")]
    [InlineData("\"sum:z:0\"", "\"none:z:0\"", "none")]
    [InlineData("{\"name\": \"p:0\"}", "{\"name\": \"p:9\"}", "p:9")]
    public void What_is_wrong_is_named(string part, string replacement, string message) =>
        Assert.Contains(message, RefusedWith(part, replacement).Message, StringComparison.Ordinal);

    [Fact]
    public void A_constant_of_one_value_in_a_giant_shape_is_refused_before_memory_is_taken() => Assert.Equal(
        ErrorCode.MemoryExceeded,
        RefusedWith("[{\"size\": \"2\"}]}, \"intVal\": [1, 0]", "[{\"size\": \"100000000000\"}]}, \"intVal\": [1]").Code);

    [Fact]
    public void Deep_nesting_ends_at_its_limit()
    {
        var nested = string.Concat(Enumerable.Repeat("{\"list\":", 100_000));
        Assert.Equal(ErrorCode.LimitExceeded, RefusedWith("{\"i\": \"1\"}", nested).Code);
    }

    [Fact]
    public void A_model_that_was_cut_off_anywhere_is_refused_and_nothing_worse()
    {
        for (var length = 0; length < Whole.TrimEnd().Length; length += 7)
            Refused(Whole[..length]);
    }

    [Fact]
    public void A_model_with_damaged_bytes_runs_or_is_refused()
    {
        var random = new Random(4);
        var path = Path.Combine(folder, "model.json");
        for (var round = 0; round < 400; round++)
        {
            var text = new StringBuilder(Whole);
            for (var change = random.Next(1, 4); change > 0; change--)
                text[random.Next(text.Length)] = "\"{}[]:,-019aZx "[random.Next(15)];
            File.WriteAllText(path, text.ToString());
            try
            {
                Binder.Load(path);
            }
            catch (GraphRunException error)
            {
                Assert.NotEqual(ErrorCode.Internal, error.Code);
            }
        }
    }
}
