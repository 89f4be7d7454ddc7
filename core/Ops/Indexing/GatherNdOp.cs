using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.Indexing;

/// <summary>Slices and elements by vectors of indices.</summary>
public static class GatherNdOp
{
    [Op("gather_nd")]
    public static OpDef GatherNd { get; } = new()
    {
        Name = "GatherNd",
        Summary = "The slices of params that the vectors along the last dim of indices name. An index outside is an error.",
        Inputs = ["params: Tparams", "indices: Tindices"],
        Outputs = ["output: Tparams"],
        Attrs = ["batch_dims: int = 0", "Tparams: type", "Tindices: {int32, int64}"],
        Parameters = ["params: params", "indices: indices", "batch_dims: batch_dims = 0"],
        Example = "gather_nd(x, [[0, 0]])",
        Shape = context =>
        {
            context.WithRankAtLeast(1, 1);
            context.Output(0, Infer(context.Input(0), context.Input(1), (int)context.Attrs.Int("batch_dims")));
        },
        Kernel = builder =>
        {
            var batchDims = (int)builder.Attrs.Int("batch_dims");
            return step =>
            {
                var (parameters, indices) = (step.Input(0), step.Input(1));
                if (parameters.Rank < 1)
                    throw IntegerTensors.Invalid("params must be at least a vector");
                if (indices.Rank < 1)
                    throw IntegerTensors.Invalid("indices must be at least a vector");
                var output = step.Allocate(0, Infer(parameters.Shape, indices.Shape, batchDims));
                Gathering.GatherNd(parameters, indices, batchDims, output);
            };
        },
        Gradient = context => context.Node.Attrs.Int("batch_dims") == 0
            ? [
                context.Call(
                    "ScatterNd",
                    context.Input(1),
                    context.Gradient()!.Value,
                    context.Call("Shape", [context.Input(0)], ("out_type", context.Input(1).DType))),
                null,
            ]
            : throw ShapeContext.Error("GatherNd has no gradient when batch_dims is not 0"),
    };

    private static Shape Infer(Shape parameters, Shape indices, int batchDims)
    {
        if (!parameters.HasRank || !indices.HasRank || indices[-1] == Shape.Unknown)
            return Shape.UnknownRank;
        var depth = indices[-1];
        if (batchDims < 0 || batchDims >= indices.Rank || batchDims > parameters.Rank)
            throw ShapeContext.Error($"batch_dims = {batchDims} must be below the rank of indices, {indices.Rank}");
        if (depth > parameters.Rank - batchDims)
            throw ShapeContext.Error(
                $"indices.shape[-1] must be <= params.rank, but saw indices shape: {indices} and params shape: {parameters}");
        for (var i = 0; i < batchDims; i++)
            ShapeContext.Merge(parameters[i], indices[i]);
        return indices.Part(0, indices.Rank - 1).Then(parameters.From(batchDims + (int)depth));
    }
}
