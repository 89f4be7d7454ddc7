using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Ops;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Ops.ControlFlow;

public sealed class WhileTests
{
    [Fact]
    public void The_body_is_applied_while_the_condition_holds()
    {
        var builder = new GraphBuilder();
        var node = builder.Count([builder.Constant(Tensor.Scalar(1))], 10, (inner, values) => [inner.Call("AddV2", values[1], values[1])]);

        Assert.Equal(1024, builder.Run(node, 1).Value<int>());
    }

    [Fact]
    public void A_condition_that_never_holds_gives_the_inputs_back()
    {
        var builder = new GraphBuilder();
        var node = builder.Count([builder.Constant(Tensor.Vector(1f, 2f))], 0, (_, values) => [values[1]]);

        Assert.Equal([1f, 2f], builder.Run(node, 1).Values<float>().ToArray());
    }

    [Fact]
    public void Loops_nest()
    {
        var builder = new GraphBuilder();
        var node = builder.Count([builder.Constant(Tensor.Scalar(0))], 3, (outer, values) =>
            [new Output(outer.Count([values[1]], 5, (inner, deep) => [inner.Call("AddV2", deep[1], deep[0])]), 1)]);

        Assert.Equal(3 * (0 + 1 + 2 + 3 + 4), builder.Run(node, 1).Value<int>());
    }

    [Fact]
    public void A_dim_that_an_iteration_changes_is_unknown_and_the_others_are_kept()
    {
        var builder = new GraphBuilder();
        var axis = Tensor.Scalar(0);
        var node = builder.Count(
            [builder.Constant(Tensor.Vector(1)), builder.Constant(Tensor.Vector(5, 6))],
            3,
            (inner, values) => [inner.Call("ConcatV2", values[1], values[1], inner.Constant(axis)), values[2]]);

        Assert.Equal(["[]", "[?]", "[2]"], node.OutputShapes.Select(shape => shape.ToString()));
        Assert.Equal(8, builder.Run(node, 1).ElementCount);
    }

    [Fact]
    public void A_loop_without_an_end_fails_at_its_limit_and_is_named()
    {
        var builder = new GraphBuilder();
        var forever = builder.Define("forever", [], (inner, _) => [inner.Constant(Tensor.Scalar(true))]);
        var nothing = builder.Define("nothing", [], (_, _) => []);
        var session = new Session { IterationLimit = 10 };
        var node = builder.While([], forever, nothing);
        var own = builder.While([], forever, nothing, limit: 20);
        var graph = builder.Build();

        var error = Assert.Throws<GraphRunException>(() => session.Run(graph, [], targets: [node]));
        var ownError = Assert.Throws<GraphRunException>(() => session.Run(graph, [], targets: [own]));

        Assert.Equal(ErrorCode.LimitExceeded, error.Code);
        Assert.Equal("loop 'while' went round 10 times without ending", error.Diagnostics[0].Message);
        Assert.Equal("loop 'while_1' went round 20 times without ending", ownError.Diagnostics[0].Message);
    }

    [Fact]
    public void A_loop_that_ends_exactly_at_its_limit_is_fine()
    {
        var builder = new GraphBuilder();
        var node = builder.Count([], 10, (_, _) => []);

        Assert.Equal(10, builder.Run(node, 0, new Session { IterationLimit = 10 }).Value<int>());
    }

    [Fact]
    public void A_loop_is_cancelled_even_when_its_body_is_empty()
    {
        var builder = new GraphBuilder();
        var forever = builder.Define("forever", [], (inner, _) => [inner.Constant(Tensor.Scalar(true))]);
        var nothing = builder.Define("nothing", [], (_, _) => []);
        var node = builder.While([], forever, nothing);
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(20));
        var session = new Session { IterationLimit = long.MaxValue };
        var plan = Planner.Plan(builder.Build(), session, new RunRequest { Targets = [node], Cancellation = source.Token });

        var error = Assert.Throws<GraphRunException>(() => plan.Run([]));

        Assert.Equal((ErrorCode.Cancelled, "Run call was cancelled"), (error.Code, error.Diagnostics[0].Message));
    }

    [Fact]
    public void A_body_writes_a_variable_in_every_iteration()
    {
        var builder = new GraphBuilder();
        (DType, Shape)[] counter = [(DType.Int32, Shape.Scalar)];
        var condition = builder.Define(
            "condition", counter, (inner, inputs) => [inner.Call("Less", inputs[0], inner.Constant(Tensor.Scalar(5)))]);
        var body = builder.Define(
            "body",
            counter,
            (inner, inputs) => [inner.Call("AddV2", inputs[0], inner.Constant(Tensor.Scalar(1)))],
            inner => [inner.Call("AssignAdd", Variable(inner), new Output(inner.Nodes[0], 0)).Node]);
        var start = builder.Call("Assign", Variable(builder), builder.Constant(Tensor.Scalar(100))).Node;
        var node = builder.While([builder.Constant(Tensor.Scalar(0))], condition, body);
        var graph = builder.Build();
        var session = new Session();
        session.Run(graph, [], targets: [start]);

        session.Run(graph, [], targets: [node]);

        Assert.True(node.IsWriter);
        Assert.Equal(100 + 0 + 1 + 2 + 3 + 4, session.Variable("v").Value!.Value<int>());
    }

    [Fact]
    public void A_loop_that_fails_takes_back_the_writes_of_its_earlier_iterations()
    {
        var builder = new GraphBuilder();
        var forever = builder.Define("forever", [], (inner, _) => [inner.Constant(Tensor.Scalar(true))]);
        var body = builder.Define(
            "body", [], (_, _) => [], inner => [inner.Call("Assign", Variable(inner), inner.Constant(Tensor.Scalar(7))).Node]);
        var node = builder.While([], forever, body, limit: 3);
        var session = new Session();

        Assert.Throws<GraphRunException>(() => session.Run(builder.Build(), [], targets: [node]));

        Assert.Null(session.Variable("v").Value);
    }

    [Fact]
    public void A_loop_over_constants_that_does_not_end_does_not_keep_a_graph_from_being_built()
    {
        var builder = new GraphBuilder();
        var shape = builder.Count([], int.MaxValue, (_, _) => []);
        var same = builder.Call("EnsureShape", [new Output(shape, 0)], new Dictionary<string, object> { ["shape"] = Shape.Scalar });

        Assert.Equal(Shape.Scalar, same.Shape);
    }

    private static Output Variable(GraphBuilder builder)
    {
        var declaration = new Dictionary<string, object> { ["dtype"] = DType.Int32, ["shape"] = Shape.Scalar };
        return new Output(builder.Add(Catalogue.Get("VariableV2"), "v", [], declaration), 0);
    }
}
