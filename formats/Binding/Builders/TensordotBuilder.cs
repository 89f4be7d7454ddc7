using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Formats.Binding.Builders;

/// <summary>
/// <c>tf.tensordot</c> (<c>python/ops/math_ops.py</c>): a matrix product over any axes of two tensors, transposed and reshaped to
/// matrices. <c>axes</c> is how many last dims of <c>a</c> meet as many first dims of <c>b</c>, or one list of axes for each.
/// </summary>
internal static class TensordotBuilder
{
    public static Builder Tensordot { get; } = new()
    {
        Names = ["tensordot", "linalg.tensordot"],
        Signature = ["a: tensor", "b: tensor", "axes: tensor"],
        Expand = Expand,
    };

    private static TensorOperand Expand(Call call)
    {
        call.RefuseRest();
        var (a, b) = (call.Tensor("a"), call.Tensor("b"));
        if (!a.Shape.HasRank || !b.Shape.HasRank)
            throw call.Error("tensordot needs tensors of known rank", "give the placeholders shapes; a dim may be unknown: [?, 3]");
        var (overA, overB) = Axes(call, a.Shape.Rank, b.Shape.Rank);
        var (freeA, freeB) = (Rest(overA, a.Shape.Rank), Rest(overB, b.Shape.Rank));
        var left = Matrix(call, a, freeA, overA, rows: freeA.Length, "a");
        var right = Matrix(call, b, overB, freeB, rows: overB.Length, "b");
        var product = call.Context.Add("MatMul", call.Below("matmul"), [left, right], call.Origin);
        return call.Add("Reshape", call.Name, [product, Joined(call, [Dims(call, a, freeA), Dims(call, b, freeB)])]);
    }

    private static (int[] A, int[] B) Axes(Call call, int rankA, int rankB)
    {
        var axes = call["axes"];
        if (axes is NumberOperand number && number.Number.TryInteger(out var given) && given >= 0 && given <= Math.Min(rankA, rankB))
        {
            var count = (int)given;
            return ([.. Enumerable.Range(rankA - count, count)], [.. Enumerable.Range(0, count)]);
        }

        if (axes is ListOperand { Items: [var first, var second] })
        {
            var (a, b) = (Axes(call, first, rankA), Axes(call, second, rankB));
            if (a.Length == b.Length)
                return (a, b);
        }

        throw call.Error(
            $"tensordot cannot use axes {axes.Origin.Text} for tensors of {rankA} and {rankB} dims",
            "write a number of dims, or a list for each tensor: axes=[[1], [0]]");
    }

    private static int[] Axes(Call call, Operand operand, int rank)
    {
        var items = operand is ListOperand list ? list.Items : [operand];
        return Array.ConvertAll(items, item =>
            item is NumberOperand number && number.Number.TryInteger(out var axis) && axis >= -rank && axis < rank
                ? (int)(axis < 0 ? axis + rank : axis)
                : throw call.Error($"{item.Origin.Text} is no axis of a tensor of {rank} dims"));
    }

    private static int[] Rest(int[] axes, int rank) => [.. Enumerable.Range(0, rank).Except(axes)];

    /// <summary>The tensor with the dims in this order, the first ones as the rows and the others as the columns of a matrix.</summary>
    private static Output Matrix(Call call, Output tensor, int[] first, int[] second, int rows, string name)
    {
        int[] order = [.. first, .. second];
        var inOrder = tensor;
        if (!order.AsSpan().SequenceEqual(Enumerable.Range(0, order.Length).ToArray()))
        {
            var perm = call.Context.Constant(Tensor.Vector<int>(order), call.Below($"{name}_perm"), call.Origin);
            inOrder = call.Context.Add("Transpose", call.Below($"{name}_transpose"), [tensor, perm], call.Origin);
        }

        var shape = Joined(call, [Size(call, tensor, order[..rows]), Size(call, tensor, order[rows..])]);
        return call.Context.Add("Reshape", call.Below($"{name}_matrix"), [inOrder, shape], call.Origin);
    }

    private static Output Size(Call call, Output tensor, int[] axes)
    {
        var all = call.Context.Constant(Tensor.Vector<int>([0]), call.Below("axis"), call.Origin);
        return call.Context.Add("Prod", call.Below("size"), [Dims(call, tensor, axes), all], call.Origin, ("keep_dims", true));
    }

    private static Output Dims(Call call, Output tensor, int[] axes)
    {
        var shape = call.Context.Add("Shape", call.Below("shape"), [tensor], call.Origin);
        var indices = call.Context.Constant(Tensor.Vector<int>(axes), call.Below("axes"), call.Origin);
        var zero = call.Context.Constant(Tensor.Scalar(0), call.Below("axis"), call.Origin);
        return call.Context.Add("GatherV2", call.Below("dims"), [shape, indices, zero], call.Origin);
    }

    private static Output Joined(Call call, Output[] parts)
    {
        var zero = call.Context.Constant(Tensor.Scalar(0), call.Below("axis"), call.Origin);
        return call.Context.Add("ConcatV2", call.Below("concat"), [.. parts, zero], call.Origin);
    }
}
