using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Formats.Binding.Builders;

/// <summary><c>tf.transpose</c>: without an order the dims are reversed.</summary>
internal static class TransposeBuilder
{
    public static Builder Transpose { get; } = new()
    {
        Names = ["transpose"],
        Signature = ["a: tensor", "perm: tensor = None"],
        Expand = Expand,
    };

    private static TensorOperand Expand(Call call)
    {
        call.RefuseRest();
        if (call.Has("perm"))
            return call.AddOp("Transpose", call["a"], call["perm"]);
        var a = call.Tensor("a");
        return call.Add("Transpose", call.Name, [a, Reversed(call, a)]);
    }

    /// <summary>A constant when the rank is known, else a range from the rank that a run will see down to 0.</summary>
    private static Output Reversed(Call call, Output a)
    {
        var context = call.Context;
        if (a.Shape.HasRank)
        {
            var order = Tensor.Vector<int>([.. Enumerable.Range(0, a.Shape.Rank).Reverse()]);
            return context.Constant(order, context.Derive("perm"), call.Origin);
        }

        var one = context.Constant(Tensor.Scalar(1), context.Derive("one"), call.Origin);
        var rank = context.Add("Rank", context.Derive("rank"), [a], call.Origin);
        var last = context.Add("Sub", context.Derive("start"), [rank, one], call.Origin);
        var end = context.Constant(Tensor.Scalar(-1), context.Derive("limit"), call.Origin);
        return context.Add("Range", context.Derive("perm"), [last, end, end], call.Origin);
    }
}
