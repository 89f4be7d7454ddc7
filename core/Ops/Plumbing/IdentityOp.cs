using GraphRun.Gradients;

namespace GraphRun.Ops.Plumbing;

/// <summary>Ops that give their inputs on unchanged.</summary>
public static class IdentityOp
{
    [Op("identity")]
    public static OpDef Identity { get; } = new()
    {
        Name = "Identity",
        Summary = "The input. Of a variable: its value at this node's place in the order.",
        Inputs = ["input: T"],
        Outputs = ["output: T"],
        Attrs = ["T: type"],
        Example = "identity(x)",
        Shape = ShapeRules.Unchanged,
        KnownElements = context => context.Elements(0),
        ForwardsInputs = true,
        PassesOn = (_, _, _) => true,
        Kernel = _ => step => step.Forward(0, step.Input(0)),
        Gradient = context => [context.Gradient()],
    };

    [Op("identity_n")]
    public static OpDef IdentityN { get; } = new()
    {
        Name = "IdentityN",
        Summary = "The inputs, each as one output.",
        Inputs = ["input: T"],
        Outputs = ["output: T"],
        Attrs = ["T: list(type) >= 1"],
        Example = "IdentityN([1.0, 2])",
        Shape = ShapeRules.Respective,
        ForwardsInputs = true,
        Kernel = _ => step =>
        {
            for (var i = 0; i < step.InputCount; i++)
                step.Forward(i, step.Input(i));
        },
        Gradient = context => [.. context.Node.Inputs.Select((_, i) => context.Gradient(i))],
    };

    [Op("stop_gradient")]
    public static OpDef StopGradient { get; } = new()
    {
        Name = "StopGradient",
        Summary = "The input, as a constant for gradients.",
        Inputs = ["input: T"],
        Outputs = ["output: T"],
        Attrs = ["T: type"],
        Example = "stop_gradient(x)",
        Shape = ShapeRules.Unchanged,
        ForwardsInputs = true,
        PassesOn = (_, _, _) => true,
        Kernel = _ => step => step.Forward(0, step.Input(0)),
        Gradient = GradientRules.Stop,
    };

    [Op]
    public static OpDef PreventGradient { get; } = new()
    {
        Name = "PreventGradient",
        Summary = "The input; asking for a gradient through it is an error with the given message.",
        Inputs = ["input: T"],
        Outputs = ["output: T"],
        Attrs = ["T: type", "message: string = ''"],
        Example = "PreventGradient(x)",
        Shape = ShapeRules.Unchanged,
        ForwardsInputs = true,
        PassesOn = (_, _, _) => true,
        Kernel = _ => step => step.Forward(0, step.Input(0)),
    };

    [Op]
    public static OpDef Snapshot { get; } = new()
    {
        Name = "Snapshot",
        Summary = "The input.",
        Inputs = ["input: T"],
        Outputs = ["output: T"],
        Attrs = ["T: type"],
        Example = "Snapshot(x)",
        Shape = ShapeRules.Unchanged,
        ForwardsInputs = true,
        PassesOn = (_, _, _) => true,
        Kernel = _ => step => step.Forward(0, step.Input(0)),
        Gradient = context => [context.Gradient()],
    };
}
