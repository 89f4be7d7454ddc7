using GraphRun.Errors;
using GraphRun.Execution;
using Xunit;

namespace GraphRun.Tests.Formats.Binding;

/// <summary>Loops of graph files. Expected numbers are calculated by hand.</summary>
public class LoopTests
{
    [Fact]
    public void A_tensor_array_is_filled_in_a_loop() => Assert.Equal("float32[4] 0 1 4 9", Value("""
        array: {op: TensorArrayV3, inputs: [4], dtype: float32, element_shape: []}
        loop: "while_loop(lambda i, f: i < 4, lambda i, f: [i + 1, TensorArrayWriteV3(array, i, cast(i * i, float32), f)], [0, array:1])"
        y: TensorArrayGatherV3(array, range(4), loop:1, dtype=float32)
        """));

    [Fact]
    public void A_tensor_list_grows_in_a_loop() => Assert.Equal("int32[3,2] 0 0 1 2 2 4", Value("""
        list: {op: EmptyTensorList, inputs: [[2], -1], element_dtype: int32}
        loop: "while_loop(lambda i, l: i < 3, lambda i, l: [i + 1, TensorListPushBack(l, stack([i, i * 2]))], [0, list])"
        y: TensorListStack(loop:1, [2], element_dtype=int32)
        """));

    [Fact]
    public void Maps_and_folds_nest()
    {
        Assert.Equal("int32[2,3] 1 4 9 16 25 36", Value("""
            x: [[1, 2, 3], [4, 5, 6]]
            y: "map_fn(lambda row: map_fn(lambda v: v * v, row), x)"
            """));
        Assert.Equal("int32[2] 6 120", Value("""
            x: [[1, 2, 3], [4, 5, 6]]
            y: "map_fn(lambda row: foldl(lambda a, v: a * v, row), x)"
            """));
    }

    [Fact]
    public void Several_elements_may_come_as_one_parameter() => Assert.Equal("float32[2] 11 22", Value("""
        a: [1, 2]
        b: [10.0, 20.0]
        y: "map_fn(lambda t: cast(t[0], float32) + t[1], [a, b], dtype=float32)"
        """));

    [Fact]
    public void What_is_accumulated_may_come_as_one_parameter() => Assert.Equal("int32[3] 1 2 6", Value("""
        s: "scan(lambda a, x: [a[0] + x, a[1] * x], [1, 2, 3], initializer=[0, 1])"
        y: s:1
        """));

    [Theory]
    [InlineData(11, 1)]
    [InlineData(7, 14)]
    [InlineData(4, -1)]
    public void The_first_condition_that_holds_chooses(int x, int expected) => Assert.Equal($"int32[] {expected}", Value($"""
        x: {x}
        y: "case([(x > 10, lambda: 1), (x > 5, lambda: x * 2), (x > 6, lambda: 3)], default=lambda: -1)"
        """));

    [Fact]
    public void Ops_that_call_functions_take_lambdas()
    {
        Assert.Equal("int32[] 12", Value("""
            n: 10
            k: 3
            y: {op: While, inputs: [[0]], cond: "lambda i: i < n", body: "lambda i: i + k"}
            """));
        Assert.Equal("int32[] 6", Value("""
            k: 3
            y: {op: Case, inputs: [1, [k]], branches: ["lambda i: i * 10", "lambda i: i + k"]}
            """));
    }

    [Fact]
    public void What_a_body_takes_from_around_it_is_computed_once()
    {
        var graph = BoundGraph.Nodes("""
            r: random_uniform([])
            loop: "while_loop(lambda i, a, b: i < 2, lambda i, a, b: [i + 1, b, r], [0, 0.0, 0.0])"
            """);
        var values = new Session().Run(graph, [Fetch.Parse(graph, "loop:1"), Fetch.Parse(graph, "loop:2"), Fetch.Parse(graph, "r")]);
        Assert.All(values, value => Assert.Equal(values[2].Value<float>(), value.Value<float>()));
    }

    [Fact]
    public void A_body_that_calls_functions_writes_variables_in_every_iteration()
    {
        var graph = BoundGraph.File("""
            graphrun: 1
            functions:
              add(i): {nodes: {w: 'assign_add(v, i)', next: {expr: i + 1, after: [w]}}, returns: next}
              inner(n): {nodes: {r: 'while_loop(lambda j: j < n, add, [0])'}, returns: r}
            nodes:
              v: variable(0)
              y: "while_loop(lambda i: i < 4, lambda i: 1 + i + 0 * inner(i), [0])"
            """);
        var session = new Session();
        session.Initialize(graph);

        // i < 4 of the sum over j < i of j: 0 + 0 + 1 + 3.
        Assert.Equal(4, session.Run(graph, [Fetch.Parse(graph, "v@post")], targets: [OutputNames.FindNode(graph, "y")])[0].Value<int>());
    }

    [Fact]
    public void A_variable_keeps_what_one_iteration_gave_it()
    {
        var graph = BoundGraph.File("""
            graphrun: 1
            functions:
              double(i, x):
                nodes:
                  next: x * 2
                  w: "cond(i == 2, lambda: group(assign(v, next)), lambda: no_op())"
                  j: {expr: i + 1, after: [w]}
                returns: [j, next]
            nodes:
              v: variable(0)
              y: "while_loop(lambda i, x: i < 9, double, [0, 1])"
            """);
        var values = new Session().Run(graph, [Fetch.Parse(graph, "v@post"), Fetch.Parse(graph, "y:1")]);
        Assert.Equal([8, 512], values.Select(value => value.Value<int>()));
    }

    [Fact]
    public void A_branch_may_only_have_an_effect()
    {
        var graph = BoundGraph.Nodes("""
            v: variable(5)
            y: "cond(v > 3, lambda: group(assign_sub(v, 1)), lambda: no_op())"
            """);
        var session = new Session();
        session.Initialize(graph);
        for (var run = 0; run < 4; run++)
            session.Run(graph, [], targets: [OutputNames.FindNode(graph, "y")]);
        Assert.Equal(3, session.Run(graph, [Fetch.Parse(graph, "v")])[0].Value<int>());
    }

    [Fact]
    public void A_loop_may_give_its_own_limit_of_iterations()
    {
        var graph = BoundGraph.Nodes("""y: "while_loop(lambda i: true, lambda i: i + 1, [0], iteration_limit=7)" """);
        var error = Assert.Throws<GraphRunException>(() => new Session().Run(graph, [Fetch.Parse(graph, "y")]));
        Assert.Equal(
            (ErrorCode.LimitExceeded, "loop 'y/while' went round 7 times without ending"), (error.Code, error.Diagnostics[0].Message));
    }

    [Fact]
    public void A_cancelled_run_stops_inside_its_loop()
    {
        var graph = BoundGraph.Nodes("""y: "while_loop(lambda i: true, lambda i: i + 1, [0], iteration_limit=1000000000000)" """);
        using var cancellation = new CancellationTokenSource();
        var request = new RunRequest { Fetches = [Fetch.Parse(graph, "y")], Cancellation = cancellation.Token };
        var plan = Planner.Plan(graph, new Session(), request);
        cancellation.CancelAfter(TimeSpan.FromMilliseconds(50));
        Assert.Equal(ErrorCode.Cancelled, Assert.Throws<GraphRunException>(() => plan.Run([])).Code);
    }

    [Theory]
    [InlineData("while_loop(lambda i: [i < 3, true], lambda i: i, [0])", "the condition of a loop must be a bool scalar, got bool[2]")]
    [InlineData("while_loop(lambda i: i, lambda i: i - 1, [5])", "the condition of a loop must be a bool scalar, got int32[]")]
    [InlineData("cond(v, lambda: 1, lambda: 2)", "pred must be a bool scalar, got int32[]")]
    [InlineData("cond(v > 0, v, lambda: 2)", "expected a function, but 'v' is a node")]
    [InlineData("while_loop(lambda i: i < 3, lambda i: cast(i, float32), [v])",
        "loop variable 'v' enters the loop as int32, but is float32 after one iteration")]
    [InlineData("while_loop(lambda i: i < 3, lambda i: missing, [v])", "Node 'y': Unknown input node 'missing'")]
    [InlineData("case([v > 0, lambda: 1], lambda: 2)", "pred_fn_pairs must hold pairs, got v > 0")]
    [InlineData("map_fn(lambda x: x, v)", "elems must be tensors of at least one dim")]
    public void Mistakes_are_told_in_the_files_words(string expression, string message) =>
        Assert.Equal(message, BoundGraph.Error($"v: 1\ny: \"{expression}\"").Message);

    private static string Value(string nodes) => BoundGraph.Value(nodes);
}
