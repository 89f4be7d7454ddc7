using GraphRun.Execution;
using GraphRun.Gradients;

namespace GraphRun.Ops.ControlFlow;

/// <summary>The call of a function.</summary>
public static class PartitionedCallOp
{
    [Op]
    public static OpDef PartitionedCall { get; } = Declare("PartitionedCall");

    /// <summary>PartitionedCall under the name it has when the function has a state. The function decides, not the name.</summary>
    [Op]
    public static OpDef StatefulPartitionedCall { get; } = Declare("StatefulPartitionedCall");

    private static OpDef Declare(string name) => new()
    {
        Name = name,
        Summary = "The results of the function 'f'. All inputs are computed before it starts.",
        Inputs = ["args: Tin"],
        Outputs = ["output: Tout"],
        Attrs =
        [
            "Tin: list(type) >= 0", "Tout: list(type) >= 0", "f: func",
            "config: string = ''", "config_proto: string = ''", "executor_type: string = ''",
        ],
        Example = $"{name}([x], f=f)",
        Shape = context =>
        {
            var shapes = CallShapes.Results(context, 0, 0, context.Attrs.DTypes("Tout"));
            for (var i = 0; i < shapes.Count; i++)
                context.Output(i, shapes[i]);
        },
        IsStateful = name == "StatefulPartitionedCall",
        ForwardsInputs = true,
        Kernel = Call,
        Gradient = context => CallGradients.Of(context, 0, "f"),
    };

    private static Kernel Call(KernelBuilder builder)
    {
        var function = builder.Function(0, [.. builder.Node.Inputs.Select(input => input.Shape)]);
        return step => function.Run(step, 0);
    }
}
