using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Tensors;
using Xunit;
using static GraphRun.Tests.Formats.Binding.BoundGraph;

namespace GraphRun.Tests.Formats.Binding;

public class BinderTests
{
    [Fact]
    public void A_counter_becomes_tensorflows_nodes()
    {
        var graph = Nodes("foo: variable(42)\ninitialize: global_variables_initializer()\nassign: assign(foo, 13)");
        Assert.Equal(
            """
            foo/initial_value = Const()
            foo = VariableV2()
            foo/Assign = Assign(foo, foo/initial_value)
            initialize = NoOp(^foo/Assign)
            assign/value = Const()
            assign = Assign(foo, assign/value)
            """,
            Print(graph));
        var variable = Assert.Single(graph.Variables);
        Assert.Equal(
            ("foo", DType.Int32, Shape.Scalar, "foo/Assign"), (variable.Name, variable.DType, variable.Shape, variable.Initializer!.Name));
    }

    [Fact]
    public void A_counter_counts()
    {
        var graph = Nodes("foo: variable(42)\ninitialize: global_variables_initializer()\nassign: assign(foo, 13)");
        var session = new Session();
        session.Run(graph, [], targets: [OutputNames.FindNode(graph, "initialize")]);
        session.Run(graph, [], targets: [OutputNames.FindNode(graph, "assign")]);
        Assert.Equal(13, session.Run(graph, [Fetch.Parse(graph, "foo")])[0].Value<int>());
    }

    [Fact]
    public void Names_may_be_used_before_they_are_declared_and_nodes_keep_the_order_of_the_file()
    {
        var graph = Nodes("y: x + 1\nx: z * 2\nz: 5");
        Assert.Equal(["y/y", "y", "x/y", "x", "z"], graph.Nodes.Select(node => node.Name));
        Assert.Equal("int32[] 11", Value("y: x + 1\nx: z * 2\nz: 5"));
    }

    [Fact]
    public void Every_call_gets_a_name_below_its_node()
    {
        var graph = Nodes("a: [1.0, 2.0]\nloss: reduce_sum(square(a - 1.0) + square(a * a - a))");
        Assert.Equal(
            "a loss/y loss/sub loss/square loss/mul loss/sub_1 loss/square_1 loss/add loss/reduction_indices loss",
            string.Join(' ', graph.Nodes.Select(node => node.Name)));
    }

    [Fact]
    public void A_derived_name_never_takes_one_that_the_file_gives()
    {
        var graph = Nodes("a: 2\ny: a + a * a\ny/mul: a * 3\nz: '`y/mul` + `y/mul_1`'");
        Assert.Equal("y/mul_1 = Mul(a, a)", Print(graph).Split('\n').Single(line => line.StartsWith("y/mul_1", StringComparison.Ordinal)));
        Assert.Equal("int32[] 10", Print(Run("a: 2\ny: a + a * a\ny/mul: a * 3\nz: '`y/mul` + `y/mul_1`'", "z")));
    }

    [Fact]
    public void Nodes_inside_expressions_can_be_named() =>
        Assert.Equal("int32[] 12", Value("a: 2\nb: a * 3 + 1\ny: '`b/mul` * 2'"));

    [Theory]
    [InlineData("y: x\nx: 3", "int32[] 3")]
    [InlineData("y: 3", "int32[] 3")]
    [InlineData("y: 0.5", "float32[] 0.5")]
    [InlineData("y: true", "bool[] True")]
    [InlineData("y: \"'hello'\"", "string[] hello")]
    [InlineData("y: [[1, 2], [3, 4]]", "int32[2,2] 1 2 3 4")]
    [InlineData("y: [1, 2.5]", "float32[2] 1 2.5")]
    [InlineData("y: [x, 2, x * 2]\nx: 3", "int32[3] 3 2 6")]
    [InlineData("y: 3000000000", "int64[] 3000000000")]
    [InlineData("y: .inf", "float32[] Infinity")]
    [InlineData("y: 0o17", "int32[] 15")]
    [InlineData("y: {op: Const, value: hello}", "string[] hello")]
    [InlineData("y: {op: Const, value: [1, 2], dtype: float64}", "float64[2] 1 2")]
    [InlineData("y: {op: Const, value: 7, shape: [2, 2]}", "int32[2,2] 7 7 7 7")]
    [InlineData("y: {op: Const, value: [1, 2, 3, 4], shape: [2, 2]}", "int32[2,2] 1 2 3 4")]
    [InlineData("y: constant([1, 2], dtype=int64)", "int64[2] 1 2")]
    [InlineData("y: {op: Mul, inputs: [x, 2]}\nx: 3", "int32[] 6")]
    [InlineData("y: {op: Mul, inputs: [x + 1, x]}\nx: 3", "int32[] 12")]
    [InlineData("y: {op: multiply, inputs: {x: x, y: 5}}\nx: 3", "int32[] 15")]
    [InlineData("y: {op: Neg, inputs: x}\nx: 3", "int32[] -3")]
    [InlineData("y: {op: AddN, inputs: [a, a, b]}\na: 3\nb: 4", "int32[] 10")]
    [InlineData("y: {op: ConcatV2, inputs: [a, a, 0]}\na: [1, 2]", "int32[4] 1 2 1 2")]
    [InlineData("y: {op: ConcatV2, inputs: [[a, a], 0]}\na: [1, 2]", "int32[4] 1 2 1 2")]
    [InlineData("y: {op: ConcatV2, inputs: [a, a, 0], N: 2, T: int32}\na: [1, 2]", "int32[4] 1 2 1 2")]
    [InlineData("y: {op: variable, initial: 5}", "int32[] 5")]
    [InlineData("y: tf.identity(x)\nx: 3", "int32[] 3")]
    public void Every_form_of_a_node_has_its_value(string nodes, string value) => Assert.Equal(value, Value(nodes));

    [Fact]
    public void Names_inside_a_scope_mean_the_innermost()
    {
        Assert.Equal("int32[3] 11 2 21", Value(
            """
            w: 1
            l1: {scope: {w: 10, v: w + 1, deep: {scope: {u: w + v}}}}
            l2: {scope: {v: w + 1}}
            y: "[`l1/v`, `l2/v`, `l1/deep/u`]"
            """));
    }

    [Theory]
    [InlineData("s: split([1, 2, 3, 4], 2)\ny: 's:1'", "int32[2] 3 4")]
    [InlineData("s: split([1, 2, 3, 4], 2)\ny: s[1]", "int32[2] 3 4")]
    [InlineData("s: split([1, 2, 3, 4], 2)\ny: s", "int32[2] 1 2")]
    [InlineData("s: split([1, 2, 3, 4], 2)\ny: {op: Identity, inputs: ['s:1']}", "int32[2] 3 4")]
    [InlineData("y: concat(split([1, 2, 3, 4], 2), 0)", "int32[4] 1 2 3 4")]
    [InlineData("s: split([1, 2, 3, 4], 2)\ny: 's:output'", "int32[2] 1 2")]
    public void Outputs_are_selected_by_number_or_name(string nodes, string value) => Assert.Equal(value, Value(nodes));

    [Fact]
    public void After_holds_back_every_node_of_the_expression()
    {
        var graph = Nodes("v: variable(1)\nlog: no_op()\ny: {expr: 'assign(v, v * 2)', after: [log]}");
        Assert.Contains("y/mul = Mul(v, y/y, ^log)", Print(graph));
        Assert.Contains("y = Assign(v, y/mul, ^log)", Print(graph));
    }

    [Fact]
    public void A_control_input_among_the_inputs_holds_back_the_node() =>
        Assert.Contains("y = Neg(x, ^log)", Print(Nodes("x: 1\nlog: no_op()\ny: {op: Neg, inputs: [x, ^log]}")));

    [Fact]
    public void Dims_in_shapes_are_no_nodes()
    {
        var graph = Nodes("x: placeholder(float32, [batch, 4])\nbatch: shape(x)[0]\ny: x * cast(batch, float32)");
        Assert.True(graph.TryGetNode("x", out var x));
        Assert.Equal("[batch,4]", x.Attrs.Shape("shape").ToString());
    }

    [Fact]
    public void The_initializer_knows_variables_declared_after_it_and_inside_expressions()
    {
        var graph = Nodes(
            "init: global_variables_initializer()\na: variable(1)\nb: variable(2) * 3\nc: {expr: variable(4), after: [init]}");
        Assert.True(graph.TryGetNode("init", out var node));
        Assert.Equal(["a/Assign", "b/variable/Assign"], node.ControlInputs.Select(control => control.Name));
        Assert.Equal(["a", "b/variable", "c"], graph.Variables.Select(variable => variable.Name));
    }

    [Fact]
    public void Outputs_get_their_public_names()
    {
        var graph = File(
            """
            graphrun: 1
            name: g1
            seed: 3
            nodes: {a: variable(1), b: 'split([1, 2], 2)'}
            outputs: {x: a, later: a@post, half: 'b:1'}
            """);
        Assert.Equal(("g1", 3), (graph.Name, graph.Seed));
        Assert.Equal(
            ["x a", "later a@post", "half b:1"],
            graph.Outputs.Select(output => $"{output.Name} {output.Fetch.Output}{(output.Fetch.IsPost ? "@post" : "")}"));
    }

    [Fact]
    public void A_node_knows_where_its_name_stands()
    {
        var graph = Nodes("foo: variable(42)\ny: foo + 1");
        Assert.Equal("g:3:3", OutputNames.FindNode(graph, "foo").Span.ToString());
        Assert.Equal("g:4:12", OutputNames.FindNode(graph, "y/y").Span.ToString());
    }

    [Fact]
    public void A_chain_of_a_hundred_thousand_nodes_binds_in_any_order()
    {
        var lines = Enumerable.Range(1, 100_000).Select(i => $"n{i}: n{i - 1} + 1").Append("n0: 1");
        Assert.Equal(
            100_001,
            Nodes(string.Join('\n', lines.Reverse())).Nodes.Count(node => node.Op.Name is "AddV2" or "Const" && !node.Name.Contains('/')));
        Assert.Equal(200_001, Nodes(string.Join('\n', lines)).Nodes.Count);
    }

    [Fact]
    public void A_long_chain_of_operators_binds()
    {
        var graph = Nodes("x: 1.0\ny: " + string.Join(" + ", Enumerable.Repeat("x", 10_000)));
        Assert.Equal(10_000, graph.Nodes.Count);
        Assert.True(graph.TryGetNode("y/add_9997", out _));
    }
}
