using GraphRun.Graphs;
using GraphRun.Ops;

namespace GraphRun.Formats.Binding.Builders;

/// <summary><c>tf.group</c>: a node without value that has run when all of the others have.</summary>
internal static class GroupBuilder
{
    public static Builder Grouping { get; } = new()
    {
        Names = ["group"],
        Signature = ["inputs: tensors..."],
        Expand = call =>
        {
            call.RefuseRest();
            return Group(call, Nodes(call, call["inputs"]));
        },
    };

    /// <summary>A NoOp under the call's name that waits for the nodes.</summary>
    public static TensorOperand Group(Call call, IReadOnlyList<Node> nodes)
    {
        var node = call.Context.Add(Catalogue.Get("NoOp"), call.Name, [], null, call.Origin, nodes);
        return call.Result(new Output(node, 0));
    }

    /// <summary>The nodes behind an argument or behind the items of lists of them.</summary>
    public static List<Node> Nodes(Call call, Operand argument)
    {
        var nodes = new List<Node>();
        var pending = new Stack<Operand>([Values.Resolve(call.Context, argument)]);
        while (pending.TryPop(out var operand))
        {
            if (operand is ListOperand list)
            {
                foreach (var item in list.Items.Reverse())
                    pending.Push(item);
            }
            else
            {
                nodes.Add(operand is TensorOperand tensor ? tensor.Output.Node : throw call.Error($"{operand.Origin.Text} is no node"));
            }
        }

        return nodes;
    }
}
