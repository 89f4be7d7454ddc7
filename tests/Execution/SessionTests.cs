using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Ops;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Execution;

public sealed class SessionTests
{
    [Fact]
    public void A_variable_keeps_its_value_from_run_to_run()
    {
        var (graph, foo, initialize, assign) = Counter();
        var session = new Session();

        session.Run(graph, [], targets: [initialize]);
        session.Run(graph, [], targets: [assign]);

        Assert.Equal(13, session.Run(graph, [foo])[0].Value<int>());
    }

    [Fact]
    public void Reading_a_variable_without_a_value_fails_with_its_name()
    {
        var (graph, foo, _, _) = Counter();

        var error = Assert.Throws<GraphRunException>(() => new Session().Run(graph, [foo]));

        Assert.Equal(ErrorCode.Uninitialized, error.Code);
        Assert.Equal("Attempting to use uninitialized value foo", error.Diagnostics[0].Message);
    }

    [Fact]
    public void A_bare_variable_is_fetched_before_the_writes_of_the_run_and_post_after_them()
    {
        var (graph, foo, initialize, assign) = Counter();
        var session = new Session();
        session.Run(graph, [], targets: [initialize]);

        var values = session.Run(graph, [foo, new Fetch(foo, IsPost: true), new Output(assign, 0)]);

        Assert.Equal([42, 13, 13], values.Select(value => value.Value<int>()));
    }

    [Fact]
    public void A_failed_run_leaves_the_variables_as_they_were()
    {
        var builder = new GraphBuilder();
        var foo = Variable(builder, "foo", 42);
        var assign = builder.Add(Catalogue.Get("Assign"), "assign", [foo, builder.Constant(Tensor.Scalar(13))]);
        var missing = new Output(builder.Add(Catalogue.Get("VariableV2"), "missing", [], Declaration()), 0);
        var read = builder.Add(Catalogue.Get("Identity"), "read", [missing], controlInputs: [assign]);
        var graph = builder.Build();
        var session = new Session();
        session.Initialize(graph);

        Assert.Throws<GraphRunException>(() => session.Run(graph, [], targets: [read]));

        Assert.Equal(42, session.Run(graph, [foo])[0].Value<int>());
    }

    [Fact]
    public void A_fed_output_cuts_its_producer_off()
    {
        var builder = new GraphBuilder();
        var x = builder.Placeholder("x", DType.Float32, Shape.Of(2));
        var y = builder.Call("Identity", x);
        var z = builder.Call("Identity", y);

        var result = new Session().Run(builder.Build(), [z], [(y, Tensor.Vector(1f, 2f))]);

        Assert.Equal([1f, 2f], result[0].Values<float>().ToArray());
    }

    [Fact]
    public void A_placeholder_that_is_needed_and_not_fed_is_named_before_anything_runs()
    {
        var builder = new GraphBuilder();
        var y = builder.Call("Identity", builder.Placeholder("x", DType.Float32, Shape.Of(2, 3)));

        var error = Assert.Throws<GraphRunException>(() => new Session().Run(builder.Build(), [y]));

        Assert.Equal("You must feed a value for placeholder tensor 'x' with dtype float32 and shape [2,3]", error.Diagnostics[0].Message);
    }

    internal static (Graph Graph, Output Foo, Node Initialize, Node Assign) Counter()
    {
        var builder = new GraphBuilder();
        var foo = Variable(builder, "foo", 42);
        var initialize = builder.Add(Catalogue.Get("NoOp"), "initialize", [], controlInputs: [builder.Variables[0].Initializer!]);
        var assign = builder.Add(Catalogue.Get("Assign"), "assign", [foo, builder.Constant(Tensor.Scalar(13))]);
        return (builder.Build(), foo, initialize, assign);
    }

    private static Output Variable(GraphBuilder builder, string name, int initial)
    {
        var node = builder.Add(Catalogue.Get("VariableV2"), name, [], Declaration());
        var variable = new Output(node, 0);
        var initializer = builder.Add(Catalogue.Get("Assign"), $"{name}/Assign", [variable, builder.Constant(Tensor.Scalar(initial))]);
        builder.AddVariable(new VariableDeclaration(node, initializer));
        return variable;
    }

    private static Dictionary<string, object> Declaration() => new() { ["dtype"] = DType.Int32, ["shape"] = Shape.Scalar };
}
