using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Ops;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Graphs;

public sealed class FunctionBuilderTests
{
    private readonly GraphBuilder outer = new();

    [Fact]
    public void What_a_function_uses_of_the_graph_around_it_becomes_a_parameter()
    {
        var x = outer.Placeholder("x", DType.Float32, Shape.Of(2));
        var y = outer.Call("Mul", x, x);
        var function = new FunctionBuilder(outer);
        var own = function.AddParameter("own", DType.Float32, Shape.Of(2));
        var sum = function.Body.Call("AddV2", own, function.Capture(y));

        var call = Call(function, [x], sum);

        Assert.Equal([y], function.Captures);
        Assert.Equal([6f, 12f], new Session().Run(outer.Build(), [call], [(x, Tensor.Vector(2f, 3f))])[0].Values<float>().ToArray());
    }

    [Fact]
    public void An_output_is_captured_once()
    {
        var y = outer.Call("Identity", outer.Placeholder("x", DType.Float32, Shape.Scalar));
        var function = new FunctionBuilder(outer);

        Assert.Equal(function.Capture(y), function.Capture(y));
        Assert.Single(function.Captures);
    }

    [Fact]
    public void A_constant_is_repeated_inside_so_that_shapes_still_follow_from_it()
    {
        var shape = outer.Constant(Tensor.Vector(3, 2));
        var function = new FunctionBuilder(outer);
        var x = function.AddParameter("x", DType.Float32, Shape.UnknownRank);

        var reshaped = function.Body.Call("Reshape", x, function.Capture(shape));

        Assert.Empty(function.Captures);
        Assert.Equal("[3,2]", reshaped.Shape.ToString());
    }

    [Fact]
    public void A_variable_inside_is_the_one_outside()
    {
        var variable = Variable("v", 5);
        var function = new FunctionBuilder(outer);
        var written = function.Body.Call("AssignAdd", function.Capture(variable), function.Body.Constant(Tensor.Scalar(2)));
        var call = Call(function, [], written);
        var graph = outer.Build();
        var session = new Session();
        session.Initialize(graph);

        Assert.True(call.Node.IsWriter);
        Assert.Equal(7, session.Run(graph, [call])[0].Value<int>());
        Assert.Equal(7, session.Run(graph, [variable])[0].Value<int>());
    }

    [Fact]
    public void An_initial_value_that_a_function_computes_from_another_variable_comes_after_that_one()
    {
        var function = new FunctionBuilder(outer);
        var first = outer.Add(Catalogue.Get("VariableV2"), "first", [], Declaration());
        var doubled = function.Body.Call("AddV2", function.Capture(new Output(first, 0)), function.Capture(new Output(first, 0)));
        var second = Variable("second", Call(function, [], doubled));
        var assign = outer.Add(Catalogue.Get("Assign"), "first/Assign", [new Output(first, 0), outer.Constant(Tensor.Scalar(4))]);
        outer.AddVariable(new VariableDeclaration(first, assign));
        var graph = outer.Build();
        var session = new Session();

        session.Initialize(graph);

        Assert.Equal(8, session.Run(graph, [second])[0].Value<int>());
    }

    private static Dictionary<string, object> Declaration() => new() { ["dtype"] = DType.Int32, ["shape"] = Shape.Scalar };

    private Output Variable(string name, int initial) => Variable(name, outer.Constant(Tensor.Scalar(initial)));

    private Output Variable(string name, Output initial)
    {
        var node = outer.Add(Catalogue.Get("VariableV2"), name, [], Declaration());
        var variable = new Output(node, 0);
        outer.AddVariable(new VariableDeclaration(node, outer.Add(Catalogue.Get("Assign"), $"{name}/Assign", [variable, initial])));
        return variable;
    }

    private Output Call(FunctionBuilder builder, Output[] arguments, Output result)
    {
        var function = builder.Build("f", [result], [], builder.Captures);
        outer.AddFunction(function);
        return outer.Call("PartitionedCall", [.. arguments, .. builder.Captures], new Dictionary<string, object>
        {
            ["Tout"] = new[] { result.DType },
            ["f"] = new FunctionReference("f"),
        });
    }
}
