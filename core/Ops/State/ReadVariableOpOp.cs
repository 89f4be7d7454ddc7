using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Ops.State;

/// <summary>Reads a resource variable.</summary>
public static class ReadVariableOpOp
{
    [Op("read_variable")]
    public static OpDef ReadVariableOp { get; } = new()
    {
        Name = "ReadVariableOp",
        Summary = "The value that the variable has at this node's place in the order; later writes do not change it.",
        Inputs = ["resource: resource"],
        Outputs = ["value: dtype"],
        Attrs = ["dtype: type"],
        Example = "ReadVariableOp(handle, dtype=float32)",
        Shape = context =>
        {
            if (context.VariableBehind(0) is not { } variable)
                return;
            RequireDType(context, variable, "read variable", context.Attrs.DType("dtype"));
            context.Output(0, variable.Attrs.Shape("shape"));
        },
        IsStateful = true,
        Kernel = builder => step => step.Forward(0, VariableHandle.Of(step.Input(0)).Read(builder.Node)),
        Gradient = context => [context.Gradient()],
    };

    /// <summary>TensorFlow's check that a resource variable is used with the dtype it was declared with.</summary>
    internal static void RequireDType(ShapeContext context, Node variable, string action, DType dtype)
    {
        var declared = variable.Attrs.DType("dtype");
        if (declared != dtype)
            throw ShapeContext.Error($"Trying to {action} with wrong dtype. Expected {declared.Name()} got {dtype.Name()}");
    }
}
