using System.Text;
using GraphRun.Errors;
using GraphRun.Formats.Expressions;
using GraphRun.Formats.Graphs;
using Xunit;

namespace GraphRun.Tests.Formats.Graphs;

public class GraphFileTests
{
    [Fact]
    public void A_graph_file_gives_its_nodes_in_the_order_of_the_text()
    {
        var graph = Read(
            "graphrun: 1\nname: counter\nseed: 7\ndescription: counts\nnodes:\n  foo: variable(42)\n  assign: assign(foo, 13)\n");
        Assert.Equal(("counter", 7, "counts"), (graph.Name.Text, graph.Seed, graph.Description));
        Assert.Equal(["foo = variable(42)", "assign = assign(foo, 13)"], graph.Nodes.Select(Print));
        Assert.Equal("g:6:3", graph.Nodes[0].Span.ToString());
        Assert.Equal("g:7:11", graph.Nodes[1].Expression.Span.ToString());
    }

    [Fact]
    public void Json_gives_the_same_graph_as_yaml()
    {
        var json = Read("""{"graphrun": 1, "nodes": {"k": 3, "m": [[1, 2]], "y": "k * 2", "z": {"op": "Add", "inputs": ["k", "y"]}}}""");
        var yaml = Read("graphrun: 1\nnodes: {k: 3, m: [[1, 2]], y: k * 2, z: {op: Add, inputs: [k, y]}}\n");
        Assert.Equal(yaml.Nodes.Select(Print), json.Nodes.Select(Print));
    }

    [Theory]
    [InlineData("x + 1", "y = x + 1")]
    [InlineData("'x + 1'", "y = x + 1")]
    [InlineData("|\n    x\n    + 1", "y = x\n+ 1\n")]
    [InlineData("3", "y = 3")]
    [InlineData("[[1, 2], [3, 4]]", "y = literal of 2")]
    [InlineData("{expr: x + 1, after: [a, b], device: /cpu:0}", "y = x + 1 after a b on /cpu:0")]
    [InlineData("{expr: x + 1, after: a}", "y = x + 1 after a")]
    [InlineData("{op: MatMul, inputs: [x, w], transpose_b: true, after: [c]}", "y = MatMul(x, w; transpose_b=true) after c")]
    [InlineData("{op: Neg, inputs: x}", "y = Neg(x)")]
    [InlineData("{op: Neg, inputs: {x: z}}", "y = Neg(x=z)")]
    [InlineData("{op: Const, value: {file: w.npy}, dtype: float32}", "y = Const(; value={1}, dtype=float32)")]
    [InlineData("{op: NoOp, name: y}", "y = NoOp()")]
    public void Every_form_of_a_node_is_read(string body, string node) =>
        Assert.Equal(node, Print(Assert.Single(Read($"graphrun: 1\nnodes:\n  y: {body}\n").Nodes)));

    [Fact]
    public void Nodes_can_be_a_list_of_mappings_with_names() => Assert.Equal(
        ["a = 1", "b = Neg(a)", "s/c = a + 1"],
        Read(
            """
            graphrun: 1
            nodes:
            - {name: a, expr: 1}
            - {name: b, op: Neg, inputs: [a]}
            - {name: s, scope: [{name: c, expr: a + 1}]}
            """).Nodes.Select(Print));

    [Fact]
    public void Nodes_of_a_scope_stand_in_its_place_under_its_name()
    {
        var nodes = Read("graphrun: 1\nnodes:\n  a: 1\n  l1:\n    scope:\n      w: 2\n      deep: {scope: {v: w}}\n  b: 3\n").Nodes;
        Assert.Equal(["a", "l1/w", "l1/deep/v", "b"], nodes.Select(node => node.Name));
        Assert.Equal(["", "l1/", "l1/deep/", ""], nodes.Select(node => node.Scope));
    }

    [Theory]
    [InlineData("y", "y=y")]
    [InlineData("[y, topk:indices, c@post]", "y=y topk:indices=topk:indices c@post=c@post")]
    [InlineData("{loss: y, best: topk:indices}", "loss=y best=topk:indices")]
    public void Outputs_are_one_reference_a_list_or_a_mapping(string outputs, string expected) => Assert.Equal(
        expected,
        string.Join(
            ' ',
            Read($"graphrun: 1\nnodes: {{y: 1}}\noutputs: {outputs}\n").Outputs.Select(output => $"{output.Name}={output.Reference}")));

    [Fact]
    public void Functions_have_parameters_nodes_and_returns()
    {
        var function = Assert.Single(Read(
            """
            graphrun: 1
            functions:
              dense(x, units, activation=identity):
                description: a layer
                nodes:
                  w: variable(glorot_uniform([4, units]))
                  y: activation(x @ w)
                returns: y
            nodes:
              z: dense(x, 3)
            """).Functions);
        Assert.Equal(("dense", "a layer"), (function.Name, function.Description));
        Assert.Equal(["x", "units", "activation"], function.Parameters.Select(parameter => parameter.Name.Text));
        var last = function.Parameters[2];
        Assert.Equal("identity", last.Signature!.Nodes[last.Default].Text);
        Assert.Equal(["w", "y"], function.Nodes.Select(node => node.Name));
        Assert.Equal("y", Assert.Single(function.Returns).Reference.Text);
    }

    [Theory]
    [InlineData("", ErrorCode.NoGraph, "no graph in file 'g'")]
    [InlineData("# nothing\n", ErrorCode.NoGraph, "no graph in file 'g'")]
    [InlineData("---\n", ErrorCode.NoGraph, "no graph in file 'g'")]
    [InlineData("hello", ErrorCode.NoGraph, "no graph in file 'g'")]
    [InlineData("- 1\n", ErrorCode.NoGraph, "a graph file is a mapping of 'graphrun', 'nodes' and so on, not a list")]
    [InlineData("graphrun: 1\n", ErrorCode.NoGraph, "the key 'nodes' is missing")]
    [InlineData("nodes: {a: 1}\n", ErrorCode.InvalidValue, "the key 'graphrun' is missing, which gives the version of the format")]
    [InlineData("graphrun: 2\nnodes: {a: 1}\n", ErrorCode.Unsupported, "format version 2 is newer than this program reads, which is 1")]
    [InlineData("graphrun: x\nnodes: {a: 1}\n", ErrorCode.InvalidValue, "'graphrun' is a whole number of 64 bits, not 'x'")]
    [InlineData("graphrun: 1\nnodes: 3\n", ErrorCode.InvalidValue, "'nodes' is a mapping of names to nodes")]
    [InlineData("graphrun: 1\nnodes: {a: 1}\nseed: 1.5\n", ErrorCode.InvalidValue, "'seed' is a whole number of 64 bits, not '1.5'")]
    [InlineData("graphrun: 1\nnodes: {a: 1}\nname: ../x\n", ErrorCode.InvalidName, "'../x' cannot name a graph")]
    [InlineData("graphrun: 1\nnodes: {a: }\n", ErrorCode.InvalidValue, "node 'a' is empty")]
    [InlineData("graphrun: 1\nnodes: {'a b': 1}\n", ErrorCode.InvalidName, "Node 'a b': Node name contains invalid characters")]
    [InlineData("graphrun: 1\nnodes: {_a: 1}\n", ErrorCode.InvalidName, "Node '_a': Node name contains invalid characters")]
    [InlineData("graphrun: 1\nnodes: {a/../b: 1}\n", ErrorCode.InvalidName, "Node 'a/../b': Node name contains invalid characters")]
    [InlineData("graphrun: 1\nnodes: {a: {inputs: [b]}}\n", ErrorCode.InvalidValue, "node 'a' has neither 'op' nor 'expr'")]
    [InlineData("graphrun: 1\nnodes: {a: {opp: Neg}}\n", ErrorCode.UnknownKey, "node 'a' has neither 'op' nor 'expr' but 'opp'")]
    [InlineData("graphrun: 1\nnodes: {a: {op: Neg, expr: x}}\n", ErrorCode.InvalidValue, "node 'a' has both 'op' and 'expr'")]
    [InlineData("graphrun: 1\nnodes: {a: {expr: x, axis: 1}}\n", ErrorCode.UnknownKey, "node 'a' with an 'expr' has no key 'axis'")]
    [InlineData("graphrun: 1\nnodes: {a: {expr: [x]}}\n", ErrorCode.InvalidValue, "'expr' of node 'a' is an expression, not a list")]
    [InlineData("graphrun: 1\nnodes: {a: {op: Neg, name: b}}\n", ErrorCode.Duplicate, "node 'a' has a second name, 'b'")]
    [InlineData("graphrun: 1\nnodes: {a: {scope: {b: 1}, after: c}}\n", ErrorCode.UnknownKey, "scope 'a' has no key 'after'")]
    [InlineData("graphrun: 1\nnodes: [{expr: x}]\n", ErrorCode.InvalidValue, "a node in a list is a mapping with a 'name'")]
    [InlineData("graphrun: 1\nnodes: [{name: a, expr: x}, {name: a, expr: y}]\n", ErrorCode.Duplicate, "Node 'a' is not unique: the first one is at g:2:16")]
    [InlineData("graphrun: 1\nnodes: {a: {op: Neg, after: {b: 1}}}\n", ErrorCode.InvalidValue, "'after' is a list of nodes, not a mapping")]
    [InlineData("graphrun: 1\nnodes: {a: 1}\noutputs: [[a]]\n", ErrorCode.InvalidValue, "'outputs' is a text, not a list")]
    [InlineData("graphrun: 1\nnodes: {a: 1}\noutputs: [a, a]\n", ErrorCode.Duplicate, "'a' stands twice in 'outputs': here and at g:3:11")]
    [InlineData("graphrun: 1\nnodes: {a: 1}\nfunctions: {f: {}}\n", ErrorCode.Syntax, "'f' is no signature of a function")]
    [InlineData("graphrun: 1\nnodes: {a: 1}\nfunctions: {f(): {nodes: {b: 1}}}\n", ErrorCode.InvalidValue, "function 'f' returns nothing")]
    public void What_is_no_graph_file_is_refused_in_plain_words(string text, ErrorCode code, string message)
    {
        var error = Assert.Single(Assert.Throws<GraphRunException>(() => Read(text)).Diagnostics);
        Assert.Equal((code, message), (error.Code, error.Message));
    }

    [Fact]
    public void A_name_has_at_most_256_characters() => Assert.Equal(
        $"Node '{new string('a', 80)}...': a name has at most 256 characters, this one has 257",
        Assert.Throws<GraphRunException>(() => Read($"graphrun: 1\nnodes: {{{new string('a', 257)}: 1}}\n")).Diagnostics[0].Message);

    [Fact]
    public void An_unknown_key_is_refused_with_the_nearest_one()
    {
        var error = Assert.Throws<GraphRunException>(() => Read("graphrun: 1\nnode: {a: 1}\nnodes: {b: 1}\n")).Diagnostics[0];
        Assert.Equal("a graph file has no key 'node'", error.Message);
        Assert.Equal("did you mean 'nodes'?", error.Help);
    }

    [Fact]
    public void All_errors_of_a_file_are_told_at_once_in_its_order()
    {
        var errors = Assert.Throws<GraphRunException>(
            () => Read("graphrun: 1\nnods: {}\nnodes:\n  a:\n  'b c': 1\n  a: 2\nseed: x\n")).Diagnostics;
        Assert.Equal([2, 4, 5, 6, 7], errors.Select(error => error.Span.Line));
    }

    [Fact]
    public void Errors_beyond_twenty_are_counted()
    {
        var text = "graphrun: 1\nnodes:\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"  a{i}:\n"));
        var errors = Assert.Throws<GraphRunException>(() => Read(text)).Diagnostics;
        Assert.Equal(21, errors.Count);
        Assert.Equal("and 10 more errors", errors[20].Message);
    }

    [Fact]
    public void The_extension_tells_json_from_yaml_and_without_one_the_text_does()
    {
        Assert.Throws<GraphRunException>(() => Read("graphrun: 1\nnodes: {a: 1}\n", "g.json"));
        Assert.Single(Read("{\"graphrun\": 1, \"nodes\": {\"a\": 1}}", "g.json").Nodes);
        Assert.Single(Read("{\"graphrun\": 1, \"nodes\": {\"a\": 1}}", "-").Nodes);
        Assert.Single(Read("{graphrun: 1, nodes: {a: 1}}", "-").Nodes);
    }

    [Fact]
    public void A_file_that_is_not_there_is_refused_with_its_neighbour()
    {
        using var folder = new TemporaryFolder();
        folder.Write("counter.yaml", "graphrun: 1\nnodes: {a: 1}\n");
        var error = Assert.Throws<GraphRunException>(() => GraphFile.Read(folder.PathOf("conter.yaml"))).Diagnostics[0];
        Assert.Equal(ErrorCode.FileNotReadable, error.Code);
        Assert.EndsWith("conter.yaml': there is no such file", error.Message);
        Assert.Equal("did you mean 'counter.yaml'?", error.Help);
        Assert.Contains("it is a directory", Assert.Throws<GraphRunException>(() => GraphFile.Read(folder.PathOf(""))).Message);
        Assert.Equal(folder.PathOf("").TrimEnd('/'), GraphFile.Read(folder.PathOf("counter.yaml")).Folder);
    }

    private static GraphDef Read(string text, string name = "g") => GraphFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), name);

    private static string Print(NodeDef node)
    {
        var what = node.Expression.Exists ? Expression.Parse(node.Expression).Source.ToString()
            : node.Literal.Exists ? $"literal of {node.Literal.Written.Count}"
            : $"{node.Op}({Join(node.Inputs)}{(node.Attrs.Count > 0 ? $"; {Join(node.Attrs)}" : "")})";
        var after = node.After.Count > 0 ? $" after {string.Join(' ', node.After)}" : "";
        return $"{node.Name} = {what}{after}{(node.Device.Text is null ? "" : $" on {node.Device}")}";
    }

    private static string Join(IEnumerable<NamedValue> values) => string.Join(", ", values.Select(Print));

    private static string Print(NamedValue value)
    {
        var written = value.Value.Written;
        var text = written.Count > 0 ? $"{{{written.Count}}}" : written.ToString();
        return value.HasName ? $"{value.Name}={text}" : text;
    }
}
