using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Ops.State;

/// <summary>Resource variables: a handle that other ops read and write through, under the name of the node or its <c>shared_name</c>.</summary>
public static class VarHandleOpOp
{
    [Op("var_handle")]
    public static OpDef VarHandleOp { get; } = new()
    {
        Name = "VarHandleOp",
        Summary = "The handle of a variable of the session. The declared shape may have unknown dims.",
        Outputs = ["resource: resource"],
        Attrs = ["container: string = ''", "shared_name: string = ''", "debug_name: string = ''", "dtype: type", "shape: shape"],
        Example = "VarHandleOp(dtype=float32, shape=[3])",
        Shape = ShapeRules.Scalar,
        IsStateful = true,
        DeclaresVariable = true,
        Kernel = builder =>
        {
            var handle = Tensor.Allocate(DType.Resource, Shape.Scalar);
            handle.Writable<object>()[0] = new VariableHandle(builder.Variable(), builder.Node);
            return step => step.Forward(0, handle);
        },
    };
}
