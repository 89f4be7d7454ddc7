using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Ops;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Ops.State;

// The examples of the documentation of ScatterUpdate, ScatterAdd, ScatterNdUpdate and their relatives.
public class ScatterOpTests
{
    [Theory]
    [InlineData("ScatterUpdate", "float32[4] 10 2 30 4")]
    [InlineData("ScatterAdd", "float32[4] 11 2 33 4")]
    [InlineData("ScatterSub", "float32[4] -9 2 -27 4")]
    [InlineData("ScatterMul", "float32[4] 10 2 90 4")]
    [InlineData("ScatterDiv", "float32[4] 0.1 2 0.1 4")]
    [InlineData("ScatterMin", "float32[4] 1 2 3 4")]
    [InlineData("ScatterMax", "float32[4] 10 2 30 4")]
    public void Numbered_slices_of_a_variable_are_updated(string op, string expected)
    {
        foreach (var prefix in new[] { "", "Resource" })
            Assert.Equal(expected, Run(prefix + op, Tensor.Vector(0, 2), Tensor.Vector(10f, 30f)));
    }

    [Theory]
    [InlineData("ScatterNdUpdate", "float32[4] 1 10 3 30")]
    [InlineData("ScatterNdAdd", "float32[4] 1 12 3 34")]
    [InlineData("ScatterNdSub", "float32[4] 1 -8 3 -26")]
    public void Named_slices_of_a_variable_are_updated(string op, string expected)
    {
        foreach (var prefix in new[] { "", "Resource" })
            Assert.Equal(expected, Run(prefix + op, OpRun.Matrix(new[,] { { 1 }, { 3 } }), Tensor.Vector(10f, 30f)));
    }

    [Fact]
    public void Several_updates_of_one_slice_apply_in_their_order()
    {
        Assert.Equal("float32[4] 2 2 3 4", Run("ScatterUpdate", Tensor.Vector(0, 0), Tensor.Vector(1f, 2f)));
        Assert.Equal("float32[4] 4 2 3 4", Run("ScatterAdd", Tensor.Vector(0, 0), Tensor.Vector(1f, 2f)));
    }

    [Fact]
    public void A_scalar_updates_every_numbered_slice() =>
        Assert.Equal("float32[4] 7 2 3 7", Run("ScatterUpdate", Tensor.Vector(0, 3), Tensor.Scalar(7f)));

    [Fact]
    public void An_index_outside_changes_nothing()
    {
        var (graph, session, node, variable) = Make("ScatterAdd", Tensor.Vector(0, 4), Tensor.Vector(1f, 1f));

        var error = Assert.Throws<GraphRunException>(() => session.Run(graph, [], targets: [node]));

        Assert.Equal("indices[1] = 4 is not in [0, 4)", error.Diagnostics[0].Message);
        Assert.Equal("float32[4] 1 2 3 4", OpRun.Show(session.Variable(variable).Value!));
    }

    private static string Run(string op, Tensor indices, Tensor updates)
    {
        var (graph, session, node, variable) = Make(op, indices, updates);
        session.Run(graph, [], targets: [node]);
        return OpRun.Show(session.Variable(variable).Value!);
    }

    private static (Graph Graph, Session Session, Node Node, string Variable) Make(string op, Tensor indices, Tensor updates)
    {
        var builder = new GraphBuilder();
        var attrs = new Dictionary<string, object> { ["dtype"] = DType.Float32, ["shape"] = Shape.Of(4) };
        var isResource = op.StartsWith("Resource", StringComparison.Ordinal);
        var variable = builder.Add(Catalogue.Get(isResource ? "VarHandleOp" : "VariableV2"), "v", [], attrs);
        var start = builder.Constant(Tensor.Vector(1f, 2f, 3f, 4f));
        var assign = builder.Add(Catalogue.Get(isResource ? "AssignVariableOp" : "Assign"), "start", [new Output(variable, 0), start]);
        Output[] inputs = [new Output(variable, 0), builder.Constant(indices), builder.Constant(updates)];
        var node = builder.Add(Catalogue.Get(op), "scatter", inputs);
        var graph = builder.Build();
        var session = new Session();
        session.Run(graph, [], targets: [assign]);
        return (graph, session, node, "v");
    }
}
