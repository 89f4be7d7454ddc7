using GraphRun.Graphs;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Graphs;

public sealed class DeclarationOrderTests
{
    private readonly GraphBuilder builder = new();

    [Fact]
    public void Nodes_are_declared_in_the_order_of_their_places_not_in_the_order_they_are_added()
    {
        builder.DeclareAt(2);
        Add("c");
        builder.DeclareAt(1);
        Add("a");
        Add("b");

        Assert.Equal(["a", "b", "c"], Names());
    }

    [Fact]
    public void The_nodes_of_a_call_stand_together_at_its_place_in_an_order_of_their_own()
    {
        builder.DeclareAt(5);
        Add("last");
        builder.DeclareAt(3);
        Add("first");
        builder.OpenBlock();
        builder.DeclareAt(9);
        Add("inner2");
        builder.DeclareAt(8);
        Add("inner1");
        builder.CloseBlock();
        Add("after");

        Assert.Equal(["first", "inner1", "inner2", "after", "last"], Names());
    }

    private void Add(string name) => builder.Placeholder(name, DType.Float32, Shape.Scalar);

    private IEnumerable<string> Names() => builder.Build().Nodes.Select(node => node.Name);
}
