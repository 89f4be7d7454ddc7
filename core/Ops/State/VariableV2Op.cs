namespace GraphRun.Ops.State;

/// <summary>
/// Reference variables, the ones of TensorFlow 1. A node that takes one as an input reads it at its own place in the order; the planner
/// puts the read there, so the kernel here has nothing to do.
/// </summary>
public static class VariableV2Op
{
    [Op]
    public static OpDef VariableV2 { get; } = Declare("VariableV2");

    /// <summary>The older name of VariableV2.</summary>
    [Op]
    public static OpDef Variable { get; } = Declare("Variable");

    private static OpDef Declare(string name) => new()
    {
        Name = name,
        Summary = "A variable of the session. It has no value until something is assigned to it; the declared shape may have unknown dims.",
        Outputs = ["ref: Ref(dtype)"],
        Attrs = ["shape: shape", "dtype: type", "container: string = ''", "shared_name: string = ''"],
        Example = $"{name}(dtype=float32, shape=[3])",
        Shape = ShapeRules.Declared,
        IsStateful = true,
        DeclaresVariable = true,
        Kernel = _ => _ => { },
    };
}
