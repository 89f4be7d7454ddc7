using GraphRun.Graphs;

namespace GraphRun.Formats.Binding.Builders;

/// <summary>Arguments that are one tensor or a list of them.</summary>
internal static class TensorLists
{
    /// <summary>The tensors of an argument: one, the items of a list, or all outputs of a node that has several.</summary>
    public static List<Output> Outputs(Call call, string parameter) => Outputs(call, call[parameter], parameter);

    public static List<Output> Outputs(Call call, Operand argument, string name)
    {
        var outputs = new List<Output>();
        var resolved = Values.Resolve(call.Context, argument);
        foreach (var item in resolved is ListOperand list ? list.Items : [resolved])
        {
            var operand = Values.Resolve(call.Context, item);
            var first = Values.ToOutput(call.Context, operand, Tensors.DType.None, name);
            var isWhole = operand is TensorOperand { IsWhole: true };
            for (var i = 0; i < (isWhole ? first.Node.OutputDTypes.Length : 1); i++)
                outputs.Add(isWhole ? new Output(first.Node, i) : first);
        }

        return outputs;
    }
}
