using GraphRun.Errors;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.Plumbing;

/// <summary>Ops that give their input on after a check.</summary>
public static class CheckNumericsOp
{
    [Op("check_numerics", "debugging.check_numerics")]
    public static OpDef CheckNumerics { get; } = new()
    {
        Name = "CheckNumerics",
        Summary = "The input, if it has no NaN and no infinity; otherwise the run fails.",
        Inputs = ["tensor: T"],
        Outputs = ["output: T"],
        Attrs = ["T: {bfloat16, half, float, double}", "message: string"],
        Example = "check_numerics(x, message='x')",
        Shape = ShapeRules.Unchanged,
        IsStateful = true,
        ForwardsInputs = true,
        Kernel = builder =>
        {
            var message = builder.Attrs.Text("message");
            return step =>
            {
                if (!Finiteness.IsFinite(step.Input(0)))
                    throw new GraphRunException(ErrorCode.NotFinite, $"{message} : Tensor had {Found(step.Input(0))} values");
                step.Forward(0, step.Input(0));
            };
        },
        Gradient = context =>
        [
            context.Builder.Call("CheckNumerics", [context.Gradient()!.Value], new Dictionary<string, object> { ["message"] = "Not a number (NaN) or infinity (Inf) values detected in gradient." }),
        ],
    };

    [Op("ensure_shape")]
    public static OpDef EnsureShape { get; } = new()
    {
        Name = "EnsureShape",
        Summary = "The input, if it has the declared shape; otherwise the run fails.",
        Inputs = ["input: T"],
        Outputs = ["output: T"],
        Attrs = ["shape: shape", "T: type"],
        Example = "ensure_shape(x, [?, 3])",
        Shape = context => context.Output(0, ShapeContext.Merge(context.Attrs.Shape("shape"), context.Input(0))),
        ForwardsInputs = true,
        Kernel = builder =>
        {
            var expected = builder.Attrs.Shape("shape");
            return step =>
            {
                if (!expected.Accepts(step.Input(0).Shape))
                    throw new GraphRunException(ErrorCode.InvalidArgument, $"Shape of tensor {builder.Node.Inputs[0]} {step.Input(0).Shape} is not compatible with expected shape {expected}.");
                step.Forward(0, step.Input(0));
            };
        },
        Gradient = context => [context.Gradient()],
    };

    private static string Found(Tensor tensor) => (Finiteness.HasInfinity(tensor), Finiteness.HasNaN(tensor)) switch
    {
        (true, true) => "Inf and NaN",
        (true, false) => "Inf",
        _ => "NaN",
    };
}
