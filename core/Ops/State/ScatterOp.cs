using GraphRun.Execution;
using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Kernels;

namespace GraphRun.Ops.State;

/// <summary>Slices of a reference variable updated by number: a read, an update and a write in one place of the order.</summary>
public static class ScatterOp
{
    private const string Numbered = "the slices along its first dim that indices number; updates has the shape indices + ref[1..] or "
        + "is a scalar";
    private const string Named = "the slices that the vectors along the last dim of indices name";

    [Op("scatter_update")]
    public static OpDef ScatterUpdate { get; } = Numbers("ScatterUpdate", "Puts updates in", "type", ScatterKind.Update);

    [Op("scatter_add")]
    public static OpDef ScatterAdd { get; } = Numbers("ScatterAdd", "Adds updates to", "numbertype", ScatterKind.Add);

    [Op("scatter_sub")]
    public static OpDef ScatterSub { get; } = Numbers("ScatterSub", "Subtracts updates from", "numbertype", ScatterKind.Subtract);

    [Op("scatter_mul")]
    public static OpDef ScatterMul { get; } = Numbers("ScatterMul", "Multiplies by updates", "numbertype", ScatterKind.Multiply);

    [Op("scatter_div")]
    public static OpDef ScatterDiv { get; } = Numbers("ScatterDiv", "Divides by updates", "numbertype", ScatterKind.Divide);

    [Op("scatter_min")]
    public static OpDef ScatterMin { get; } = Numbers("ScatterMin", "Lowers to updates", "realnumbertype", ScatterKind.Minimum);

    [Op("scatter_max")]
    public static OpDef ScatterMax { get; } = Numbers("ScatterMax", "Raises to updates", "realnumbertype", ScatterKind.Maximum);

    [Op("scatter_nd_update")]
    public static OpDef ScatterNdUpdate { get; } = Vectors("ScatterNdUpdate", "Puts updates in", "type", ScatterKind.Update);

    [Op("scatter_nd_add")]
    public static OpDef ScatterNdAdd { get; } = Vectors("ScatterNdAdd", "Adds updates to", "numbertype", ScatterKind.Add);

    [Op("scatter_nd_sub")]
    public static OpDef ScatterNdSub { get; } = Vectors("ScatterNdSub", "Subtracts updates from", "numbertype", ScatterKind.Subtract);

    private static OpDef Numbers(string name, string verb, string types, ScatterKind kind) =>
        Declare(name, $"{verb} {Numbered}", $"{name}(v, [0, 2], [4.0, 5.0])", types, (value, indices, updates) => Scattering.Scatter(kind, value, indices, updates));

    private static OpDef Vectors(string name, string verb, string types, ScatterKind kind) =>
        Declare(name, $"{verb} {Named}", $"{name}(v, [[0], [2]], [4.0, 5.0])", types, (value, indices, updates) => Scattering.ScatterNd(kind, value, indices, updates));

    private static OpDef Declare(
        string name,
        string summary,
        string example,
        string types,
        Func<Tensors.Tensor, Tensors.Tensor, Tensors.Tensor, Tensors.Tensor> scatter) =>
        new()
        {
            Name = name,
            Summary = $"{summary}. Updates apply in their order. The output is the variable's value right after this write.",
            Example = example,
            Inputs = ["ref: Ref(T)", "indices: Tindices", "updates: T"],
            Outputs = ["output_ref: Ref(T)"],
            Attrs = [$"T: {types}", "Tindices: {int32, int64}", "use_locking: bool = false"],
            Shape = context => context.Output(0, context.Input(0)),
            IsStateful = true,
            IsWriter = true,
            ForwardsInputs = true,
            Kernel = builder =>
            {
                var variable = builder.Variable(0);
                var read = new VariableRead(variable, Graph.VariableBehind(builder.Node.Inputs[0])!, builder.Node);
                return step =>
                {
                    var next = scatter(read.Value(), step.Input(1), step.Input(2));
                    variable.Assign(next);
                    step.Forward(0, next);
                };
            },
            Gradient = GradientRules.Stop,
        };
}
