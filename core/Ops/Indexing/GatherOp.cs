using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.Indexing;

/// <summary>Slices along a dim by number.</summary>
public static class GatherOp
{
    [Op("gather")]
    public static OpDef GatherV2 { get; } = new()
    {
        Name = "GatherV2",
        Summary = "The slices of params along axis that indices number. The first batch_dims dims of both go together. An index "
            + "outside is an error.",
        Inputs = ["params: Tparams", "indices: Tindices", "axis: Taxis"],
        Outputs = ["output: Tparams"],
        Attrs = ["batch_dims: int = 0", "Tparams: type", "Tindices: {int32, int64}", "Taxis: {int32, int64}"],
        Parameters = ["params: params", "indices: indices", "axis: axis = 0", "batch_dims: batch_dims = 0"],
        Example = "gather(x, [0])",
        Shape = context =>
        {
            context.WithRankAtLeast(0, 1);
            context.WithRank(2, 0);
            context.Output(0, Infer(context.Input(0), context.Input(1), context.Constant(2), context.Attrs.Int("batch_dims")));
        },
        KnownElements = Known,
        Kernel = builder =>
        {
            var batchDims = builder.Attrs.Int("batch_dims");
            return step => Run(step, step.Integer(2, "axis"), batchDims);
        },
        Gradient = context => GatherGradient.Of(context, context.Node.Attrs.Int("batch_dims")),
    };

    /// <summary>The older form: along the first dim.</summary>
    [Op]
    public static OpDef Gather { get; } = new()
    {
        Name = "Gather",
        Summary = "The slices of params along its first dim that indices number. An index outside is an error.",
        Inputs = ["params: Tparams", "indices: Tindices"],
        Outputs = ["output: Tparams"],
        Attrs = ["validate_indices: bool = true", "Tparams: type", "Tindices: {int32, int64}"],
        Example = "Gather([1.0, 2.0, 3.0], [2, 0])",
        Shape = context => context.Output(0, context.Input(1).Then(context.WithRankAtLeast(0, 1).From(1))),
        Kernel = _ => step => Run(step, 0, 0),
        Gradient = context => GatherGradient.Of(context, 0),
    };

    private static Shape Infer(Shape parameters, Shape indices, Tensor? axisTensor, long batchNumber)
    {
        if (!parameters.HasRank || !indices.HasRank)
            return Shape.UnknownRank;
        if (axisTensor is null)
            return Shape.OfRank(parameters.Rank + indices.Rank - 1 - (int)(batchNumber < 0 ? batchNumber + indices.Rank : batchNumber));
        var (axis, batchDims) = Resolve(parameters, indices, axisTensor.Integers()[0], batchNumber);
        for (var i = 0; i < batchDims; i++)
            ShapeContext.Merge(parameters[i], indices[i]);
        return parameters.Part(0, axis).Then(indices.From(batchDims)).Then(parameters.From(axis + 1));
    }

    private static (int Axis, int BatchDims) Resolve(Shape parameters, Shape indices, long axis, long batchDims)
    {
        if (batchDims < -indices.Rank || batchDims > indices.Rank)
            throw ShapeContext.Error($"Expected batch_dims in the range [{-indices.Rank}, {indices.Rank}], but got {batchDims}");
        var batch = (int)(batchDims < 0 ? batchDims + indices.Rank : batchDims);
        var place = ShapeContext.Axis(axis, parameters.Rank);
        if (batch >= parameters.Rank)
            throw ShapeContext.Error($"batch_dims ({batch}) must be less than rank(params) ({parameters.Rank}).");
        return place >= batch
            ? (place, batch)
            : throw ShapeContext.Error($"batch_dims ({batch}) must be less than or equal to axis ({place}).");
    }

    private static void Run(Step step, long axisNumber, long batchNumber)
    {
        var (parameters, indices) = (step.Input(0), step.Input(1));
        if (parameters.Rank == 0)
            throw IntegerTensors.Invalid("params must be at least 1 dimensional");
        var (axis, batchDims) = Resolve(parameters.Shape, indices.Shape, axisNumber, batchNumber);
        for (var i = 0; i < batchDims; i++)
        {
            if (parameters.Shape[i] != indices.Shape[i])
                throw IntegerTensors.Invalid(
                    $"params.shape[{i}]: {parameters.Shape[i]} should be equal to indices.shape[{i}]: {indices.Shape[i]}");
        }

        var shape = parameters.Shape.Part(0, axis).Then(indices.Shape.From(batchDims)).Then(parameters.Shape.From(axis + 1));
        Gathering.Gather(parameters, indices, axis, batchDims, step.Allocate(0, shape));
    }

    // Sizes picked out of a shape.
    private static PartialElement[]? Known(ShapeContext context)
    {
        if (context.Input(0).Rank != 1 || context.Elements(0) is not { } elements || context.Constant(1) is not { } indices)
            return null;
        var picked = indices.Integers();
        return Array.TrueForAll(picked, index => index >= 0 && index < elements.Length)
            ? Array.ConvertAll(picked, index => elements[index])
            : null;
    }
}
