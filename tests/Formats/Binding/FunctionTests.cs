using GraphRun.Errors;
using GraphRun.Execution;
using Xunit;

namespace GraphRun.Tests.Formats.Binding;

public class FunctionTests
{
    private const string Dense = """
        functions:
          dense(x, units, activation=identity):
            nodes:
              w: variable(ones([3, units]))
              b: variable(zeros([units]))
              y: activation(x @ w + b)
            returns: y
        """;

    [Fact]
    public void A_call_makes_the_functions_nodes_under_its_own_name()
    {
        var graph = BoundGraph.File($"graphrun: 1\n{Dense}\nnodes:\n  h: dense([[1.0, 2.0, 3.0]], 2)");
        Assert.Equal(["h/w", "h/b"], graph.Variables.Select(variable => variable.Name));
        Assert.Equal("[1,2]", OutputNames.Find(graph, "h").Shape.ToString());
    }

    [Fact]
    public void Every_call_has_variables_of_its_own()
    {
        var graph = BoundGraph.File($"graphrun: 1\n{Dense}\nnodes:\n  y: dense(dense([[1.0, 2.0, 3.0]], 3), 2, activation=relu) - 1");
        Assert.Equal(["y/dense/w", "y/dense/b", "y/dense_1/w", "y/dense_1/b"], graph.Variables.Select(variable => variable.Name));
        var session = new Session();
        session.Initialize(graph);
        Assert.Equal("float32[1,2] 17 17", BoundGraph.Print(session.Run(graph, [Fetch.Parse(graph, "y")])[0]));
    }

    [Fact]
    public void A_function_uses_the_nodes_of_the_file_and_other_functions()
    {
        Assert.Equal("int32[] 70", Value("""
            functions:
              scaled(x): {nodes: {s: x * factor}, returns: s}
              twice(x): {nodes: {a: scaled(x), b: a + a}, returns: b}
            nodes:
              y: twice(7)
              factor: 5
            """));
    }

    [Fact]
    public void Several_results_are_the_outputs_of_the_call()
    {
        Assert.Equal("int32[] 33", Value("""
            functions:
              both(a, b): {nodes: {sum: a + b, product: a * b}, returns: [sum, product]}
            nodes:
              pair: both(3, 4)
              y: pair:1 + pair * 3
            """));
    }

    [Fact]
    public void Words_for_dtypes_dims_and_attrs_are_parameters_too()
    {
        Assert.Equal("int64[2,3] 0 0 0 0 0 0", Value("""
            functions:
              blank(rows, dtype): {nodes: {z: 'zeros([rows, 3], dtype=float32)', c: {op: Cast, inputs: [z], DstT: dtype}}, returns: c}
            nodes:
              y: blank(2, int64)
            """));
    }

    [Fact]
    public void A_function_that_calls_itself_is_an_error_with_the_way_round()
    {
        var error = Error("""
            graphrun: 1
            functions:
              f(x): {nodes: {a: g(x)}, returns: a}
              g(x): {nodes: {b: f(x)}, returns: b}
            nodes:
              y: f(1)
            """);
        Assert.Equal((ErrorCode.Cycle, "function 'f' calls itself: f -> g -> f"), (error.Code, error.Message));
    }

    [Fact]
    public void A_node_that_a_function_needs_must_not_need_the_call()
    {
        var error = Error("""
            graphrun: 1
            functions:
              f(x): {nodes: {a: x + y}, returns: a}
            nodes:
              y: f(1)
            """);
        Assert.Equal("these nodes need each other: y -> y", error.Message);
    }

    [Fact]
    public void A_mistake_in_a_function_is_told_once_where_it_stands()
    {
        var error = Error("""
            graphrun: 1
            functions:
              f(x): {nodes: {a: x + missing}, returns: a}
            nodes:
              y: f(1)
              z: f(2)
            """);
        Assert.Equal("g:3:25", error.Span.ToString());
        Assert.Equal("Node 'y/a': Unknown input node 'missing'", error.Message);
    }

    [Fact]
    public void A_parameter_without_an_argument_is_named()
    {
        var error = Error($"graphrun: 1\n{Dense}\nnodes:\n  h: dense([[1.0]])");
        Assert.Equal(("dense needs argument 'units'", "dense(x, units, activation=)"), (error.Message, error.Help));
    }

    [Fact]
    public void A_function_passed_on_may_be_written_in_its_place()
    {
        Assert.Equal("int32[] 12", Value("""
            functions:
              apply(f, x): {nodes: {r: f(x)}, returns: r}
            nodes:
              k: 4
              y: 'apply(lambda a: a * k, 3)'
            """));
    }

    [Fact]
    public void What_a_call_waits_for_all_its_nodes_wait_for()
    {
        var graph = BoundGraph.File("""
            graphrun: 1
            functions:
              f(x): {nodes: {a: x + 1, b: a * 2}, returns: b}
            nodes:
              check: assert(true, 'no')
              y: {expr: f(1), after: [check]}
            """);
        Assert.All(
            graph.Nodes.Where(node => node.Name.StartsWith("y/", StringComparison.Ordinal) && node.Inputs.Count > 0),
            node => Assert.Equal(["check"], node.ControlInputs.Select(control => control.Name)));
    }

    private static Diagnostic Error(string file) =>
        Assert.Single(Assert.Throws<GraphRunException>(() => BoundGraph.File(file)).Diagnostics);

    private static string Value(string file)
    {
        var graph = BoundGraph.File("graphrun: 1\n" + file);
        return BoundGraph.Print(new Session().Run(graph, [Fetch.Parse(graph, "y")])[0]);
    }
}
