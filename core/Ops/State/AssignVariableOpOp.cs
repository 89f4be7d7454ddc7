using GraphRun.Errors;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Ops.State;

/// <summary>Gives a resource variable a new value.</summary>
public static class AssignVariableOpOp
{
    [Op("assign_variable")]
    public static OpDef AssignVariableOp { get; } = new()
    {
        Name = "AssignVariableOp",
        Summary = "Writes a value to the variable behind a handle. It has no output: read the variable behind it.",
        Inputs = ["resource: resource", "value: dtype"],
        Example = "AssignVariableOp(handle, [1.0, 2.0, 3.0])",
        Attrs = ["dtype: type", "validate_shape: bool = false"],
        Shape = context =>
        {
            if (context.VariableBehind(0) is not { } variable)
                return;
            ReadVariableOpOp.RequireDType(context, variable, "assign variable", context.InputDType(1));
            if (!variable.Attrs.Shape("shape").Accepts(context.Input(1)))
                throw Mismatch(variable.Attrs.Shape("shape"), context.Input(1));
        },
        IsStateful = true,
        IsWriter = true,
        KeepsInputs = true,
        Kernel = _ => step => Write(VariableHandle.Of(step.Input(0)), step.Input(1)),
    };

    private static void Write(VariableHandle handle, Tensor value)
    {
        if (value.DType != handle.DType)
            throw new GraphRunException(ErrorCode.DTypeMismatch, $"Trying to assign variable with wrong dtype. Expected {handle.DType.Name()} got {value.DType.Name()}");
        if (!handle.Shape.Accepts(value.Shape))
            throw Mismatch(handle.Shape, value.Shape);
        handle.Variable.Assign(value);
    }

    private static GraphRunException Mismatch(Shape declared, Shape value) =>
        ShapeContext.Error($"Trying to assign a value of shape {value} to a variable declared with shape {declared}");
}
