using GraphRun.Execution;
using GraphRun.Gradients;
using GraphRun.Tensors;

namespace GraphRun.Ops.State;

/// <summary>Whether a variable has a value.</summary>
public static class IsInitializedOp
{
    [Op("is_variable_initialized")]
    public static OpDef IsVariableInitialized { get; } = new()
    {
        Name = "IsVariableInitialized",
        Summary = "Whether a reference variable has a value at this node's place in the order.",
        Inputs = ["ref: Ref(dtype)"],
        Outputs = ["is_initialized: bool"],
        Attrs = ["dtype: type"],
        Example = "is_variable_initialized(v)",
        Shape = ShapeRules.Scalar,
        IsStateful = true,
        Kernel = builder =>
        {
            var variable = builder.Variable(0);
            return step => Answer(step, variable);
        },
        Gradient = GradientRules.Stop,
    };

    [Op]
    public static OpDef VarIsInitializedOp { get; } = new()
    {
        Name = "VarIsInitializedOp",
        Summary = "Whether the variable behind a handle has a value at this node's place in the order.",
        Inputs = ["resource: resource"],
        Outputs = ["is_initialized: bool"],
        Example = "VarIsInitializedOp(handle)",
        Shape = ShapeRules.Scalar,
        IsStateful = true,
        Kernel = _ => step => Answer(step, VariableHandle.Of(step.Input(0)).Variable),
        Gradient = GradientRules.Stop,
    };

    private static void Answer(Step step, Variable variable) =>
        step.Allocate(0, Shape.Scalar).Writable<bool>()[0] = variable.Value is not null;
}
