using GraphRun.Errors;

namespace GraphRun.Ops.State;

/// <summary>Takes a variable's value away.</summary>
public static class DestroyResourceOpOp
{
    [Op]
    public static OpDef DestroyResourceOp { get; } = new()
    {
        Name = "DestroyResourceOp",
        Summary = "Leaves the variable behind a handle without a value.",
        Inputs = ["resource: resource"],
        Attrs = ["ignore_lookup_error: bool = true"],
        Example = "DestroyResourceOp(handle)",
        Shape = ShapeRules.Unknown,
        IsStateful = true,
        IsWriter = true,
        Kernel = builder =>
        {
            var mayBeMissing = builder.Attrs.Bool("ignore_lookup_error");
            return step =>
            {
                var variable = VariableHandle.Of(step.Input(0)).Variable;
                if (variable.Value is null && !mayBeMissing)
                    throw new GraphRunException(ErrorCode.InvalidArgument, $"variable '{variable.Name}' does not exist");
                variable.Assign(null);
            };
        },
    };
}
