using GraphRun.Errors;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Ops.Indexing;
using GraphRun.Tensors;

namespace GraphRun.Ops.State;

/// <summary>Slices of a resource variable updated or read by number.</summary>
public static class ResourceScatterOp
{
    [Op("resource_scatter_update")]
    public static OpDef ResourceScatterUpdate { get; } = Numbers("ResourceScatterUpdate", "Puts updates in", ScatterKind.Update);

    [Op("resource_scatter_add")]
    public static OpDef ResourceScatterAdd { get; } = Numbers("ResourceScatterAdd", "Adds updates to", ScatterKind.Add);

    [Op("resource_scatter_sub")]
    public static OpDef ResourceScatterSub { get; } = Numbers("ResourceScatterSub", "Subtracts updates from", ScatterKind.Subtract);

    [Op("resource_scatter_mul")]
    public static OpDef ResourceScatterMul { get; } = Numbers("ResourceScatterMul", "Multiplies by updates", ScatterKind.Multiply);

    [Op("resource_scatter_div")]
    public static OpDef ResourceScatterDiv { get; } = Numbers("ResourceScatterDiv", "Divides by updates", ScatterKind.Divide);

    [Op("resource_scatter_min")]
    public static OpDef ResourceScatterMin { get; } = Numbers("ResourceScatterMin", "Lowers to updates", ScatterKind.Minimum);

    [Op("resource_scatter_max")]
    public static OpDef ResourceScatterMax { get; } = Numbers("ResourceScatterMax", "Raises to updates", ScatterKind.Maximum);

    [Op("resource_scatter_nd_update")]
    public static OpDef ResourceScatterNdUpdate { get; } = Vectors("ResourceScatterNdUpdate", "Puts updates in", ScatterKind.Update);

    [Op("resource_scatter_nd_add")]
    public static OpDef ResourceScatterNdAdd { get; } = Vectors("ResourceScatterNdAdd", "Adds updates to", ScatterKind.Add);

    [Op("resource_scatter_nd_sub")]
    public static OpDef ResourceScatterNdSub { get; } = Vectors("ResourceScatterNdSub", "Subtracts updates from", ScatterKind.Subtract);

    [Op("resource_gather")]
    public static OpDef ResourceGather { get; } = new()
    {
        Name = "ResourceGather",
        Summary = "The slices along the first dim of the variable behind a handle that indices number. An index outside is an error.",
        Inputs = ["resource: resource", "indices: Tindices"],
        Outputs = ["output: dtype"],
        Attrs = ["batch_dims: int = 0", "validate_indices: bool = true", "dtype: type", "Tindices: {int32, int64}"],
        Example = "ResourceGather(handle, [2, 0], dtype=float32)",
        Shape = context =>
        {
            if (context.VariableBehind(0)?.Attrs.Shape("shape") is not { HasRank: true, Rank: > 0 } shape)
                return;
            var batchDims = (int)context.Attrs.Int("batch_dims");
            context.Output(0, shape.Part(0, batchDims).Then(context.Input(1).From(batchDims)).Then(shape.From(batchDims + 1)));
        },
        IsStateful = true,
        Kernel = builder =>
        {
            var batchDims = (int)builder.Attrs.Int("batch_dims");
            return step =>
            {
                var (value, indices) = (VariableHandle.Of(step.Input(0)).Read(builder.Node), step.Input(1));
                if (value.Rank < 1)
                    throw IntegerTensors.Invalid("params must be at least 1 dimensional");
                var shape = value.Shape.Part(0, batchDims).Then(indices.Shape.From(batchDims)).Then(value.Shape.From(batchDims + 1));
                Gathering.Gather(value, indices, batchDims, batchDims, step.Allocate(0, shape));
            };
        },
        Gradient = context => context.Node.Attrs.Int("batch_dims") == 0
            ? [GatherGradient.Slices(context, context.Call("VariableShape", context.Input(0))), null]
            : throw new GraphRunException(ErrorCode.NoGradient, "ResourceGather with batch_dims has no gradient", help: "read the variable and use gather(...)"),
    };

    private static OpDef Numbers(string name, string verb, ScatterKind kind) => Declare(
        name,
        $"{verb} the slices along the first dim of the variable behind a handle that indices number.",
        (value, indices, updates) => Scattering.Scatter(kind, value, indices, updates));

    private static OpDef Vectors(string name, string verb, ScatterKind kind) => Declare(
        name,
        $"{verb} the slices of the variable behind a handle that the vectors along the last dim of indices name.",
        (value, indices, updates) => Scattering.ScatterNd(kind, value, indices, updates));

    private static OpDef Declare(string name, string summary, Func<Tensor, Tensor, Tensor, Tensor> scatter)
    {
        var isVectors = name.Contains("Nd", StringComparison.Ordinal);
        var type = isVectors ? "T" : "dtype";
        return new OpDef
        {
            Name = name,
            Summary = $"{summary} Updates apply in their order.",
            Example = $"{name}(handle, {(isVectors ? "[[0], [2]]" : "[0, 2]")}, [4.0, 5.0])",
            Inputs = [isVectors ? "ref: resource" : "resource: resource", "indices: Tindices", $"updates: {type}"],
            Attrs = [$"{type}: type", "Tindices: {int32, int64}", .. isVectors ? (string[])["use_locking: bool = true"] : []],
            Shape = context =>
            {
                if (context.VariableBehind(0) is { } variable)
                    ReadVariableOpOp.RequireDType(context, variable, "update variable", context.InputDType(2));
            },
            IsStateful = true,
            IsWriter = true,
            Kernel = builder => step =>
            {
                var handle = VariableHandle.Of(step.Input(0));
                handle.Variable.Assign(scatter(handle.Read(builder.Node), step.Input(1), step.Input(2)));
            },
        };
    }
}
