using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Formats.Binding;
using GraphRun.Formats.Conversion;
using GraphRun.Formats.TensorFiles;
using GraphRun.Graphs;
using GraphRun.Tensors;
using GraphRun.Tests.Formats.Protobuf;
using Xunit;

namespace GraphRun.Tests.Formats.Conversion;

/// <summary>A converted graph gives the same bits as the one it was made of, through any chain of formats.</summary>
public sealed class ConversionTests : IDisposable
{
    private const string Kinds = """
        graphrun: 1
        name: kinds
        seed: 11
        outputs: {total: sum, second: "split:1", state: counter@post, noise: noise, text: text, odd: odd, picked: picked, looped: looped}
        functions:
          scaled(x, factor=2.0):
            nodes: {w: variable(3.0), product: x * w * factor}
            returns: product
        nodes:
          x: placeholder_with_default([1.5, -2.25, 0.1], [?])
          big: {op: Const, value: 0.3333333, shape: [5, 40]}
          counter: variable(7, trainable=false)
          count: assign_add(counter, 1)
          split: split(range(6), 2)
          noise: random_normal([4])
          text: "['a', 'ü\"', '']"
          odd: {op: Const, value: [1.0e-45, 3.4028235e+38, -0.0, .inf], dtype: float32}
          sum: reduce_sum(scaled(x) + reduce_sum(big))
          picked: "cond(sum > 0, lambda: sum + 1.0, lambda: sum - cast(counter, float32))"
          looped: "while_loop(lambda i, v: i < 4, lambda i, v: [i + 1, v + random_uniform([]) * picked], [0, sum])"
          halves: {op: Const, value: [0.1, 65504.0], dtype: float16}
          shaped: {op: Reshape, inputs: [halves, [2, 1]]}
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("graphrun").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("pb")]
    [InlineData("pbtxt")]
    [InlineData("yaml")]
    [InlineData("json")]
    [InlineData("pb json pbtxt yaml pb yaml")]
    public void A_graph_keeps_its_bits_in_every_format(string formats)
    {
        var original = Graph("kinds.yaml", Kinds);
        Assert.Equal(Results(original), Results(Convert(original, formats)));
    }

    [Theory]
    [InlineData("loop.pb", "yaml json pbtxt", 5)]
    [InlineData("loop.pb", "pb yaml", 4)]
    public void Loops_and_functions_of_TensorFlow_keep_their_bits(string model, string formats, int n)
    {
        var original = Binder.Load(Fixture.Model(model));
        var feed = Tensor.Scalar(n);
        Assert.Equal(Results(original, feed), Results(Convert(original, formats), feed));
    }

    [Theory]
    [InlineData("yaml")]
    [InlineData("pb")]
    public void The_variables_of_a_model_become_constants_and_its_inputs_keep_their_names(string formats)
    {
        var converted = Convert(Binder.Load(Fixture.Model("dense")), formats);
        Assert.Empty(converted.Variables);
        Assert.Equal(["output_0"], converted.Outputs.Select(output => output.Name));
        Assert.True(converted.TryGetNode("x", out var x));
        var feed = Tensor.Of<float>(Shape.Of(1, 2), [1, 2]);
        var result = new Session().Run(converted, [converted.Outputs[0].Fetch], [(new Output(x!, 0), feed)])[0];
        Assert.Equal([9.5f, 0, 15.25f], result.Values<float>());
    }

    [Fact]
    public void A_converted_variable_keeps_its_initializer_and_whether_it_is_trained()
    {
        var converted = Convert(Graph("kinds.yaml", Kinds), "json pb");
        Assert.Equal(["counter:False", "sum/scaled/w:True"], converted.Variables.Select(variable => $"{variable.Name}:{variable.IsTrainable}").Order());
        Assert.All(converted.Variables, variable => Assert.Equal(variable.Name + "/Assign", variable.Initializer?.Name));
    }

    [Fact]
    public void Large_constants_lie_beside_a_graph_file()
    {
        var path = Path.Combine(folder, "out.yaml");
        var graph = Graph("g.yaml", "graphrun: 1\nnodes:\n  small: [1, 2]\n  large: {op: Const, value: [1.0, 2.0, 3.0]}\n");
        var files = GraphOutput.Write(GraphExpansion.Of(graph, new ConversionRequest()), path, GraphFormat.Yaml, mostElements: 2, overwrites: false);
        Assert.Equal([path, Path.Combine(folder, "out.safetensors")], files);
        Assert.Equal("graphrun: 1\nnodes:\n  small: {op: Const, value: [1, 2], dtype: int32}\n"
            + "  large: {op: Const, value: {file: out.safetensors, key: large}, dtype: float32}\n", File.ReadAllText(path));
        Assert.Equal([1f, 2, 3], TensorFile.ReadAll(files[1]).Single().Value.Values<float>());
    }

    [Fact]
    public void Public_names_that_graph_files_cannot_have_are_put_plainly()
    {
        var builder = new GraphBuilder();
        var value = builder.Constant(Tensor.Scalar(1f), "Identity");
        foreach (var name in new[] { "Identity:0", "Identity", "Identity:1" })
            builder.AddOutput(name, value);
        var names = Convert(builder.Build(), "yaml").Outputs.Select(output => output.Name);
        Assert.Equal(["Identity", "Identity_1", "Identity_1_1"], names);
    }

    [Fact]
    public void Nothing_is_replaced_unasked()
    {
        var path = Path.Combine(folder, "out.yaml");
        var graph = GraphExpansion.Of(Graph("g.yaml", "graphrun: 1\nnodes:\n  a: {op: Const, value: [1, 2, 3]}\n"), new ConversionRequest());
        File.WriteAllText(Path.Combine(folder, "out.safetensors"), "mine");
        var error = Assert.Throws<GraphRunException>(() => GraphOutput.Write(graph, path, GraphFormat.Yaml, 0, overwrites: false));
        Assert.Equal(ErrorCode.FileNotWritable, error.Code);
        Assert.Equal(["g.yaml", "out.safetensors"], Directory.EnumerateFiles(folder).Select(Path.GetFileName).Order());
        GraphOutput.Write(graph, path, GraphFormat.Yaml, 0, overwrites: true);
        Assert.True(File.Exists(path));
    }

    [Fact]
    public void An_extract_holds_what_its_fetches_need_and_frozen_values()
    {
        var graph = Graph("g.yaml", "graphrun: 1\nnodes:\n  w: variable(2.0)\n  x: placeholder(float32, [])\n  y: x * w\n  z: y + 1.0\n  train: assign(w, z)\n");
        Assert.True(graph.TryGetNode("y", out var y));
        var extracted = GraphExpansion.Of(graph, new ConversionRequest
        {
            Outputs = [("y", new Fetch(new Output(y!, 0)))],
            Prunes = true,
            Values = _ => Tensor.Scalar(5f),
            FreezesAll = true,
        });
        Assert.Equal(["w: Const", "x: Placeholder", "y: Mul"], extracted.Nodes.Select(node => $"{node.Name}: {node.Op}").Order());
    }

    [Theory]
    [InlineData(GraphFormat.Yaml, "frozen.yaml")]
    [InlineData(GraphFormat.Protobuf, "frozen.pb")]
    public void A_variable_whose_handle_goes_through_a_loop_is_frozen_in_it(GraphFormat format, string name)
    {
        var graph = Binder.Load(Fixture.Model("handle_loop.pbtxt"));
        var request = new ConversionRequest
        {
            Outputs = [("out", Fetch.Parse(graph, "out"))],
            Prunes = true,
            Values = _ => Tensor.Scalar(2.5f),
            FreezesAll = true,
        };
        var path = Path.Combine(folder, name);
        GraphOutput.Write(GraphExpansion.Of(graph, request), path, format, mostElements: 16, overwrites: false);
        var frozen = Binder.Load(path);
        // Three times 2.5, in a session where the variable has no value.
        Assert.Equal(7.5f, new Session().Run(frozen, [frozen.Outputs[0].Fetch])[0].Value<float>());
    }

    [Fact]
    public void What_writes_a_variable_cannot_be_frozen()
    {
        var graph = Graph("g.yaml", "graphrun: 1\nnodes:\n  w: variable(2.0)\n  grow: assign(w, w * 2.0)\n");
        Assert.True(graph.TryGetNode("grow", out var grow));
        var error = Assert.Throws<GraphRunException>(() => GraphExpansion.Of(graph, new ConversionRequest
        {
            Outputs = [("grow", new Fetch(new Output(grow!, 0)))],
            Prunes = true,
            Values = _ => Tensor.Scalar(5f),
            FreezesAll = true,
        }));
        Assert.Contains("Node 'grow': Assign writes a variable", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Random_floats_are_read_back_to_their_bits()
    {
        var random = new Random(5);
        var values = new float[4000];
        for (var i = 0; i < values.Length; i++)
            values[i] = BitConverter.UInt32BitsToSingle((uint)random.NextInt64(0x7f80_0000));
        var builder = new GraphBuilder();
        builder.Constant(Tensor.Vector<float>(values), "c");
        var read = Convert(builder.Build(), "yaml", long.MaxValue);
        Assert.True(read.TryGetNode("c", out var constant));
        Assert.Equal(values, constant!.Attrs.Tensor("value").Values<float>().ToArray());
    }

    private Graph Graph(string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return Binder.Load(path);
    }

    private Graph Convert(Graph graph, string formats, long mostElements = 16)
    {
        var step = 0;
        foreach (var name in formats.Split(' '))
        {
            var path = Path.Combine(folder, $"step{step++}.{name}");
            var expanded = GraphExpansion.Of(graph, new ConversionRequest { Values = graph.VariableValues });
            GraphOutput.Write(expanded, path, GraphFormats.Parse(name)!.Value, mostElements, overwrites: false);
            graph = Binder.Load(path);
        }

        return graph;
    }

    private static List<string> Results(Graph graph, Tensor? feed = null)
    {
        var session = new Session();
        session.Initialize(graph);
        var feeds = new List<(Output, Tensor)>();
        if (feed is not null && graph.TryGetNode("n", out var n))
            feeds.Add((new Output(n, 0), feed));
        var values = session.Run(graph, [.. graph.Outputs.Select(output => output.Fetch)], feeds);
        return [.. graph.Outputs.Zip(values, (output, value) => $"{output.Name} {value} {Bits(value)}")];
    }

    private static string Bits(Tensor value) => value.DType == DType.String
        ? string.Join('|', value.Values<byte[]>().ToArray().Select(System.Convert.ToHexString))
        : System.Convert.ToHexString(value.Bytes(0, (int)value.ByteCount));
}
