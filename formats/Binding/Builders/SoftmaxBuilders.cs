using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Formats.Binding.Builders;

/// <summary><c>tf.nn.softmax</c> and <c>tf.nn.log_softmax</c> over any axis: another than the last is moved there and back.</summary>
internal static class SoftmaxBuilders
{
    private static readonly string[] signature = ["logits: tensor", "axis: int = -1"];

    public static Builder Softmax { get; } = new()
    {
        Names = ["softmax", "nn.softmax"],
        Signature = signature,
        Expand = call => Expand(call, "Softmax"),
    };

    public static Builder LogSoftmax { get; } = new()
    {
        Names = ["log_softmax", "nn.log_softmax"],
        Signature = signature,
        Expand = call => Expand(call, "LogSoftmax"),
    };

    private static TensorOperand Expand(Call call, string op)
    {
        call.RefuseRest();
        var axis = call.Attr<long>("axis");
        if (axis == -1)
            return call.AddOp(op, call["logits"]);
        var logits = call.Tensor("logits");
        if (!logits.Shape.HasRank)
            throw call.Error($"{call.Callee.Name} over axis {axis} needs logits of known rank", "give the placeholder a shape, or use axis=-1");
        var rank = logits.Shape.Rank;
        if (axis < -rank || axis >= rank)
            throw call.Error($"axis {axis} is out of range [{-rank}, {rank}) for logits of shape {logits.Shape}");
        axis = axis < 0 ? axis + rank : axis;
        return axis == rank - 1 ? call.Add(op, call.Name, [logits]) : Moved(call, op, logits, (int)axis);
    }

    private static TensorOperand Moved(Call call, string op, Output logits, int axis)
    {
        var order = Enumerable.Range(0, logits.Shape.Rank).ToArray();
        (order[axis], order[^1]) = (order[^1], order[axis]);
        var exchange = call.Context.Constant(Tensor.Vector<int>(order), call.Below("perm"), call.Origin);
        var moved = call.Context.Add("Transpose", call.Below("transpose"), [logits, exchange], call.Origin);
        var result = call.Context.Add(op, call.Below(op), [moved], call.Origin);
        return call.Add("Transpose", call.Name, [result, exchange]);
    }
}
