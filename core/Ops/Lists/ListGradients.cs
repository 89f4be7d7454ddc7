using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Ops.Lists;

/// <summary>The gradients of the ops on lists (<c>python/ops/list_ops.py</c>): lists of the gradients of the elements.</summary>
internal static class ListGradients
{
    internal static IReadOnlyList<Output?> GetItem(GradientContext context)
    {
        var zeros = context.Call("ZerosLike", context.Input(0));
        return [context.Call("TensorListSetItem", zeros, context.Input(1), context.Gradient()!.Value), null, null];
    }

    internal static IReadOnlyList<Output?> SetItem(GradientContext context)
    {
        var (gradient, index, item) = (context.Gradient()!.Value, context.Input(1), context.Input(2));
        var own = context.Call("TensorListGetItem", [gradient, index, context.ShapeOf(item)], ("element_dtype", item.DType));
        var rest = context.Call("TensorListSetItem", gradient, index, context.Call("ZerosLike", item));
        return [context.Call("TensorListResize", rest, context.Call("TensorListLength", context.Input(0))), null, own];
    }

    internal static IReadOnlyList<Output?> PushBack(GradientContext context)
    {
        var item = context.Input(1);
        var popped = context.Call("TensorListPopBack", [context.Gradient()!.Value, context.ShapeOf(item)], ("element_dtype", item.DType)).Node;
        return [new Output(popped, 0), new Output(popped, 1)];
    }

    internal static IReadOnlyList<Output?> PopBack(GradientContext context)
    {
        var list = context.Gradient(0) ?? context.Call("ZerosLike", context.Output(0));
        var item = context.Gradient(1) ?? context.Call("ZerosLike", context.Output(1));
        return [context.Call("TensorListPushBack", list, item), null];
    }

    internal static IReadOnlyList<Output?> Gather(GradientContext context)
    {
        var zeros = context.Call("ZerosLike", context.Input(0));
        return [context.Call("TensorListScatterIntoExistingList", zeros, context.Gradient()!.Value, context.Input(1)), null, null];
    }

    /// <param name="context">Its node takes the tensor, the indices and further inputs.</param>
    internal static IReadOnlyList<Output?> Scatter(GradientContext context) =>
        [Gathered(context, context.Input(0), context.Input(1)), .. new Output?[context.Node.Inputs.Count - 1]];

    internal static IReadOnlyList<Output?> ScatterInto(GradientContext context)
    {
        var (gradient, tensor, indices) = (context.Gradient()!.Value, context.Input(1), context.Input(2));
        var rest = context.Call("TensorListScatterIntoExistingList", gradient, context.Call("ZerosLike", tensor), indices);
        return [rest, Gathered(context, tensor, indices), null];
    }

    internal static IReadOnlyList<Output?> Resize(GradientContext context) =>
        [context.Call("TensorListResize", context.Gradient()!.Value, context.Call("TensorListLength", context.Input(0))), null];

    /// <param name="context">Its node takes the list and further inputs, and gives the tensor and the lengths.</param>
    internal static IReadOnlyList<Output?> Concat(GradientContext context)
    {
        var unknown = context.Builder.Constant(Tensor.Scalar(-1));
        var lists = context.Call("TensorListSplit", context.Gradient()!.Value, unknown, context.Output(1));
        return [lists, .. new Output?[context.Node.Inputs.Count - 1]];
    }

    internal static IReadOnlyList<Output?> Split(GradientContext context) =>
        [context.Call("TensorListConcat", [context.Gradient()!.Value], ("element_dtype", context.Input(0).DType)), null, null];

    /// <summary>What arrived at the elements of some indices, along a new first dim.</summary>
    private static Output Gathered(GradientContext context, Output tensor, Output indices)
    {
        var shape = context.Call("StridedSlice", [context.ShapeOf(tensor), context.Constant(1), context.Constant([int.MaxValue]), context.Constant(1)]);
        return context.Call("TensorListGather", [context.Gradient()!.Value, indices, shape], ("element_dtype", tensor.DType));
    }
}
