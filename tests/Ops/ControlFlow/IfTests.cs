using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Ops;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Ops.ControlFlow;

public sealed class IfTests
{
    [Theory]
    [InlineData(true, 6f)]
    [InlineData(false, 5f)]
    public void Only_the_branch_that_the_condition_chooses_gives_the_result(bool condition, float expected)
    {
        var builder = new GraphBuilder();
        var (add, multiply) = AddAndMultiply(builder);
        Output[] inputs = [Scalar(builder, 2f), Scalar(builder, 3f)];
        var node = builder.If(Scalar(builder, condition), inputs, [DType.Float32], multiply, add);

        Assert.Equal(expected, builder.Run(node).Value<float>());
    }

    public static TheoryData<Tensor, bool> Conditions => new()
    {
        { Tensor.Scalar(0), false },
        { Tensor.Scalar(-1L), true },
        { Tensor.Scalar(-0f), false },
        { Tensor.Scalar(double.NaN), true },
        { Tensor.Scalar((byte)7), true },
        { Tensor.Scalar(""), false },
        { Tensor.Scalar("False"), true },
        { Tensor.Vector<int>(), false },
        { Tensor.Vector(0, 0), true },
        { Tensor.Vector(false), true },
    };

    [Theory]
    [MemberData(nameof(Conditions))]
    public void Numbers_are_true_when_not_zero_strings_when_not_empty_and_other_tensors_when_they_have_elements(
        Tensor condition, bool isTrue)
    {
        var builder = new GraphBuilder();
        var yes = builder.Define("yes", [], (inner, _) => [inner.Constant(Tensor.Scalar(true))]);
        var no = builder.Define("no", [], (inner, _) => [inner.Constant(Tensor.Scalar(false))]);
        var node = builder.If(builder.Constant(condition), [], [DType.Bool], yes, no);

        Assert.Equal(isTrue, builder.Run(node).Value<bool>());
    }

    [Fact]
    public void The_shape_is_what_both_branches_have_in_common()
    {
        var builder = new GraphBuilder();
        var x = builder.Placeholder("x", DType.Float32, Shape.Of(2, 3));
        var same = builder.Define("same", [(DType.Float32, Shape.UnknownRank)], (_, inputs) => inputs);
        var constant = Tensor.Of(Shape.Of(2, 1), [1f, 2f]);
        var other = builder.Define("other", [(DType.Float32, Shape.UnknownRank)], (inner, _) => [inner.Constant(constant)]);

        var node = builder.If(builder.Placeholder("p", DType.Bool, Shape.Scalar), [x], [DType.Float32], same, other);

        Assert.Equal("[2,?]", node.OutputShapes[0].ToString());
    }

    [Fact]
    public void A_branch_that_is_not_taken_writes_nothing()
    {
        var builder = new GraphBuilder();
        var write = builder.Define("write", [], (inner, _) => [Written(inner)]);
        var skip = builder.Define("skip", [], (inner, _) => [inner.Constant(Tensor.Scalar(0))]);
        var node = builder.If(builder.Placeholder("p", DType.Bool, Shape.Scalar), [], [DType.Int32], write, skip);
        var graph = builder.Build();
        var session = new Session();

        session.Run(graph, [new Output(node, 0)], [(new Output(graph.Nodes[0], 0), Tensor.Scalar(false))]);
        Assert.Null(session.Variable("v").Value);
        session.Run(graph, [new Output(node, 0)], [(new Output(graph.Nodes[0], 0), Tensor.Scalar(true))]);
        Assert.Equal(13, session.Variable("v").Value!.Value<int>());
    }

    [Fact]
    public void A_node_is_a_writer_when_one_of_its_branches_writes()
    {
        var builder = new GraphBuilder();
        var write = builder.Define("write", [], (inner, _) => [Written(inner)]);
        var skip = builder.Define("skip", [], (inner, _) => [inner.Constant(Tensor.Scalar(0))]);
        var condition = builder.Constant(Tensor.Scalar(true));

        Assert.True(builder.If(condition, [], [DType.Int32], skip, write).IsWriter);
        Assert.False(builder.If(condition, [], [DType.Int32], skip, skip).IsWriter);
    }

    [Fact]
    public void A_branch_of_other_inputs_or_outputs_is_refused()
    {
        var builder = new GraphBuilder();
        var (add, multiply) = AddAndMultiply(builder);
        var condition = builder.Constant(Tensor.Scalar(true));
        Output[] one = [Scalar(builder, 2f)];
        Output[] mixed = [Scalar(builder, 2f), Scalar(builder, 3)];

        var count = Assert.Throws<GraphRunException>(() => builder.If(condition, one, [DType.Float32], add, multiply));
        var dtype = Assert.Throws<GraphRunException>(() => builder.If(condition, mixed, [DType.Float32], add, multiply));

        Assert.Equal("function 'add' takes 2 values, but is called as one that takes 1", count.Diagnostics[0].Message);
        Assert.Equal("input 1 of function 'add' is float32, but is called as int32", dtype.Diagnostics[0].Message);
    }

    [Fact]
    public void An_error_in_a_branch_names_the_nodes_that_led_there()
    {
        var builder = new GraphBuilder();
        var message = new Dictionary<string, object> { ["message"] = "x" };
        var fail = builder.Define(
            "fail", [(DType.Float32, Shape.UnknownRank)], (inner, inputs) => [inner.Call("CheckNumerics", inputs, message)]);
        var node = builder.If(builder.Constant(Tensor.Scalar(1)), [Scalar(builder, float.NaN)], [DType.Float32], fail, fail);

        var error = Assert.Throws<GraphRunException>(() => builder.Run(node));

        Assert.Equal("if/CheckNumerics", error.Diagnostics[0].Node);
    }

    private static Output Written(GraphBuilder body)
    {
        var declaration = new Dictionary<string, object> { ["dtype"] = DType.Int32, ["shape"] = Shape.Scalar };
        var variable = new Output(body.Add(Catalogue.Get("VariableV2"), "v", [], declaration), 0);
        return body.Call("Assign", variable, body.Constant(Tensor.Scalar(13)));
    }

    private static (FunctionReference Add, FunctionReference Multiply) AddAndMultiply(GraphBuilder builder)
    {
        (DType, Shape)[] parameters = [(DType.Float32, Shape.Scalar), (DType.Float32, Shape.Scalar)];
        return (
            builder.Define("add", parameters, (inner, inputs) => [inner.Call("AddV2", inputs)]),
            builder.Define("multiply", parameters, (inner, inputs) => [inner.Call("Mul", inputs)]));
    }

    private static Output Scalar<T>(GraphBuilder builder, T value) => builder.Constant(Tensor.Scalar(value));
}
