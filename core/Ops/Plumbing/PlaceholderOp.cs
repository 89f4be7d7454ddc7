using GraphRun.Errors;
using GraphRun.Gradients;

namespace GraphRun.Ops.Plumbing;

/// <summary>Values that come from outside: <c>Placeholder</c> must be fed, <c>PlaceholderWithDefault</c> may be.</summary>
public static class PlaceholderOp
{
    [Op]
    public static OpDef Placeholder { get; } = new()
    {
        Name = "Placeholder",
        Summary = "A value that every run that needs it must be fed.",
        Outputs = ["output: dtype"],
        Attrs = ["dtype: type", "shape: shape = ?"],
        Parameters = ["dtype: dtype", "shape: shape = ?"],
        Example = "placeholder(float32, [?, 784])",
        Shape = ShapeRules.Declared,
        IsStateful = true,
        Kernel = builder => _ => throw new GraphRunException(
            ErrorCode.MissingFeed, $"You must feed a value for placeholder tensor '{builder.Node.Name}' with dtype {builder.Attrs.DType("dtype")}"),
        Gradient = GradientRules.Stop,
    };

    [Op("placeholder_with_default")]
    public static OpDef PlaceholderWithDefault { get; } = new()
    {
        Name = "PlaceholderWithDefault",
        Summary = "The input, unless a run feeds another value. The declared shape may be wider than the input's.",
        Inputs = ["input: dtype"],
        Outputs = ["output: dtype"],
        Attrs = ["dtype: type", "shape: shape"],
        Example = "placeholder_with_default(0.5, [])",
        Shape = ShapeRules.Declared,
        ForwardsInputs = true,
        IsStateful = true,
        Kernel = _ => step => step.Forward(0, step.Input(0)),
        Gradient = context => [context.Gradient()],
    };
}
