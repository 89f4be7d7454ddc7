using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.Indexing;

/// <summary>Updates put into zeros or into a tensor at places that vectors of indices name.</summary>
public static class ScatterNdOp
{
    [Op("scatter_nd")]
    public static OpDef ScatterNd { get; } = new()
    {
        Name = "ScatterNd",
        Summary = "Zeros of the given shape with the updates added at the slices that the vectors along the last dim of indices name; "
            + "several updates of one place add up in their order.",
        Inputs = ["indices: Tindices", "updates: T", "shape: Tindices"],
        Outputs = ["output: T"],
        Attrs = ["T: type", "Tindices: {int32, int64}"],
        Example = "scatter_nd([[1], [3]], [5, 6], [4])",
        Shape = context =>
        {
            var shape = context.ConstantShape(2);
            Check(context.Input(0), context.Input(1), shape);
            context.Output(0, shape);
        },
        Kernel = _ => step => Scattering.AddToZeros(step.Input(0), step.Input(1), step.Allocate(0, step.Input(2).ToShape())),
        Gradient = context => [null, context.Call("GatherNd", context.Gradient()!.Value, context.Input(0)), null],
    };

    [Op("tensor_scatter_nd_update", "tensor_scatter_update")]
    public static OpDef TensorScatterUpdate { get; } = Into(
        "TensorScatterUpdate",
        "the updates put",
        "type",
        ScatterKind.Update,
        context =>
        [
            context.Call("TensorScatterUpdate", context.Gradient()!.Value, context.Input(1), context.Call("ZerosLike", context.Input(2))),
            null,
            context.Call("GatherNd", context.Gradient()!.Value, context.Input(1)),
        ]);

    [Op("tensor_scatter_nd_add", "tensor_scatter_add")]
    public static OpDef TensorScatterAdd { get; } = Into(
        "TensorScatterAdd",
        "the updates added",
        "numbertype",
        ScatterKind.Add,
        context => [context.Gradient(), null, context.Call("GatherNd", context.Gradient()!.Value, context.Input(1))]);

    [Op("tensor_scatter_nd_sub", "tensor_scatter_sub")]
    public static OpDef TensorScatterSub { get; } = Into(
        "TensorScatterSub",
        "the updates subtracted",
        "numbertype",
        ScatterKind.Subtract,
        context =>
            [context.Gradient(), null, context.Call("Neg", context.Call("GatherNd", context.Gradient()!.Value, context.Input(1)))]);

    [Op("tensor_scatter_nd_min")]
    public static OpDef TensorScatterMin { get; } = Into(
        "TensorScatterMin", "the lesser of element and update", "realnumbertype", ScatterKind.Minimum, null);

    [Op("tensor_scatter_nd_max")]
    public static OpDef TensorScatterMax { get; } = Into(
        "TensorScatterMax", "the greater of element and update", "realnumbertype", ScatterKind.Maximum, null);

    private static OpDef Into(string name, string what, string types, ScatterKind kind, Gradients.GradientRule? gradient) => new()
    {
        Name = name,
        Summary = $"The tensor with {what} at the slices that the vectors along the last dim of indices name; updates apply in their "
            + "order.",
        Inputs = ["tensor: T", "indices: Tindices", "updates: T"],
        Outputs = ["output: T"],
        Attrs = [$"T: {types}", "Tindices: {int32, int64}"],
        Example = $"{name}([1, 2, 3], [[1]], [9])",
        Shape = context =>
        {
            context.WithRankAtLeast(0, 1);
            context.WithRankAtLeast(1, 1);
            Check(context.Input(1), context.Input(2), context.Input(0));
            context.Output(0, context.Input(0));
        },
        Kernel = _ => step => step.Forward(0, Scattering.ScatterNd(kind, step.Input(0), step.Input(1), step.Input(2))),
        Gradient = gradient,
    };

    private static void Check(Shape indices, Shape updates, Shape target)
    {
        if (!indices.HasRank || !updates.HasRank || !target.HasRank || indices.Rank < 1)
            return;
        var prefix = indices.Rank - 1;
        if (updates.Rank < prefix || !indices.Part(0, prefix).Accepts(updates.Part(0, prefix)))
            throw ShapeContext.Error(
                $"Dimensions [0,{prefix}) of indices[shape={indices}] must match dimensions [0,{prefix}) of updates[shape={updates}]");
        var depth = indices[-1];
        if (depth == Shape.Unknown)
            return;
        if (depth > target.Rank || !target.From((int)depth).Accepts(updates.From(prefix)))
            throw ShapeContext.Error(
                $"Dimensions [{depth},{target.Rank}) of input[shape={target}] must match dimensions [{prefix},{updates.Rank}) of "
                + $"updates[shape={updates}]");
    }
}
