using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Formats.Binding;

public class ControlFlowTests
{
    [Theory]
    [InlineData("3", "int32[] 30")]
    [InlineData("-3", "int32[] -4")]
    public void A_branch_uses_what_is_around_it(string x, string expected) => Assert.Equal(expected, Value($"""
        nodes:
          x: {x}
          k: 10
          y: "cond(x > 0, lambda: x * k, lambda: x - 1)"
        """));

    [Fact]
    public void A_variable_that_a_loop_reads_itself_cannot_be_fed()
    {
        var graph = BoundGraph.Nodes("v: variable(3.0)\ny: 'while_loop(lambda i, a: i < 2, lambda i, a: [i + 1, a + v], [0, 0.0])'");
        var session = new Session();
        session.Initialize(graph);
        var feed = (OutputNames.Find(graph, "v"), Tensor.Scalar(10f));
        var error = Assert.Throws<GraphRunException>(() => session.Run(graph, [Fetch.Parse(graph, "y:1")], [feed]));
        Assert.Equal("'v' cannot be fed in a run that needs 'y/while': the functions of this While use the VariableV2 itself", error.Diagnostics[0].Message);
    }

    [Fact]
    public void A_constant_that_a_loop_uses_can_be_fed()
    {
        var graph = BoundGraph.Nodes("v: 3.0\ny: 'while_loop(lambda i, a: i < 2, lambda i, a: [i + 1, a + v], [0, 0.0])'");
        var feed = (OutputNames.Find(graph, "v"), Tensor.Scalar(10f));
        Assert.Equal("float32[] 20", BoundGraph.Print(new Session().Run(graph, [Fetch.Parse(graph, "y:1")], [feed])[0]));
    }

    [Fact]
    public void Branches_may_be_functions_of_the_file_with_arguments()
    {
        Assert.Equal("float32[2] 3 8", Value("""
            functions:
              sum(a, b): {nodes: {r: a + b}, returns: r}
              product(a, b): {nodes: {r: a * b}, returns: r}
            nodes:
              y: cond(1 > 2, sum, product, [[1.0, 2.0], [3.0, 4.0]])
            """));
    }

    [Fact]
    public void A_branch_may_be_written_as_nodes_in_its_place()
    {
        Assert.Equal("int32[] 7", Value("""
            nodes:
              x: 5
              y:
                op: cond
                inputs: [x < 10]
                true_fn: {nodes: {two: 2, sum: x + two}, returns: sum}
                false_fn: {returns: x}
            """));
    }

    [Fact]
    public void A_loop_counts()
    {
        Assert.Equal("int32[] 45", Value("""
            nodes:
              n: 10
              loop: "while_loop(lambda i, s: i < n, lambda i, s: [i + 1, s + i], [0, 0])"
              y: loop:1
            """));
    }

    [Fact]
    public void Loops_and_branches_nest()
    {
        // The sum over i < 4 and j < i of j where j is even, else of 10.
        Assert.Equal("int32[] 42", Value("""
            functions:
              inner(j, s): {nodes: {t: 'cond(floormod(j, 2) == 0, lambda: s + j, lambda: s + 10)', next: j + 1}, returns: [next, t]}
              outer(i, s):
                nodes: {loop: 'while_loop(lambda j, t: j < i, inner, [0, s])', total: 'loop:1', next: i + 1}
                returns: [next, total]
            nodes:
              loop: "while_loop(lambda i, s: i < 4, outer, [0, 20])"
              y: loop:1
            """));
    }

    [Fact]
    public void A_loop_ends_after_the_iterations_it_may_have()
    {
        Assert.Equal("int32[] 5", Value("""
            nodes:
              y: "while_loop(lambda i: true, lambda i: i + 1, [0], maximum_iterations=5)"
            """));
    }

    [Fact]
    public void A_shape_that_an_iteration_changes_is_refused_in_TensorFlows_words()
    {
        var error = Error("""
            nodes:
              x: [1]
              y: "while_loop(lambda v: size(v) < 9, lambda v: concat([v, v], 0), [x])"
            """);
        Assert.Equal(
            "The shape for x is not an invariant for the loop. It enters the loop with shape [1], but has shape [2] after one iteration. "
            + "Provide shape invariants using either the `shape_invariants` argument of tf.while_loop or set_shape() on the loop variables",
            error.Message);
    }

    [Fact]
    public void A_shape_invariant_lets_a_shape_change()
    {
        Assert.Equal("int32[16] 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", Value("""
            nodes:
              x: [1]
              y: "while_loop(lambda v: size(v) < 9, lambda v: concat([v, v], 0), [x], shape_invariants=[[?]])"
            """));
    }

    [Fact]
    public void A_body_writes_the_variable_around_it()
    {
        var graph = File("""
            nodes:
              v: variable(1)
              y: "while_loop(lambda i: i < 3, lambda i: i + 1 + 0 * assign(v, v * 2), [0])"
            """);
        var session = new Session();
        session.Initialize(graph);
        session.Run(graph, [Fetch.Parse(graph, "y")]);
        Assert.Equal(8, session.Run(graph, [Fetch.Parse(graph, "v")])[0].Value<int>());
    }

    [Theory]
    [InlineData("lambda: [x, x]", "lambda: x", "true_fn and false_fn must return the same number of outputs")]
    [InlineData("lambda: x", "lambda: 1.5", "cannot convert 1.5 to int32")]
    [InlineData("lambda: x", "lambda: cast(x, float32)", "Outputs of true_fn and false_fn must have the same type: int32, float32")]
    [InlineData("lambda a: a", "lambda: x", "lambda takes 1 value, but is called with 0 values")]
    public void Branches_that_do_not_go_together_are_refused(string then, string otherwise, string message)
    {
        var error = Error($"nodes:\n  x: 5\n  y: \"cond(x > 0, {then}, {otherwise})\"");
        if (message.StartsWith("cannot", StringComparison.Ordinal))
            Assert.NotEqual(ErrorCode.Internal, error.Code);
        else
            Assert.Equal(message, error.Message);
    }

    // Python: list(map(...)), itertools.accumulate, functools.reduce.
    [Theory]
    [InlineData("map_fn(lambda v: v * v + k, [1, 2, 3])", "int32[3] 11 14 19")]
    [InlineData("map_fn(lambda a, b: a * b, [[1, 2, 3], [4, 5, 6]])", "int32[3] 4 10 18")]
    [InlineData("map_fn(reduce_sum, [[1.0, 2.0], [3.0, 4.0]])", "float32[2] 3 7")]
    [InlineData("map_fn(lambda v: v, zeros([0, 2]))", "float32[0,2]")]
    [InlineData("scan(lambda a, v: a + v, [1, 2, 3, 4])", "int32[4] 1 3 6 10")]
    [InlineData("scan(lambda a, v: a * v, [1, 2, 3, 4], initializer=10)", "int32[4] 10 20 60 240")]
    [InlineData("scan(lambda a, v: a + v, [1, 2, 3, 4], reverse=true)", "int32[4] 10 9 7 4")]
    [InlineData("foldl(lambda a, v: a - v, [10, 1, 2, 3])", "int32[] 4")]
    [InlineData("foldr(lambda a, v: a - v, [10, 1, 2, 30])", "int32[] 17")]
    [InlineData("foldl(lambda a, v: a - v, [1, 2], initializer=0)", "int32[] -3")]
    public void Elements_are_mapped_scanned_and_folded(string expression, string expected) =>
        Assert.Equal(expected, Value($"nodes:\n  k: 10\n  y: \"{expression}\""));

    [Fact]
    public void A_map_of_several_results_has_several_outputs()
    {
        Assert.Equal("int32[2] 1 4", Value("nodes:\n  m: \"map_fn(lambda v: [v, v * v], [1, 2])\"\n  y: m:1"));
    }

    [Fact]
    public void A_number_chooses_one_of_several_functions()
    {
        Assert.Equal("int32[] 30", Value("nodes:\n  y: \"switch_case(2, [lambda: 10, lambda: 20, lambda: 30])\""));
    }

    [Fact]
    public void Random_numbers_in_a_loop_differ_from_iteration_to_iteration()
    {
        var graph = File("""
            seed: 1
            nodes:
              loop: "while_loop(lambda i, a, b: i < 2, lambda i, a, b: [i + 1, b, random_uniform([])], [0, 0.0, 0.0])"
            """);
        var values = new Session().Run(graph, [Fetch.Parse(graph, "loop:1"), Fetch.Parse(graph, "loop:2")]);
        Assert.NotEqual(values[0].Value<float>(), values[1].Value<float>());
    }

    private static GraphRun.Graphs.Graph File(string text) => BoundGraph.File("graphrun: 1\n" + text);

    private static Diagnostic Error(string text) => Assert.Throws<GraphRunException>(() => File(text)).Diagnostics[0];

    private static string Value(string text)
    {
        var graph = File(text);
        return BoundGraph.Print(new Session().Run(graph, [Fetch.Parse(graph, "y")])[0]);
    }
}
