using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Tests.Formats.Binding;
using Xunit;

namespace GraphRun.Tests.Ops.State;

public sealed class CountUpToOpTests
{
    // tf.count_up_to(v, 2) of a variable that is 0 gives 0, then 1, then the error OutOfRange.
    [Theory]
    [InlineData("v: variable(0)\nn: count_up_to(v, limit=2)")]
    [InlineData("v: VarHandleOp(dtype=int32, shape=[])\nset: AssignVariableOp(v, 0)\nn: ResourceCountUpTo(v, limit=2, T=int32)")]
    public void A_variable_counts_until_its_limit(string nodes)
    {
        var graph = BoundGraph.Nodes(nodes);
        var session = new Session();
        session.Initialize(graph);
        if (graph.Nodes.FirstOrDefault(node => node.Name == "set") is { } set)
            session.Run(graph, [], [], [set]);
        var count = Fetch.Parse(graph, "n");

        Assert.Equal(0, session.Run(graph, [count])[0].Value<int>());
        Assert.Equal(1, session.Run(graph, [count])[0].Value<int>());
        Assert.Equal("Reached limit of 2", Assert.Throws<GraphRunException>(() => session.Run(graph, [count])).Diagnostics[0].Message);
    }
}
