using GraphRun.Graphs;
using GraphRun.Ops;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Graphs;

public sealed class UnorderedAccessesTests
{
    private readonly GraphBuilder builder = new();

    [Fact]
    public void A_lone_write_races_with_nothing()
    {
        Assign("assign", Variable("v"), Constant(1));
        Assert.Empty(Pairs());
    }

    [Fact]
    public void A_read_whose_value_is_written_is_ordered()
    {
        var v = Variable("v");
        Assign("assign", v, Add("sum", v));
        Assert.Empty(Pairs());
    }

    [Fact]
    public void A_read_beside_a_write_is_reported()
    {
        var v = Variable("v");
        Assign("assign", v, Constant(1));
        Add("sum", v);
        Assert.Equal(["'assign' writes variable 'v' after 'sum' reads it, and no edge orders the two"], Pairs());
    }

    [Fact]
    public void A_control_input_orders()
    {
        var v = Variable("v");
        var assign = Assign("assign", v, Constant(1));
        builder.Add(Catalogue.Get("AddV2"), "sum", [v, Constant(1)], controlInputs: [assign]);
        Assert.Empty(Pairs());
    }

    [Fact]
    public void Two_writes_are_reported_in_declaration_order()
    {
        var v = Variable("v");
        Assign("one", v, Constant(1));
        Assign("two", v, Constant(2));
        Assert.Equal(["'two' writes variable 'v' after 'one' writes it, and no edge orders the two"], Pairs());
    }

    [Fact]
    public void The_output_of_a_write_is_no_further_read()
    {
        Add("sum", new Output(Assign("assign", Variable("v"), Constant(1)), 0));
        Assert.Empty(Pairs());
    }

    [Fact]
    public void Reads_do_not_race_with_each_other_or_with_the_initializer()
    {
        var v = Declare("VariableV2", "v");
        builder.AddVariable(new VariableDeclaration(v.Node, Assign("v/Assign", v, Constant(1))));
        Add("one", v);
        Add("two", v);
        Assert.Empty(Pairs());
    }

    [Fact]
    public void Resource_variables_are_watched_too()
    {
        var handle = Declare("VarHandleOp", "v");
        builder.AddVariable(new VariableDeclaration(handle.Node, null));
        builder.Add(Catalogue.Get("AssignVariableOp"), "write", [handle, Constant(1)]);
        builder.Add(Catalogue.Get("ReadVariableOp"), "read", [handle], new Dictionary<string, object> { ["dtype"] = DType.Int32 });
        Assert.Equal(["'write' writes variable 'v' after 'read' reads it, and no edge orders the two"], Pairs());
    }

    private List<string> Pairs() => [.. UnorderedAccesses.Find(builder.Build()).Select(warning => warning.Message)];

    private Output Variable(string name)
    {
        var variable = Declare("VariableV2", name);
        builder.AddVariable(new VariableDeclaration(variable.Node, null));
        return variable;
    }

    private Output Declare(string op, string name) => new(
        builder.Add(Catalogue.Get(op), name, [], new Dictionary<string, object> { ["dtype"] = DType.Int32, ["shape"] = Shape.Scalar }), 0);

    private Output Constant(int value) => builder.Constant(Tensor.Scalar(value));

    private Output Add(string name, Output input) => new(builder.Add(Catalogue.Get("AddV2"), name, [input, Constant(1)]), 0);

    private Node Assign(string name, Output variable, Output value) => builder.Add(Catalogue.Get("Assign"), name, [variable, value]);
}
