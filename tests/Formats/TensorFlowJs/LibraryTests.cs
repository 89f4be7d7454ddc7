using System.Text;
using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Formats.Binding;
using GraphRun.Formats.Feeds;
using GraphRun.Graphs;
using GraphRun.Tests.Formats.Binding;
using Xunit;

namespace GraphRun.Tests.Formats.TensorFlowJs;

/// <summary>Models with functions. Expected numbers are calculated by hand.</summary>
public class LibraryTests
{
    private const string Scalar = """{"shape": {"shape": {}}, "dtype": {"type": "DT_FLOAT"}}""";
    private const string Floats = """{"list": {"type": ["DT_FLOAT"]}}""";

    private const string Square = """
        {"signature": {"name": "square", "inputArg": [{"name": "v", "type": "DT_FLOAT"}], "outputArg": [{"name": "r", "type": "DT_FLOAT"}]},
         "nodeDef": [{"name": "m", "op": "Mul", "input": ["v", "v"], "attr": {"T": {"type": "DT_FLOAT"}}}], "ret": {"r": "m:z:0"}}
        """;

    private const string Half = """
        {"signature": {"name": "half", "inputArg": [{"name": "v", "type": "DT_FLOAT"}], "outputArg": [{"name": "r", "type": "DT_FLOAT"}]},
         "nodeDef": [{"name": "s", "op": "Sqrt", "input": ["v"], "attr": {"T": {"type": "DT_FLOAT"}}},
                     {"name": "d", "op": "Div", "input": ["v", "s:y:0"], "attr": {"T": {"type": "DT_FLOAT"}}}], "ret": {"r": "d:z:0"}}
        """;

    private const string Small = """
        {"signature": {"name": "small", "inputArg": [{"name": "v", "type": "DT_FLOAT"}, {"name": "most", "type": "DT_FLOAT"}],
                       "outputArg": [{"name": "r", "type": "DT_BOOL"}]},
         "nodeDef": [{"name": "l", "op": "Less", "input": ["v", "most"], "attr": {"T": {"type": "DT_FLOAT"}}}], "ret": {"r": "l:z:0"}}
        """;

    private const string Twice = """
        {"signature": {"name": "twice", "inputArg": [{"name": "v", "type": "DT_FLOAT"}, {"name": "most", "type": "DT_FLOAT"}],
                       "outputArg": [{"name": "r", "type": "DT_FLOAT"}, {"name": "same", "type": "DT_FLOAT"}]},
         "nodeDef": [{"name": "a", "op": "AddV2", "input": ["v", "v"], "attr": {"T": {"type": "DT_FLOAT"}}},
                     {"name": "k", "op": "Identity", "input": ["most"], "attr": {"T": {"type": "DT_FLOAT"}}}],
         "ret": {"r": "a:z:0", "same": "k:output:0"}}
        """;

    [Theory]
    [InlineData("PartitionedCall")]
    [InlineData("StatefulPartitionedCall")]
    public void A_call_gives_what_its_function_returns(string op) => Assert.Equal("float32[] 9", Run(
        [Square],
        Node("x", "Placeholder", Scalar),
        Node("y", op, $$$"""{"Tin": {{{Floats}}}, "Tout": {{{Floats}}}, "f": {"func": {"name": "square"} } }""", "x")));

    [Fact]
    public void A_function_is_called_by_its_name_as_an_op() =>
        Assert.Equal("float32[] 81", Run([Square], Node("x", "Placeholder", Scalar), Node("s", "square", "{}", "x"), Node("y", "square", "{}", "s")));

    [Theory]
    [InlineData("x=3", "float32[] 9")]
    [InlineData("x=100", "float32[] 10")]
    public void A_branch_is_a_function_of_the_library(string feed, string expected) => Assert.Equal(expected, Run(
        [Square, Half],
        [feed, "limit=10"],
        Node("x", "Placeholder", Scalar),
        Node("limit", "Placeholder", Scalar),
        Node("p", "Less", """{"T": {"type": "DT_FLOAT"}}""", "x", "limit"),
        Node(
            "y",
            "StatelessIf",
            $$$"""
            {"Tcond": {"type": "DT_BOOL"}, "Tin": {{{Floats}}}, "Tout": {{{Floats}}},
             "then_branch": {"func": {"name": "square"} }, "else_branch": {"func": {"name": "half"} } }
            """,
            "p",
            "x")));

    [Theory]
    [InlineData("While")]
    [InlineData("StatelessWhile")]
    public void A_loop_runs_functions_of_the_library(string op) => Assert.Equal("float32[] 12", Run(
        [Small, Twice],
        ["x=3", "limit=10"],
        Node("x", "Placeholder", Scalar),
        Node("limit", "Placeholder", Scalar),
        Node(
            "loop",
            op,
            """
            {"T": {"list": {"type": ["DT_FLOAT", "DT_FLOAT"]}}, "cond": {"func": {"name": "small"}}, "body": {"func": {"name": "twice"}},
             "parallel_iterations": {"i": "10"}, "output_shapes": {"list": {}}}
            """,
            "x",
            "limit"),
        Node("y", "Identity", """{"T": {"type": "DT_FLOAT"}}""", "loop")));

    [Fact]
    public void Inputs_are_fed_by_their_public_names()
    {
        var graph = Load(
            [Square],
            """{"inputs": {"pixels": {"name": "x:0"}}, "outputs": {"scores": {"name": "y:0"}}}""",
            Node("x", "Placeholder", Scalar),
            Node("y", "square", "{}", "x"));
        Assert.Equal("float32[] 16", Run(graph, ["pixels=4"], "scores"));
    }

    [Fact]
    public void An_input_without_its_node_is_refused()
    {
        var error = Assert.Throws<GraphRunException>(() => Load(
            [], """{"inputs": {"pixels": {"name": "z:0"}}}""", Node("x", "Placeholder", Scalar)));
        Assert.Equal("input 'pixels' refers to 'z:0', and there is no such node", error.Diagnostics[0].Message);
    }

    [Fact]
    public void A_handle_names_its_variable_inside_functions()
    {
        const string Handle = """{"name": "h", "type": "DT_RESOURCE"}""";
        const string Dtype = """{"dtype": {"type": "DT_FLOAT"}}""";
        string[] functions =
        [
            $$$"""
            {"signature": {"name": "below", "inputArg": [{{{Handle}}}], "outputArg": [{"name": "r", "type": "DT_BOOL"}]},
             "nodeDef": [{"name": "v", "op": "ReadVariableOp", "input": ["h"], "attr": {{{Dtype}}} },
                         {"name": "n", "op": "Square", "input": ["v:value:0"], "attr": {"T": {"type": "DT_FLOAT"} } },
                         {"name": "l", "op": "Less", "input": ["v:value:0", "n:y:0"], "attr": {"T": {"type": "DT_FLOAT"} } },
                         {"name": "o", "op": "LogicalNot", "input": ["l:z:0"]}], "ret": {"r": "o:y:0"} }
            """,
            $$$"""
            {"signature": {"name": "double", "inputArg": [{{{Handle}}}], "outputArg": [{"name": "r", "type": "DT_RESOURCE"}]},
             "nodeDef": [{"name": "v", "op": "ReadVariableOp", "input": ["h"], "attr": {{{Dtype}}} },
                         {"name": "s", "op": "AddV2", "input": ["v:value:0", "v:value:0"], "attr": {"T": {"type": "DT_FLOAT"} } },
                         {"name": "w", "op": "AssignVariableOp", "input": ["h", "s:z:0"], "attr": {{{Dtype}}} },
                         {"name": "k", "op": "Identity", "input": ["h", "^w"], "attr": {"T": {"type": "DT_RESOURCE"} } }],
             "ret": {"r": "k:output:0"}, "controlRet": {"w": "w"} }
            """,
        ];
        var graph = Load(
            functions,
            "{}",
            Node("h", "VarHandleOp", """{"dtype": {"type": "DT_FLOAT"}, "shape": {"shape": {}}, "shared_name": {"s": "dg=="}}"""),
            Node("x", "Placeholder", Scalar),
            Node("start", "AssignVariableOp", Dtype, "h", "x"),
            Node(
                "loop",
                "While",
                """{"T": {"list": {"type": ["DT_RESOURCE"]}}, "cond": {"func": {"name": "below"}}, "body": {"func": {"name": "double"}}}""",
                "h",
                "^start"),
            Node("y", "ReadVariableOp", Dtype, "loop"));
        Assert.Equal("float32[] 1.2", Run(graph, ["x=0.3"], "y"));
    }

    private static string Node(string name, string op, string attrs, params string[] inputs) =>
        $$$"""{"name": "{{{name}}}", "op": "{{{op}}}", "input": [{{{string.Join(", ", inputs.Select(input => $"\"{input}\""))}}}], "attr": {{{attrs}}} }""";

    private static Graph Load(string[] functions, string signature, params string[] nodes)
    {
        var json = $$$"""
            {"signature": {{{signature}}},
             "modelTopology": {"node": [{{{string.Join(",\n", nodes)}}}], "library": {"function": [{{{string.Join(",\n", functions)}}}]} } }
            """;
        return Binder.Load(new MemoryStream(Encoding.UTF8.GetBytes(json)), "model.json");
    }

    private static string Run(string[] functions, params string[] nodes) => Run(functions, ["x=3"], nodes);

    private static string Run(string[] functions, string[] feeds, params string[] nodes) => Run(Load(functions, "{}", nodes), feeds, "y");

    private static string Run(Graph graph, string[] feeds, string fetch)
    {
        var input = new StandardInput(() => Stream.Null, isTerminal: false);
        return BoundGraph.Print(new Session().Run(graph, [Fetch.Parse(graph, fetch)], GraphFeeds.Read(graph, feeds, [], input))[0]);
    }
}
